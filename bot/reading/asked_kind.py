"""What kind of thing a question asks for (names, a person, a reason …), and whether a sentence holds one.

年终评出优秀单位八个 carries every word of 优秀的八个单位分别是哪些 and still does not answer it: it only counts them.
"""

import re
from collections.abc import Callable

from bot.question.asked import BODIES_COUNTED
from bot.reading.outcomes import CAUSE
from bot.schema import Question
from ingest.facts.numerals import parse_number
from ingest.view import clean

_CN = r"[\d一二两三四五六七八九十百]+"
_M = "[个家名位人所项件份条种块次场期篇]"
_NOT_A_KIND = re.compile(
    r"多少|(?<![哪那这])几(?=[条件份次人名个项家期篇起例位封页批])|吗|是不是|是否|有没有|有无|如何|怎么|怎样"
)
REASON_ASKED = re.compile(
    r"为什么|为何|为啥|凭什么|凭啥|何故|理由|缘由|缘故|原因"
    r"|(?:错|违法|违规|输|败)(?:就|都|又|是|出)*在(?:了)?(?:哪|什么地方)|哪[里儿](?:错|违法|不对|不当)|错了什么"
)
_CASE = re.compile(
    r"申请|复议|诉讼|官司|案件|留言|来信|咨询|意见|建议|投诉|举报|诉求|热点|解读|访谈|发布会|不公开|不予公开"
)
CONTENT_ASKED = re.compile(
    r"(?:申请|索要|索取|要求|要|问|打听|打探|咨询|反映|留言|关注|关心|建议|讲|说)(?:的|了|过|得)?(?:人|最[多大集中]*的?|都|各|分别|主要|又)*的?"
    r"(?:是|些|关于|有|讲|说|问|要|解读|反映)*了?(?:什么|啥|哪些|哪方面)|什么内容|内容是(?:什么|啥)|主题|关于什么|要什么的"
    r"|(?:意见|诉求|线索|热点)(?:又|都|各|分别)?是(?:什么|啥|哪些)|(?:什么|啥|哪些)事儿?(?:来的?)?(?=[?？。]?\s*$)"
)
# Not 错在哪 or 差在哪 (a reason), nor 在哪里可以查 (a channel).
_PLACE_ASKED = re.compile(
    r"(?:设|开|放|建|办|装|挂|位|坐落)(?:立|置)?[在于](?:了)?(?:哪里|哪儿|什么地方|哪$)|(?<![错差难败输卡])在(?:什么地方|哪里|哪儿)(?=[?？。]?\s*$)|在哪个(?:地方|地点|场所)"
)
_COURT_ASKED = re.compile(r"(?:哪[个家一]{0,2}|什么)(?:级)?法院")
_ORGAN_ASKED = re.compile(r"(?:哪[个家一]{1,2}|什么)(?:复议)?(?:机关|部门|政府)(?=.{0,4}(?:维持|撤销|复议|纠正|裁|判))")
_DOCUMENT_ASKED = re.compile(r"哪[一]?[份个部](?:文件|办法|规定|制度|文)|什么文件|文号")
_RANK_ASKED = re.compile(r"排(?:名|在|到)?第?几|第几[名位]?(?=[?？。]?\s*$)|名次|排名(?:多少|如何|怎么样)")
_NAME_ASKED = re.compile(r"姓什么|叫什么名|姓名|姓甚名谁|叫啥名?(?=[?？。]?\s*$)")
_OCCUPATION_ASKED = re.compile(r"[干做](?:什么|啥)(?:工作|职业|行当)?的|什么职业|哪一?行的")
_PERSON_ASKED = re.compile(r"谁(?=[提告申]|[?？。]?\s*$)|谁的|哪位|姓什么|叫什么名|姓名|名字")
_PEOPLE = re.compile(r"人员|申请人|代表|原告|被告|监督员|信息员|联络员|当事人|申请(?!指南)|诉讼|复议|案")
_NAMES_ASKED = (
    re.compile(
        rf"(?P<n>{_CN})[多余]?{_M}(?P<noun>[^,，。?？]{{0,14}}?)(?:一?共|都|各|分别|具体|到底|究竟)*(?:是|叫|有|为|包括)(?:了)?"
        r"(?:哪|谁|什么|啥)"
    ),
    # 直属单位是哪几家 asks for names of the noun before; 哪些 for names only where bodies or people are meant.
    re.compile(
        rf"(?P<noun>[一-龥]{{2}})(?:都|各|分别|具体|到底|究竟)*(?:是|有|为|叫)哪(?P<n>[几两]|{_CN})?{_M}(?=[?？。]?$)"
    ),
    re.compile(rf"哪(?P<n>[几两]|{_CN})?{_M}(?P<noun>[一-龥]{{2,4}})?"),
    re.compile(r"哪(?P<n>些)(?P<noun>单位|部门|科室|处室|企业|公司|学校|医院|乡镇|街道|社区|村|人员|干部)"),
)
_CONTENT = re.compile(
    r"(?:内容|事项|主题)[^,。;]{0,10}(?:是|为|有|涉及|集中|以|包括)|涉及(?![^,。;]{0,3}\d)|要求(?:提供|公开|获取)|索取|索要"
    r"|(?<!依)申请(?:查[看询阅]|获取|了解|公开(?!\d))(?![^,。;]{0,3}\d)|集中[于在]|关注|以.{2,40}为主|围绕|关于|[从按]内容|主要(?:是|为|有)"
)
_REASON = re.compile(
    rf"{CAUSE.pattern}|涉及(?!\d)|属于?(?!实)|系(?![统列])|考虑到|依据|基于|不符|受[^,。]{{1,12}}影响|却|不足|不够|缺"
    r"|未(?=按|经|及|能|履|尽|依|说|征|作)|没有说明|为了|避免|防止|以免|理由"
)
_PLACE = re.compile(
    r"位于|地址|坐落|[在于][^,。;]{2,30}(?:设|建|安装|开设|举办|召开)|设[在于](?!\d)|[路街]\d+号"
    r"|(?:馆|大厅|楼|广场|公寓|室)(?:、|[^,。;]{0,8}(?:设|[\d一二两三四五六]+[个处]))"
)
_COURT = re.compile(r"(?:[省市县区州]|人民|中级|高级|铁路|知识产权)[^,。;\d]{0,6}法院|中院|高院")
_ORGAN = re.compile(r"(?:[省市县区]|人民)政府|总局|[省市县区厅][一-龥]{0,6}[局厅委]|法制办|国务院")
_DOCUMENT = re.compile(r"《[^》]+》|[〔\[﹝]\d{4}")
_RANK = re.compile(
    r"第(?!三方)[\d一二三四五六七八九十]+[位名]?|排名|名次|[居列]前|[居列]首|首位|倒数|末位|位居|[上中下]游|前茅|领先"
)
_TITLE = re.compile(
    r"[局乡镇市县区校处科院厅所站行司书秘]长|主任|书记|专员|某|同志|先生|女士|农民|学生|企业|公司|村民|经理"
)
_NAME = re.compile(
    r"(?:[长记任员授师]|先生|女士|同志)[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹柏苏潘葛范彭郎鲁韦马苗方俞任袁柳史唐薛雷贺倪汤罗毕郝安常傅齐康伍余元顾孟黄萧尹姚邵汪毛狄戴宋熊纪舒屈项祝董梁杜阮蓝闵季贾江郭梅林钟徐邱骆高夏蔡田樊胡凌霍万卢莫房丁邓洪包左石崔吉程陆翁段侯武刘景叶司黎薄白赖卓池乔闻党翟谭劳龙申冉曾关游盖]"
    r"[一-龥]{1,2}(?:[,。;、]|任|为|担任|同志|负责|分管|牵头)|[一-龥]某"
)
_OCCUPATION = re.compile(
    r"教师|律师|记者|干部|委员|退休|企业家|负责人|村民|居民|农民|工人|医生|学生|专家|学者|职工|职员|个体"
)
_UNIT_NAME = re.compile(
    r"[一-龥]{2,}(?:局|委|办公?室?|镇|乡|街道|科|处|站|公司|学院|中心|医院|学校|村|厂|法院|政府|大队|社区)(?!长)"
)
_ROW_OF = re.compile(r"[^,。;、]{1,20}(?:、[^,。;、]{2,16})+(?:等(?:等)?|这|共)?$|[》”\"]等?$")
_PAIR = re.compile(r"[^,。;、]{2,12}(?:[和与]|及(?!时))[^,。;、和]{2,12}?等?$")
_NAMED_AFTER = re.compile(
    r"^[^,。;、(（:：]{0,10}?[,，]?(?:其中|[:：(（](?!\d)|(?:分别|依次|即|具体)?(?:是|为|有|叫|包括|即)[^,。;]+[、和与及])"
)
_GROUP = re.compile(rf"(?P<n>{_CN})[多余]?{_M}")
_STATED = re.compile(rf"(?P<n>{_CN})余?{_M}")

