"""What a clause says of the thing it speaks of: that it is done, planned, denied, falls short, or only mentioned.

Negation must govern the thing itself: 没有专业团队 denies the team; 没有把握的，请保密部门审定 says nothing of 保密.
Where a negation stands before the thing and it is unclear what it governs, the clause counts as a mention only.
"""

import re
from collections.abc import Sequence
from typing import Literal

from ingest.schema import Identity

Mood = Literal["done", "denied", "planned", "lacking", "mentioned"]

VERBS = (
    "开展|举办|举行|组织|进行|建立健全|建立|健全|完善|设立|设置|成立|组建|建成|建设|开通|开设|开办|开发|配备|配齐|制定|制订|出台|编制|"
    "编印|印发|修订|召开|落实|实行|推行|实施|推广|引入|引进|利用|运用|采用|使用|安排|确定|明确|调整|充实|设有|设|建有|建了|拥有|具有|"
    "发生|出现|收到|接到|形成|纳入|公开|发布|公布|做过|做了|搞过|搞|做|办过|办了|办|有|参加|参与|聘请|聘任|聘用|选聘|特聘|招聘|购买|委托|增设|"
    "完成|上线|启用|启动|拍摄|拍|接受|受理|提供|吸收|邀请|提到"
)
_NOT = (
    r"(?<!有)(?:尚未|从未|暂未|并未|均未|未曾|未能|未(?!来|满|成年)|没有|没(?![收有])|暂无|尚无|均无|并无|"
    r"(?<!毫)无(?!法|论|缝|障碍|偿|线|关|纸|需|疑|限|私)|不存在|不再|不(?=设|收|办|搞|举办|开展))"
)
_ONE = r"(?:过|有|任何|一[起例件次家名个]|其他|相应的?|专门的?|统一的?)"
_NOT_IT = re.compile(
    rf"{_NOT}(?:再|曾|能够?|及时|单独|专门|另外|真正)*(?:{VERBS})*{_ONE}*[^,的了]{{0,6}}$|{_NOT}[^,的]{{0,3}}(?:{VERBS})[^,]{{0,12}}$"
)
_NONE_OF_IT = re.compile(rf"{_NOT}(?:发生|出现|收到|接到|受理){_ONE}*.{{0,40}}$|{_NOT}一[起例件次].{{0,40}}$")
_IT_IS_NOT = re.compile(
    rf"^.{{0,6}}?(?:还|尚|均|都|暂|也)?{_NOT}(?:{VERBS})(?:情况|情形|现象)?(?=[,;。!]|$)|^(?:为零|空白)"
)
# 境外办学情况因学校未开展此项工作无内容可公开: taken up again by a pronoun, or with nothing of it to publish.
_NONE_SUCH = re.compile(
    r"^(?:情况|事项|方面|工作|业务|内容|信息|项目|部分|类|等|、[^,、()]{2,12}|[()])*(?:(?:因为?|由于|鉴于)[^,]{0,10}?)?"
    r"(?:学校|公司|医院|集团|我[校局县区市镇乡委厅院]|本[校局县区市镇乡委厅院]|本?单位|本?机关|目前|[均都还尚暂])*"
    rf"(?:{_NOT}(?:{VERBS}|涉及|承担|承接)(?:此|该|这|上述|相关|相应)(?:[一几]?[项类]|方面)?+"
    r"(?:工作|业务|事项|职能|活动|项目|情况)?+(?!的)"
    r"|(?:无|没有|暂无)(?:此类|该类|该项|相关|相应|有关|具体)?(?:的)?(?:信息|内容|事项|数据)(?:可供?|需要?|应)(?:主动)?"
    r"(?:公开|公示|公布)(?!的))"
)
# A table's row in one line counts nought of it: 新闻发布会总次数次0, 总次数0次.
_COUNTED_NONE = re.compile(
    r"^[^,;。\d]{0,14}?[数量额][|:]?(?:\(?(?:人次|万元|[条件份篇次人名个项期起宗例户处场元])\)?[|:]?0|0[|:]?[条件份篇次人名个项期起宗例户处场元])[)|]?$"
)
_DOING = re.compile(rf"(?:{VERBS})[了过]?[^,]{{0,10}}$")
_ANY_NOT = re.compile(rf"{_NOT}|不(?!断|仅|但|同|少于|定期|低于|得|予|动产|超过|再)")
LACK = re.compile(
    r"不够|不足(?!\d)|有待|亟待|亟需|(?:还|尚|仍|仍然|均)需|需要?进一步|欠缺|缺乏|缺少|缺失|缺位|薄弱|滞后|偏[少低弱慢]|"
    r"较[少低弱慢差]|单一(?!窗口|来源)|单调|简陋|(?<!适)老化|难以|[仅只]限于|停留在|探索阶段|不(?:太|很|甚)?(?:健全|完善|规范|到位|及时|平衡|均衡|高|强|深|细|广|多|全面|统一|准|严|熟|丰富|充分|清|明确|固定|佳)"
)
_WILL = re.compile(
    r"下一步|下阶段|接下来|今后|明年|(?<!实施)计划(?=在|于|用|到|增|开|建|举|组|聘|设|出|制|推)|打算|拟(?=于|在|定|建|开|对)(?!定了)|力争|争取|"
    r"(?:我[^,]{0,4}|本[^,]{0,4}|区|园区|县|市|镇|乡|局)将|将(?:进一步|继续|着重|着力|重点|不断|认真|按照|启动|推广|编印|开展|加快|加大|加强|完善|建立|健全|推进|组织|举办|聘请)"
)
_HAPPENED = re.compile(r"发生|出现|被|受到|遭|[究分评报]了|\d+余?[起件次人例名]")
_MODIFIES = re.compile(r"(?:[^,、和及或]{0,6}的(?!情况|情形|现象|事件|案件|发生|事)[^,]|中|里|合格|断面)")
_HELD = re.compile(r"^.{0,12}?(?:制度|机制|办法|规定|流程|程序|等\d+项)")
_CITED = re.compile(
    r"(?:依据|根据|按照|依照|贯彻|执行|学习|遵循)[^,;。]{0,12}?《[^》]*》|"
    r"(?:依据|根据|按照|依照|贯彻|落实)[^,;。]{2,30}?(?:精神|要求|部署|通知|文件)"
)


