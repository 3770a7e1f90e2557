"""The fields of a summary: which statutory item each is, and the words and headings that state it.

Items: 《政府信息公开条例》 (2007) 第三十二条 and (2019) 第五十条; 收费 is a separate item before 2019 and stands in
其他需要报告的事项 since (国办函〔2020〕109号).
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "text", "list", "items"]
NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class FieldRule:
    """``number``: figures of ``metrics``; ``text``: sentences that ``says`` matches; ``list``: a section's points."""

    key: str
    label: str
    kind: Kind
    metrics: tuple[str, ...] = ()
    says: re.Pattern[str] = NOTHING
    titled: re.Pattern[str] = NOTHING


def _number(key: str, label: str, says: str, *metrics: str) -> FieldRule:
    return FieldRule(key, label, "number", metrics or (key,), re.compile(says))


def _text(key: str, label: str, says: str, titled: str = r"(?!)") -> FieldRule:
    return FieldRule(key, label, "text", (), re.compile(says), re.compile(titled))


def _list(key: str, label: str, titled: str, says: str) -> FieldRule:
    return FieldRule(key, label, "list", (), re.compile(says), re.compile(titled))


FIELDS: tuple[FieldRule, ...] = (
    _number("disclosed_total", "主动公开总数", r"主动公开.{0,12}信息"),
    _number("disclosed_cumulative", "历年累计公开", r"(?!)"),
    FieldRule("categories", "公开分类", "items", ("disclosed_category",)),
    FieldRule(
        "channels",
        "公开渠道",
        "items",
        ("disclosed_channel",),
        re.compile(
            r"(?:通过|利用|依托|借助|以|除|在).{2,60}(?:网站|子站|公开栏|宣传栏|公示板|报(?!告|送|道)|微博|微信|公众号|电子屏|专栏|平台|公报"
            r"|广播|电视|公示栏|查阅点|群)|(?:公开|发布)(?:的)?(?:形式|渠道|平台)(?:主要)?(?:有|为|是|包括)"
        ),
        re.compile(r"渠道|形式|平台|方式|途径"),
    ),
    _number("interpretation", "政策解读", r"解读.{0,20}(?:政策|信息|文件|回应)|政策解读"),
    _number("applications_received", "收到申请", r"(?:收到|接到|受理).{0,20}申请"),
    _number("applications_handled", "办理申请", r"申请.{0,40}(?:全部|均|已|都|按时).{0,24}(?:答复|办结|回复)"),
    _number("fees", "收费情况", r"收费|收取.{0,6}费用|信息处理费"),
    _number("reviews", "行政复议", r"行政复议"),
    _number("lawsuits", "行政诉讼", r"行政诉讼|提起诉讼"),
    _text(
        "organisation",
        "组织领导",
        r"领导小组|组织领导|(?:设立|成立|明确).{0,20}(?:机构|办公室)|分管.{0,10}(?:负责|政务公开|信息公开)|主管.{0,8}(?:信息公开|工作)",
        r"组织|领导|机构|体系",
    ),
    FieldRule(
        "staff",
        "工作人员",
        "items",
        ("staff",),
        re.compile(r"(?:配备|明确|设|有|安排|确定).{0,20}(?:专职|兼职|专.?兼.?职|工作人员|专人)|专人负责"),
    ),
    _text(
        "training",
        "培训",
        r"(?:举办|开展|组织|参加|集中|业务).{0,16}培训|培训班|以会代训|培训.{0,6}(?:期|次|场|人次)",
        r"培训",
    ),
    _number("inquiries", "咨询接待", r"咨询"),
    _list("problems", "存在问题", r"问题|不足|差距|困难", r"不|有待|还需|缺|差距|少|难|漏|欠|薄弱|滞后|需进一步"),
    _list(
        "plans",
        "改进计划",
        r"下一步|打算|计划|改进|下步|下阶段|安排|思路|今后|努力方向",
        r"将|进一步|加强|提高|健全|完善|继续|打算|推进|强化|加大|建立",
    ),
)
