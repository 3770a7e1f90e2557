"""Traditional characters read as their simplified ones, one for one, so that offsets stay what they are."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


@lru_cache(65_536)
def simplified(char: str) -> str:
    """The simplified form of one character; itself where it has none, or where that is not one character.

    What GB 2312 holds is simplified already: a text in simplified characters never loads the tables.
    """
    if not ("\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"):
        return char
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        said = _tables().convert(char)
        return said if len(said) == 1 else char
    return char


@cache
def _tables() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")
