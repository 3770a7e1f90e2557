"""The fields of a summary: which statutory item each is, and the words and headings that state it.

Items: 《政府信息公开条例》 (2007) 第三十二条 and (2019) 第五十条; 收费 is a separate item before 2019 and stands in
其他需要报告的事项 since (国办函〔2020〕109号).
"""

import re
from dataclasses import dataclass
from typing import Literal

from ingest.facts.metrics import ITEMS, MEDIA

Kind = Literal["number", "text", "list", "items"]
NOTHING = re.compile(r"(?!)")
ANYTHING = re.compile("")
_DIGIT = r"[\d一二两三四五六七八九十百千万零〇]"


@dataclass(frozen=True)
class FieldRule:
    """``number``: the figure of ``metrics``; ``items``: all of them; ``text``: sentences; ``list``: a section's points.

    ``says`` finds the sentences (also where a number has no figure), under headings ``titled`` first; ``names`` must be
    in the words of an item, and its unit begin with one of ``units`` where they are given.
    """

    key: str
    label: str
    kind: Kind
    metrics: tuple[str, ...] = ()
    says: re.Pattern[str] = NOTHING
    titled: re.Pattern[str] = NOTHING
    names: re.Pattern[str] = ANYTHING
    units: str = ""


def _number(key: str, label: str, says: str, *metrics: str) -> FieldRule:
    return FieldRule(key, label, "number", metrics or (key,), re.compile(says))


def _text(key: str, label: str, says: str, titled: str = r"(?!)") -> FieldRule:
    return FieldRule(key, label, "text", (), re.compile(says), re.compile(titled))


def _list(key: str, label: str, titled: str, says: str) -> FieldRule:
    return FieldRule(key, label, "list", (), re.compile(says), re.compile(titled))


FIELDS: tuple[FieldRule, ...] = (
    _number(
        "disclosed_total",
        "主动公开总数",
        rf"^(?!.*(?:累计|以来|历年)).*(?<!申请)(?<!网站)(?<!网上)(?<!微博)(?<!微信)(?<!众号)公开[^、,;。]{{0,14}}信息[^、,;。]{{0,8}}{_DIGIT}(?![\d.]*%)",
    ),
    _number("disclosed_cumulative", "历年累计公开", r"(?!)"),
    FieldRule(
        "categories",
        "公开分类",
        "items",
        ("disclosed_category",),
        re.compile(rf"(?:(?<!各)(?<!多)类(?:信息|文件)?|属于[^,;。]{{2,10}}的){_DIGIT}+条"),
        names=re.compile(r"^(?!.*各类)"),
        units=ITEMS,
    ),
    FieldRule(
        "channels",
        "公开渠道",
        "items",
        ("disclosed_channel",),
        re.compile(
            r"(?:通过|利用|依托|借助|除|在)(?!(?:各类|各种|多种|多个)(?:平台|载体|渠道|媒体|方式)[^、,;。]{0,4}(?:公开|发布|累计))"
            r"[^。;]{2,60}(?:网站|子站|公开栏|宣传栏|公示板|报纸|报刊|微博|微信|公众号|电子屏|专栏|平台"
            r"|公报|广播|电视|公示栏|查阅点|(?:微信|QQ|工作|业主)群)|以[^。;]{2,60}为(?:主要)?(?:平台|载体|渠道|阵地)"
            r"|(?:公开|发布)(?:的)?(?:形式|渠道|平台|方式|途径)(?:主要)?(?:有|为|是|包括)|网上公开|(?:到|在|赴)[^。;]{0,30}(?:档案馆|图书馆)"
        ),
        re.compile(r"渠道|形式|平台|方式|途径"),
        re.compile(rf"{MEDIA.pattern}|报|栏|屏|渠道|形式|方式|途径"),
        units=f"{ITEMS}次",
    ),
    _number(
        "interpretation",
        "政策解读",
        r"解读.{0,20}(?:政策|信息|文件|回应)|政策解读|回应.{0,4}(?:社会|公众|群众|热点|关切)|在线访谈|新闻发布会",
    ),
    _number(
        "applications_received",
        "收到申请",
        r"(?:收到|接到|受理|接收|收悉).{0,20}申请|申请.{0,14}(?:受理数|收到|受理量)"
        rf"|(?:当面|信函|网络|网上|传真|电子邮件)(?:提交|申请|提出).{{0,6}}{_DIGIT}",
    ),
    _number(
        "applications_handled",
        "办理申请",
        r"申请.{0,40}(?:全部|均|已|都|按时).{0,24}(?:答复|办结|回复)"
        rf"|^(?!.*(?:留言|信件|来信|咨询|提案|建议|热线|来电|信访)).*{_DIGIT}[件条份](?:均|全部|都|已).{{0,16}}(?:答复|办结|回复)",
    ),
    _number(
        "fees",
        "收费情况",
        r"收取(?!.{0,10}事业性).{0,14}费|(?:未|不|没有|无|免|零)[^,;。]{0,14}收费|信息处理费|(?:检索|复制|邮寄|复印|工本)费|减免.{0,6}费"
        r"|费用?.{0,8}减免|收费(?:情况|事项)",
    ),
    _number("reviews", "行政复议", r"行政复议"),
    _number("lawsuits", "行政诉讼", r"行政诉讼|提起诉讼"),
    _text(
        "organisation",
        "组织领导",
        r"领导小组|组织领导|(?:设立|成立|明确).{0,20}(?:机构|办公室)|分管.{0,10}(?:负责|政务公开|信息公开)|主管.{0,8}(?:信息公开|工作)"
        r"|(?:建成|设置|设立|建立).{0,12}查阅(?:点|场所|室|中心)",
        r"组织|领导|机构|体系",
    ),
    FieldRule(
        "staff",
        "工作人员",
        "items",
        ("staff",),
        re.compile(
            r"(?:配备|明确|设|有|安排|确定|落实).{0,20}(?:专职|兼职|专.{0,2}兼.{0,2}职|工作人员|专人|信息员|联络员)|专人负责"
            rf"|{_DIGIT}[名人位](?:同志|人员|干部).{{0,14}}负责|从事.{{0,16}}(?:工作)?(?:的)?人员.{{0,6}}{_DIGIT}"
        ),
    ),
    _text(
        "training",
        "培训",
        r"(?:举办|开展|组织|参加|集中|业务).{0,16}(?:培训|轮训)|培训班|学习班|以会代训|受训|参训|培训.{0,6}(?:期|次|场|人次)",
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
