"""The terms of a question as the reader looks for them."""

import re

from bot.question.wording import Term, terms
from bot.schema import Question
from ingest.view import clean

_QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》]{2,30})[”\"」』》]")
_WHAT_OF_IT = re.compile(
    r"是?(?:怎么|咋)(?:一)?回事儿?|是(?:个|一个)?(?:什么|啥)(?:样的?)?(?:活动|东西|栏目|制度)?(?=[?？。]|$)"
)


def asked_of(question: Question) -> tuple[Term, ...]:
    """The terms of a question; a name in quotation marks (“你点题、我公开”) is one, whatever it is made of."""
    names = [clean(name) for name in _QUOTED.findall(question.rest)]
    plain = _QUOTED.sub(" ", question.rest) if names else question.rest
    return tuple(dict.fromkeys((*map(Term, names), *terms(_WHAT_OF_IT.sub(" ", plain)))))