def mood(
    clause: str, at: Sequence[tuple[int, int]], *, planned: bool, occurrence: bool = False, happens: bool = False
) -> Mood:
    """What ``clause`` (cleaned, without its commas) says of the words at the spans ``at``.

    ``planned`` says that its sentence stands among plans; ``occurrence`` that an event is asked for, so that a rule on
    such events (责任追究制度) tells nothing; ``happens`` that it must be told as one that came about (2人被问责).
    """
    start, end = at[0][0], at[-1][1]
    before, after = clause[:start], clause[end:]
    if any(m.start() <= start and end <= m.end() for m in _CITED.finditer(clause)):
        return "mentioned"
    if _NOT_IT.search(before) and _MODIFIES.match(after):
        return "mentioned"
    if _COUNTED_NONE.search(after):
        return "mentioned" if "公开" in before else "denied"  # 主动公开规范性文件数 0: there may be some
    if _NOT_IT.search(before) or _NONE_OF_IT.search(before) or _IT_IS_NOT.search(after) or _NONE_SUCH.search(after):
        return "denied"
    if LACK.search(clause):
        return "lacking"
    if _ANY_NOT.search(before) or (occurrence and _HELD.search(after)) or (happens and not _HAPPENED.search(clause)):
        return "mentioned"
    return "planned" if planned or _WILL.search(clause) else "done"


def strong(clause: str, at: Sequence[tuple[int, int]]) -> bool:
    """Whether the clause says of the thing that it was done or set up, or how often, and does not only name it."""
    before, after = clause[: at[0][0]], clause[at[-1][1] :]
    return bool(_DOING.search(before) or re.match(r"[^,]{0,6}?\d+(?:余|多)?[次期场人名个处块家]", after))


# ---- when it is, by the year that a sentence puts it under ----

_POINT = r"(?:[一二三四五六七八九十]是|[(]?[一二三四五六七八九十\d]{1,2}[)、.])"
_UNDER_A_YEAR = re.compile(
    rf"(?:^|[,;:。]){_POINT}*(?:预计|确保|力争|争取|计划|拟)?(?:在|于|到)?(?:(?P<year>20\d\d)年|(?P<own>本学?年度?|全年)(?=共|已|累计|先后))"
    r"(?!度?[^,;。]{0,10}?(?:预算|决算|要点|报告|年报|年鉴|问题|不足|基础上|经验|教训|以来|工作中))"
)
_HAS_BEEN = re.compile(r"已(?!有)|(?<![为无])了(?!解)|完毕")
_DONE_SO = re.compile(rf"{_HAS_BEEN.pattern}|共(?!享|同|建|治)|先后|累计|完成|扩大[至到]|\d")
_TO_BE = re.compile(r"(?<![重主需])要(?![求领素点闻])|需|应(?!急|用|诉)|继续|进一步|着力|力争|不少于|不低于|以上")
_BY_THEN = re.compile(r"^[^,;。]{0,8}?(?:底|末|前)")
_JUST_AFTER = re.compile(r"^0?[1-3]月")  # when the report was written: it may be done by then


