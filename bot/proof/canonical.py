"""One form for all ways to write the same: 37, 三十七 and ３７; 12000 and 1.2万; quotation marks; spaces.

Two texts of one canonical form say the same in the same words; nothing that merely looks alike becomes equal.
"""

import re
import unicodedata

from ingest.facts.mentions import FIGURE, Found
from ingest.facts.numerals import parse_number
from ingest.view import clean

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』﹁﹂＂‘’‚‛", '"'))
_BRACKETS = str.maketrans("﹝﹞〔〕【】[]", "()()()()")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")


def canonical(text: str) -> str:
    """The canonical form of a text; not meant for reading."""
    plain = unicodedata.normalize("NFKC", clean(text)).translate(_QUOTES).translate(_BRACKETS)
    plain = _THOUSANDS.sub("", re.sub(r"\s+", "", plain))
    said, at = [], 0
    for match in FIGURE.finditer(plain):
        said += [plain[at : match.start()], _number(match)]
        at = match.end()
    return "".join([*said, plain[at:]]).replace("'", '"')


def _number(match: Found) -> str:
    """The match with its number, and the upper one of a range, as plain decimals and its scale worked in."""
    value = parse_number(match["number"] + (match["scale"] or ""))
    upper = parse_number(match["upper"] + (match["scale"] or "")) if match["upper"] else None
    if value is None:
        return match.string[match.start() : match.end()]
    unit = "%" if match["percent"] else match["unit"] or ""
    hedge = match["middle"] or ""
    end = f"~{upper.normalize():f}" if upper is not None else ""
    return f"{match['before'] or ''}{value.normalize():f}{end}{hedge}{unit}{match['after'] or ''}"
