"""What an answer cost, and the plain measures that are reported beside the scores and gate nothing."""

from evals.metrics.chance import chance_rate
from evals.metrics.citations import citation_measures
from evals.metrics.quotes import quote_measures
from evals.metrics.world import Answer, World, is_answer
from evals.schema import Case

_TOKENS = {
    "tokens_in": ("input_tokens", "prompt_tokens"),
    "tokens_out": ("output_tokens", "completion_tokens"),
}


def measures(case: Case, answer: Answer, world: World) -> dict[str, float]:
    """Latency in seconds, tokens, lengths, rates; unbounded, and absent where undefined."""
    found: dict[str, float | None] = {"latency_s": latency(answer), **tokens(answer)}
    if is_answer(answer):
        found |= {**quote_measures(answer, world), **citation_measures(answer, world)}
        found |= {"number_chance_rate": chance_rate(case, answer, world)}
    return {name: value for name, value in found.items() if value is not None}


def latency(answer: Answer) -> float | None:
    """Seconds: the answer's ``total``, else the sum of its stages."""
    timings = answer.get("timings") or {}
    if not timings:
        return None
    return float(timings.get("total", sum(timings.values())))


def tokens(answer: Answer) -> dict[str, float | None]:
    """Tokens in and out as the chat model reported them; none without a model."""
    usage = answer.get("usage") or {}
    return {
        name: next((float(usage[key]) for key in keys if usage.get(key) is not None), None)
        for name, keys in _TOKENS.items()
    }