def last_year(report: Identity) -> int | None:
    """The last year that a report tells of: that its period ends in, else its own."""
    return int(report.period.partition("/")[2][:4]) if report.period else report.year


def when_said(said: str, last: int) -> Literal["coming", "past"] | None:
    """When the last clause of ``said`` (cleaned, from its sentence's start) is, by the year at the head of a clause.

    二是2024年上半年完成改版 is to come in a report that ends with 2023, though no word says that it is a plan;
    2023年已完成 is no plan, though it stands among plans. ``None`` where no year tells.
    """
    years = list(_UNDER_A_YEAR.finditer(said))
    if not years:
        return None
    told, clause = said[years[-1].end() :], said.rpartition(",")[2]
    year = int(years[-1]["year"] or last)
    if year > last:
        return None if _HAS_BEEN.search(told) or _JUST_AFTER.match(told) and not _BY_THEN.match(told) else "coming"
    if _BY_THEN.match(told) or _WILL.search(told) or _TO_BE.search(clause):
        return None
    return "past" if _DONE_SO.search(told) else None


def will(words: str) -> bool:
    """Whether a sentence speaks of what is still to come."""
    return bool(_WILL.search(words))


# ---- shortcomings: kinds of them, as they are asked and as reports word them ----

_WEAK = (
    r"(?:不(?!断|仅|但|同|少|定|得)(?:够|太|甚|很|尽)?|未(?:能|完全)?|没有|有待|亟待|待|"
    r"需(?!要?说明)|需要|欠|难以?|缺乏?)"
)
_MORE = r"(?:于?进一步|更加|继续|得到|持续|切实|加以|再)*"
_FAULTS: tuple[tuple[str, str], ...] = (
    ("健全|完善|建立|形成|缺失", "缺失|缺位"),
    ("规范|统一|标准", "混乱|随意"),
    ("及时|滞后|慢|超期|拖", "滞后|慢(?=[,;。]|$)|超期|逾期|拖延|更新不够"),
    ("平衡|均衡|偏重", "偏重|重.{1,12}轻"),
    ("单一|丰富|多样|单调|直观", "单一|单调|为主"),
    ("固定|稳定|流动", "流动性?(?:较?大|频繁|强)|(?:调整|变动|更换|轮换)频繁"),
    ("准确|准|清晰|清|熟悉|熟|细", "模糊|错误|偏差"),
)
_DEGREE = r"高|强|足|够|大|深|广|多|到位|充分|提高|提升|增强|加强|加大|强化|拓展|扩大|发挥|延伸|深入|深化|主动"
_LOW = r"不足(?!\d)|不够|薄弱|偏低|较低|偏弱|较弱|欠缺|弱(?=[,;。]|$)|低(?=[,;。]|$)"
_FEW = (
    r"不足(?!\d)|不够|偏少|较少|太少|过少|缺乏|缺少|短缺|紧缺|紧张|有限|匮乏|薄弱|没有|"
    r"少(?=[,;。、]|$)|缺(?=[,;。编]|$)"
)
_COUNTABLE = re.compile(r"人手|人员|力量|人才|队伍|经费|资金|设备|团队|编制")


def reach(of: str) -> int:
    """How far from the thing its shortcoming may stand, in characters: 人员偏少, but not 工作人员对公开的认识不足."""
    return 6 if _COUNTABLE.search(of) else 16


def falls_short(pattern: re.Pattern[str], clause: str, at: Sequence[tuple[int, int]], within: int) -> bool:
    """Whether a clause states the shortcoming of the words at the spans ``at``; of anything, where there are none."""
    found = [match.span() for match in pattern.finditer(clause)]
    return bool(found) if not at else any(max(start - b, a - end) <= within for start, end in found for a, b in at)


def fault_pattern(said: str, of: str) -> re.Pattern[str]:
    """What a report may say where a question says that ``of`` is ``said`` (长效机制 · 不健全: 有待完善 …)."""
    if _COUNTABLE.search(of) and re.search(r"不足|不够|少|缺|短|紧|没人", said):
        return re.compile(_FEW)
    for words, more in _FAULTS:
        if re.search(words, said):
            return re.compile(rf"{_WEAK}{_MORE}[^,;。]{{0,4}}?(?:{words})|{more}")
    return re.compile(rf"{_WEAK}{_MORE}[^,;。]{{0,4}}?(?:{_DEGREE})|{_LOW}")
