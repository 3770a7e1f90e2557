"""How a question in English asks: whom it counts, ranks or adds up, of which time, with which bar."""

import re
from typing import Any

from bot.english_words import pieces
from ingest.schema import Noun

_N = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|a|twenty|fifty|hundred)"
_BODIES = (
    r"(?:(?:bod(?:y|ies)|agenc(?:y|ies)|units?|governments?|reports?|organi[sz]ations?|departments?|authorit(?:y|ies)"
    r"|institutions?|bureaus?|bureaux|offices?|places?|entit(?:y|ies)|parks?|zones?|townships?|towns?|count(?:y|ies)|districts?)\b)"
)
_ALL = rf"(?:of )?(?:all |these |those |the |each |every )*(?:{_N} )?(?:\d{{4}} |held |different |disclosure |annual )*"
_DID = r"(?:publish|disclos|releas|receiv|got|had|has|have|use|using|charg|mention|say|said|report|plan|intend|did|does|do|held|hold|was|were|is|are|admit|complain|lack|repeat|set|hire|refus|made|make|train|contain)\w*"
_DEALT = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_DEALT |= {"a": 1, "twenty": 20, "fifty": 50, "hundred": 100}
_YEAR = r"(?:19|20)\d{2}"
# A cue -> the words that give it, tried in this order; each takes its words out of the question.
_CUES: tuple[tuple[str, str], ...] = (
    ("audit_percent", r"(?:percentages?|shares?|proportions?|ratios?)\b.{0,40}\b(?:add(?:s|ed)? up|correct\w*|right|accura\w*|make sense|wrong|miscalculat\w*|match\w*|consistent|hold up|sum up|sum to|tally|calculated)(?: correctly| right| properly| to 100(?: percent|%)?)?|(?:correct|right|accurate|wrong|miscalculated)\b.{0,14}\bpercentages?"),
    ("audit_parts", r"(?:categor(?:y|ies)|breakdown|parts|sub ?totals?|figures|numbers|types|items)\b(?: \S+){0,6}? (?:add(?:s|ed)? up|match\w*|sum (?:up )?to|tally|equal\w*|agree|consistent with|reconcile)(?: \S+){0,3} ?(?:total)?|total\b.{0,20}\b(?:match\w*|agree\w*|equal\w*).{0,24}(?:breakdown|categor\w+|parts)"),
    ("audit_repeat", r"(?:anything|something|passages?|paragraphs?|sentences?|text|contents?|parts?)\b(?: \S+){0,6} (?:repeat\w*|duplicat\w*|verbatim|copied|twice|identical)|(?:repeat|duplicat)\w*(?: itself| themselves| any\w*| (?:a |the )?(?:passages?|paragraphs?|sentences?|text|content))?(?: word for word| verbatim)?|word for word|copy and paste\w*"),
    ("audit_statutory", r"(?:statutory|legally required|required by law|mandatory|obligatory|prescribed)\b(?: (?:items?|contents?|sections?|elements?|parts?|information))?(?: \S+){0,5}? (?:missing|lack\w*|omit\w*|absent|incomplete|complete|left out|skip\w*)(?: \S+)?|(?:miss\w*|lack\w*|omit\w*|leav\w+ out|skip\w*)(?: any| some| the)? (?:statutory|legally required|required|mandatory|obligatory)(?: \w+)?|(?:contain|include|have|cover)s? all(?: the)? (?:statutory|required|mandatory|legally required)(?: \w+)?|what is missing(?: from)?"),
    ("audit_against", r"contradict\w*(?: (?:itself|themselves))?|inconsisten\w+|inconsistenc\w+"),
    ("audit_numbers", r"(?:errors?|mistakes?|wrong|miscalculat\w*|arithmetic)\b(?: (?:in|with) (?:the |its )?(?:numbers|figures|arithmetic|calculations?))?|(?:numbers|figures|arithmetic)\b(?: \S+){0,4} (?:correct|right|wrong|accurate|reliable|add up)"),
    ("differ", rf"how (?:many|much)(?= (?:more|fewer|less|higher|lower))|by how (?:many|much)|difference|differ\b"),
    ("times", r"how many times(?: as (?:many|much|often|large|big)| more| the)?|times as (?:many|much|large|big)|(?:what is the )?ratio"),
    ("count", rf"(?:in |of )?(?:how many|what number of|number of|count of|count) {_ALL}(?:{_BODIES}(?! (?:did|does|do|work|staff|information))|(?:of )?(?:them|these|those)\b)"),
    ("which_more", rf"(?:which(?: {_ALL}{_BODIES})?(?: of (?:the two|them))?|who)(?= {_DID}.{{0,60}}\b(?:more|fewer|less|higher|larger|smaller|lower)\b)"),
    ("which", rf"(?:in )?(?:which|what) {_ALL}(?:{_BODIES}|of (?:them|these|those)|ones?)(?! of (?:information|disclosure))|(?:name|list|show)(?: me)? {_ALL}(?:{_BODIES})|\bwho(?:se report)?\b|which(?= {_DID})"),
    ("order_up", r"(?:in )?ascending(?: order)?|from (?:the )?(?:least|fewest|lowest|smallest) to (?:the )?(?:most|highest|largest)|(?:fewest|least|lowest|smallest) first"),
    ("order", rf"\b(?:rank\w*|sort\w*|order(?:ed)?|league table)\b(?: (?:them|all|the|{_BODIES}))*|(?:in )?descending(?: order)?|from (?:the )?(?:most|highest|largest) to (?:the )?(?:least|lowest|fewest|smallest)"),
    ("bottom", rf"(?:bottom|last) (?P<bottom>{_N})\b(?! years?)|(?P<bottom2>{_N}) (?:fewest|least|lowest|smallest)"),
    ("top", rf"(?:top|first|leading) (?P<top>{_N})\b(?! years?)|(?P<top2>{_N}) (?:most|highest|largest|biggest)"),
    ("at_least", rf"(?:at least|no fewer than|no less than|not less than|a minimum of) (?P<at_least>{_N})|(?P<at_least2>\d[\d,]*) or more"),
    ("at_most", rf"(?:at most|no more than|not more than|up to|a maximum of) (?P<at_most>{_N})"),
    ("over", rf"(?:more than|over|above|exceed\w*|in excess of|greater than|upwards of) (?P<over>{_N})"),
    ("under", rf"(?:fewer than|less than|under|below) (?P<under>{_N})"),
    ("most", r"the most\b|\bmost\b(?! of)|largest|highest|biggest|greatest|maximum|busiest|comes? first|came first|ranks? first"),
    ("least", r"(?:the )?(?:least\b|fewest|lowest|smallest|minimum)|came last|comes? last"),
    ("more", r"\b(?:more|higher|larger|bigger)\b"),
    ("less", r"\b(?:fewer|less|lower|smaller)\b"),
    ("than", r"\b(?:than|compared (?:to|with)|versus|vs)\b|how (?:does|do|did) (?:that|this|it) compare(?: with| to)?"),
    ("compare", r"\bcompar\w+\b(?: with| to)?"),
    ("mean", r"(?:on )?average|(?:arithmetic )?\bmean\b(?= (?:number|count))|per (?:report|body|agency)"),
    ("share", r"(?:what )?(?:share|proportion|percentage|percent|fraction|per cent)\b"),
    ("growth", r"chang\w+|grow\w*|growth|increas\w+|decreas\w+|\brise\b|\brose\b|\bfell\b|declin\w+|\bdrop\w*|trend"),
    ("before", rf"(?:before|prior to|up until|earlier than) (?=(?:{_YEAR}))|(?:in )?(?:the )?(?:earlier|previous|prior|preceding) years"),
    ("since", rf"since (?:{_YEAR}|the (?:regulations?|ordinance|law)(?: \S+){{0,4}}?(?: took effect| came into (?:force|effect)| implementation)?)|cumulative\w*|accumulat\w+|so far|to date|over the years|of all time|historical(?:ly)?|ever since|running total|all years"),
    ("until", rf"(?:by|as of|until|up to) (?:the )?end of(?= {_YEAR})"),
    ("everybody", rf"\b(?:all|each|every|everybody|everyone)\b(?: of)?(?: the| these| those)?(?: {_N})?(?: \d{{4}})? ?(?:{_BODIES}|of them)|(?:the )?(?:{_N}) {_BODIES}|everybody|everyone"),
    ("sum", r"\b(?:add(?:ed)? up|add(?:ed)? together|together|combined|altogether|in total|in all|sum(?:med)?(?: up)?(?: of)?|jointly|across|total(?: number)?)\b"),
    ("plan", r"\bplan(?:s|ned|ning)?\b(?= (?:to|for|on|in)\b)|\bplan(?:ned|ning)?\b(?= \w+ing)|intend\w*|going to|propos\w+ to|\baim\w* to|\bpledg\w+|promis\w+|want(?:s)? to|is to\b|will\b"),
    ("problem", r"(?:what |which )?(?:\w+ )?(?:problems?|shortcomings?|weakness(?:es)?|difficult(?:y|ies)|deficienc(?:y|ies)|challenges?|short ?falls?)|room for improvement|goes? wrong|(?:what |which )issues?"),
    ("why", r"\bwhy\b|what (?:is|was|are|were) the (?:reason|cause)s?(?: (?:for|of|why|that))?|how come|for what reason"),
    ("sure", r"is it (?:true|correct|right|a fact)(?: that)?|(?:true|correct|right) that|true or false|,? right\?|correct\?"),
    ("where", r"\bwhere\b"),
    ("large", r"how (?:large|big)|(?:what is )?the size of"),
    ("many", r"how (?:many|much)|number of|count of|amount of|what number|quantity of|\bcounts?\b|number"),
    ("how", r"\bhow\b"),
    ("not", r"\b(?:no|not|none|never|without|zero|nobody|neither|nor)\b|\b(?:did|does|do|was|were|is|are|has|have|had|could)n't\b|any at all"),
    ("mention", r"\b(?:mention|refer(?:s|red)? to|talks? about|speaks? of|discuss|complains? (?:about|of)|says? anything (?:about|of|on)|notes?|admits?(?: to)?)(?:s|es|ed|ing)?\b"),
    ("yes", r"^[\s,]*(?:and |but |so |then |also )*(?:did|does|do|is|was|were|are|has|have|had|can|could|will|would)(?:n't)?\b"),
)  # fmt: skip
_PATTERNS = tuple((cue, re.compile(words)) for cue, words in _CUES)
_HUNDREDS = {"hundred": "00", "thousand": "000"}