_SHORTCOMING = re.compile(r"[不没未](?:够|太|能)?([一-龥]{2})")  # 为什么不及时: that it is not in time is no reason

# Whether a sentence (worded) holds the kind; strictly: whether it says so itself, not only nothing against it.
Tells = Callable[[str, bool], bool]


def kind_of(question: Question) -> Tells | None:
    """The kind that a question asks for; 哪三个部门 is looked for in its whole text too (the count was taken out)."""
    return kind_asked(question.rest) or (
        kind_asked(question.standalone) if BODIES_COUNTED.search(question.standalone) else None
    )


def kind_asked(rest: str) -> Tells | None:
    """What a sentence must pass to answer a question that asks for such a kind; ``None``: any may answer."""
    if _NOT_A_KIND.search(REASON_ASKED.sub(" ", rest)):
        return None
    if what := content_asked(rest):
        return what
    for asked, told in _SIMPLE:
        if asked.search(rest):
            return _having(told)
    if named := next((m for m in (one.search(rest) for one in _NAMES_ASKED) if m), None):
        return lambda words, strictly: _names(words, named, rest, strictly=strictly)
    if _PERSON_ASKED.search(rest):
        return lambda words, _: _person(words, rest)
    return None


def content_asked(rest: str) -> Tells | None:
    """For a question what applications, letters or events were about (and why, where it asks that as well)."""
    needed = [told for asked, told in ((CONTENT_ASKED, _CONTENT), (REASON_ASKED, _REASON)) if asked.search(rest)]
    if not needed or (needed == [_CONTENT] and not _CASE.search(rest)):
        return None
    group = next(_GROUP.finditer(rest), None)
    itself = "|".join(rf"(?:不够|不太|不|未|没)能?{word}" for word in _SHORTCOMING.findall(rest)) or "(?!)"
    return lambda words, _: any(told.search(re.sub(itself, " ", _of_group(words, group))) for told in needed)


