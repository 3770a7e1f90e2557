"""A follow-up taken apart: its words, whom and which years it names, and what is left."""

import re
from dataclasses import dataclass

from bot.question.asked import metrics_of
from bot.question.thread import Turn, in_years, joined
from bot.question.wording import terms

# Words that ask nothing of their own: 那丰台的呢, 再看看桐乡, 2014年又是多少.
SAME = re.compile(
    r"(?:那么?|再|具体|详细|讲讲|讲|只要|只|单看|仅|单单|就要|我们?|您|想|要|(?:只|就|单)?(?:问|指|说)(?:的是|的)?|想要|需要|想看|想知道|这一?|那一?|那边|这边|那里|那儿|这里|方面|单位|的话|还有|以及|换成?|看看|查查|说说|查一下|看一下|改成|的|情况|怎么样|如何|又|是|有|多少|几条|几件|也|就|呢|吗|一样|呀|啊|一下|年|度|请问|[\s、,和与跟同及?])*"
)
EVERYBODY_ASKED = re.compile(
    r"各(?:单位|家|部门|机关)|所有|全部(?:单位|报告)|每[家个]|哪些(?:单位|机关|部门|报告|地方)|哪几[家份]|哪一?家|哪个(?:单位|部门)|谁(?!来?(?:负责|管|牵头|把关|审|签|担任|分管|主管))|几家|多少家|[两三四五六七八九十\d]+[家份]|有没有(?:单位|哪家)"
)


@dataclass(frozen=True)
class Said:
    """``text`` is the follow-up with its pronouns resolved, ``bare`` that without bodies and years."""

    text: str
    bare: str
    bodies: tuple[str, ...]
    years: tuple[int, ...]
    thread: tuple[Turn, ...]

    @property
    def last(self) -> Turn:
        """The question before."""
        return self.thread[-1]

    @property
    def subject(self) -> str:
        """Whom it is about: those it names, else those of the question before."""
        return joined(self.bodies) or self.last.subject

    @property
    def dated(self) -> str:
        """Its years, else those of the question before, as a question says them."""
        return in_years(self.years or self.last.years)

    @property
    def own(self) -> bool:
        """Whether it asks something in words of its own."""
        return bool(terms(self.bare) or metrics_of(self.bare))

    @property
    def closed(self) -> str:
        """The words left, without the particles around them."""
        bare = re.sub(r"[\s?？。!！]+", "", self.bare)
        return re.sub(r"^(?:那么?|再|还有|然后|到底|究竟|、|,|和|的)+|(?:呢|啊|呀|吧|的呢)+$", "", bare)

    @property
    def same(self) -> bool:
        """Whether it asks nothing new."""
        return SAME.fullmatch(self.bare) is not None

    @property
    def of_all(self) -> bool:
        """Whether it asks of everybody: 哪些单位, 谁; but 组长是谁 does not."""
        return EVERYBODY_ASKED.search(re.sub(r"(?<=[是叫])谁", "", self.bare)) is not None