class Cues(Noun):
    """``said`` are the cues of a question with the number that goes with each, ``rest`` the question without them."""

    said: dict[str, str]
    rest: str

    def __contains__(self, cue: str) -> bool:
        return cue in self.said


def cues_of(lowered: str) -> Cues:
    """Read the cues of a question in lower case, whose bodies are marks (§0)."""
    said: dict[str, str] = {}
    rest = re.sub(r"(\d+) (hundred|thousand)", lambda m: m[1] + _HUNDREDS[m[2]], lowered)
    for cue, pattern in _PATTERNS:
        if match := pattern.search(rest):
            said[cue] = _number(match)
            rest = blanked(rest, match, pattern.pattern)
    return Cues(said=said, rest=rest)


def _kept(match: re.Match[str], pattern: str) -> list[str]:
    """What stands inside a cue's words and is no part of it: bodies, years, words that nothing knows."""
    said = {word for word in re.findall(r"[a-z]{2,}", pattern)}
    inside = [piece for piece in pieces(match[0]) if piece.role in {"body", "number", "strange"}]
    return [
        piece.english
        for piece in inside
        if piece.role == "body"
        or re.fullmatch(_YEAR, piece.english)
        or (piece.role == "strange" and not any(piece.english.startswith(part) for part in said if len(part) > 2))
    ]


def _number(match: re.Match[str]) -> str:
    given: Any = next((value for value in match.groupdict().values() if value), "")
    return str(_DEALT.get(given, given)).replace(",", "")


def blanked(text: str, match: re.Match[str], pattern: str) -> str:
    """The text without what a pattern matched, save for what is no part of the pattern's words."""
    return f"{text[: match.start()]} {' '.join(_kept(match, pattern))} {text[match.end() :]}"
