"""What a hedged number says: an interval, never the bare number.

余/多: X < e < X+u · 约/左右: |e-X| <= u/2 · 近: X-u < e < X · 超/逾/以上/不少于: X <= e < X+u · 不足/不到: X-u < e < X;
u is the lowest non-zero decimal place of X (5300 -> 100, 37 -> 1, 3.5 -> 0.1).
"""

from dataclasses import dataclass
from decimal import Decimal

from ingest.schema import Figure

_MORE = {"余", "多", "几"}
_ABOUT = {"约", "大约", "左右", "上下", "约占"}
_UNDER = {"近", "将近", "接近", "不足", "不到", "以下"}
_AT_LEAST = {"超", "超过", "逾", "以上", "不少于", "不低于", "至少", "突破", "上"}


@dataclass(frozen=True)
class Amount:
    """All values that a number as printed may stand for: ``low`` to ``high``, an end left out where it is ``open``."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    @property
    def exact(self) -> bool:
        """Whether only one value is possible."""
        return self.low == self.high

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(
            self.low - other.high,
            self.high - other.low,
            self.low_open or other.high_open,
            self.high_open or other.low_open,
        )

    def may_equal(self, other: "Amount") -> bool:
        """Whether some value is possible for both."""
        return not (self.surely_less(other) or other.surely_less(self))

    def surely_less(self, other: "Amount") -> bool:
        """Whether every value here is below every value there."""
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))


def amount(figure: Figure) -> Amount:
    """The interval of a figure as printed."""
    if figure.value_max is not None:
        return Amount(figure.value, figure.value_max)
    value, unit, hedge = figure.value, place(figure.value), figure.hedge
    if hedge and hedge[-1] in _MORE:  # 千余 and 百余 too: the place is the number's own
        return Amount(value, value + unit, True, True)
    if hedge in _ABOUT:
        return Amount(value - unit / 2, value + unit / 2)
    if hedge in _UNDER:
        return Amount(value - unit, value, True, True)
    if hedge in _AT_LEAST:
        return Amount(value, value + unit, False, True)
    return Amount(value, value)


def place(value: Decimal) -> Decimal:
    """The lowest non-zero decimal place of a value: 5300 -> 100, 37 -> 1, 3.5 -> 0.1, 0 -> 1."""
    if value == 0:
        return Decimal(1)
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))