def _having(told: re.Pattern[str]) -> Tells:
    return lambda words, _: bool(told.search(words))


def _of_group(words: str, group: re.Match[str] | None) -> str:
    """What a sentence tells of the number that the question names: from its clause to the next larger number."""
    number = parse_number(group["n"]) if group else None
    stated = [m for m in _STATED.finditer(words) if number is not None and parse_number(m["n"]) == number]
    if not stated or number is None:
        return words
    later = [m for m in _STATED.finditer(words, stated[0].end()) if (parse_number(m["n"]) or 0) > number]
    end = _clause_start(words, later[0].start()) if later else len(words)
    return words[_clause_start(words, stated[0].start()) : max(end, stated[0].end())]


def _clause_start(words: str, at: int) -> int:
    return max(words.rfind(mark, 0, at) for mark in ",。;:") + 1


_SIMPLE = (
    (_NAME_ASKED, _NAME),
    (_OCCUPATION_ASKED, _OCCUPATION),
    (_COURT_ASKED, _COURT),
    (_ORGAN_ASKED, _ORGAN),
    (_DOCUMENT_ASKED, _DOCUMENT),
    (_RANK_ASKED, _RANK),
    (_PLACE_ASKED, _PLACE),
)


def _names(words: str, asked: re.Match[str], rest: str, *, strictly: bool) -> bool:
    """Whether the members of a counted group are named beside their number: 白水、鹿角等5个管理站, 单位2家:甲、乙."""
    noun = (asked["noun"] or "")[-2:]
    number = parse_number(asked["n"]) if asked["n"] and asked["n"] not in "几些" else None
    stated = [m for m in _STATED.finditer(words) if _is_group(m, number, noun)]
    plain = re.sub(r"《[^》]*》", " ", words)
    others = any(_new(m[0], rest) for m in _UNIT_NAME.finditer(_STATED.sub(",", plain)))
    if not stated:
        return others or not (strictly or "是哪" in asked.string)
    if any(_named_beside(words, m, noun) for m in stated):
        return True
    return others and not asked["n"]


def _is_group(stated: re.Match[str], number: object, noun: str) -> bool:
    """Whether a number in a sentence counts the group asked for: by the same number, else by its noun."""
    if number is not None:
        return parse_number(stated["n"]) == number
    return bool(noun) and noun in stated.string[stated.end() : stated.end() + 12]


def _named_beside(words: str, stated: re.Match[str], noun: str) -> bool:
    before, after = re.split(r"[,。;:]", words[: stated.start()])[-1], words[stated.end() :]
    counted_first = bool(noun) and before.endswith(noun)  # 公示板和居民QQ群37个: what stands before is not its row
    rowed = not counted_first and (_ROW_OF.search(before) or _PAIR.search(before))
    if rowed or _NAMED_AFTER.match(after):
        return True
    # 对大石镇、水利局通报批评,两家单位均已整改: the number takes up those named before it.
    taken_up = re.fullmatch(r"[这该上述]*", before) and stated["n"] not in {"1", "一"}
    return bool(taken_up) and "、" in re.sub(rf"{_CN}{_M}", "", words[: stated.start()])


def _person(words: str, rest: str) -> bool:
    """Whether somebody is named, by a name or an office that the question does not say itself; a body for a body."""
    told = [_TITLE] if _PEOPLE.search(rest) else [_TITLE, _UNIT_NAME]
    return any(_new(m[0], rest) for one in told for m in one.finditer(words))


def _new(said: str, rest: str) -> bool:
    return clean(said) not in rest


def denies_reason(rest: str) -> bool:
    """Whether it asks why there was none: that there was none says nothing of it."""
    return bool(REASON_ASKED.search(rest) and re.search(r"没|未|零|为0|不", rest))


_OUTCOMES = re.compile(r"撤销|纠错|纠正|确认违法|终止|驳回|延期|不予公开|部分公开|不存在")


def takes_up(following: str, said: str, rest: str) -> bool:
    """Whether the next sentence tells the reason of the very outcome asked for (撤销1件。被撤销的1件,是…却没有…)."""
    shared = set(_OUTCOMES.findall(following[:12])) & set(_OUTCOMES.findall(said)) & set(_OUTCOMES.findall(rest))
    return bool(REASON_ASKED.search(rest) and shared)
