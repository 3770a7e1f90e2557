"""The vocabulary of questions: which metrics a question asks for, whether it counts, and what it asks beyond them."""

import re
from collections.abc import Sequence

from bot.question.wording import Term, terms

_FEW_OF = "条件份次人名个项家期篇起例位部门字页封批场种类分大户张宗则册辆处台块幅套座所间版轮届遍天倍元万亿"
HOW_MANY = rf"多少|(?<!哪)几(?=[{_FEW_OF}])|百分之几"
NUMBER = re.compile(
    rf"{HOW_MANY}|数量|总数|总量|条数|件数|人数|次数|占比|比例|比率|[复结用化]率|面积|金额|多大|规模|最[多少高低]|条数|(?:谁|哪[家个]).{{0,12}}[多少]|(?:公开|发布).{{0,6}}[\d一二三四五六七八九十百千万]{{2,}}余?[条件]"
)
BODIES_COUNTED = re.compile(
    r"(?<!直属单位是哪)(?<!下属单位是哪)(?<!二级单位是哪)(?<!成员单位是哪)(?<![科处]室是哪)(?<!社区是哪)(?<!企业是哪)(?<!学校是哪)"
    r"(?<!企业)(?<!企业有)(?<!公司)(?<!公司有)(?<!媒体)(?<!媒体有)(?<!商户)(?<!商户有)(?<!医院)(?<!医院有)(?:几|多少)(?:家|个(?=单位|机关|部门))(?:单位|机关|部门)?(?![^公发收有没提的,?]{0,5}(?:媒体|企业|公司|商户|医院|学校))|[两三四五六七八九十\d]+[家份](?:单位|机关|报告)?(?:(?:里面?|当中|之?中)的?(?=谁|哪))?"
)
YES_NO = re.compile(r"吗|是不是|有没有|有无|是否|是否有|没有$")

_OTHER_VERB = r"收|申请|申诉|投诉|举报|起诉|被|引起|引发|培训|咨询|复议|诉讼|费|会议|人员|答复|办"
_OTHER_OBJECT = r"电话|地址|邮编|经费|花|人数|访问|粉丝|满意度|[复率]率|面积|栏目|钱|追责|解读|通报"
# 公开 as a verb: in 公开申请, 依申请公开, 公开指南, 不予公开 it is part of something else's name.
_PUBLIC = (
    r"(?<!申请)(?<!予以)(?<!机关)(?<!单位)(?<!同意)(?<!部分)(?<!不予)"
    r"(?:公开(?!的?申请|指南|目录|专?栏|专[项区]|办公|费|制度|经费|工作)|发布(?!政策解读|解读|虚假))"
)
_OF_PAGES = (
    rf"(?:{HOW_MANY})(?!人|名|位|元|万元|钱|次|场|期|家|年|天|经费|粉丝|部门"
    r"|个(?:人|栏|专|渠道|平台|部门|单位|网|账号|微))"
)
_AMOUNT = rf"{HOW_MANY}|数量|人次|次数|人数|件数|条数|最[多少大高]"
_ASKED: tuple[tuple[str, str], ...] = (
    (
        "disclosed_cumulative",
        r"累计.{0,8}(?:公开|发布|公布|发了|发过)|历年.{0,6}公开|以来.{0,10}(?:公开|发布).{0,8}(?:多少|几)|(?:公开|发布).{0,6}累计",
    ),
    ("disclosed_earlier", r"(?:以前|之前|此前|往年|年前).{0,10}公开"),
    (
        "disclosed_total",
        rf"没有?公开(?:过|任何|什么)?(?:政府|政务)?信息"
        rf"|(?:{_PUBLIC}|公布|晒|挂|(?<![引激触])发了|放了|放出来?|新放)(?:(?!{_OTHER_VERB}|{_OTHER_OBJECT}).){{0,10}}{_OF_PAGES}"
        rf"|(?:{HOW_MANY})[条件份篇项]?(?:政府|政务)?信息(?!公开(?:费|申请|工作|专|指南|目录|方面|事项|案件|引|行政|类?的?(?:行政)?(?:复议|诉讼|官司))|处理费|员|咨询)"
        rf"|(?:{_PUBLIC}|(?<![引激触])发了)(?:(?!{_OTHER_OBJECT}).){{0,8}}"
        r"(?:[\d一二两三四五六七八九十百千万]+余?[条件]|最[多少]|[多少](?=[?]|\s*$)|得[多少]|[多少](?=公开|发布)|第[一二三四五六七八九十\d]+[多少])"
        rf"|(?:多|少)(?:公开|发布).{{0,4}}(?:{HOW_MANY})|{_PUBLIC}.{{0,6}}(?:信息|条数).{{0,3}}(?:最?[多少]|条数)"
        r"|信息(?:公开)?(?:总数|数量|总量|条数)|(?<!申请)公开(?:的|信息)?(?:量|数|总数|总量|条数)"
        rf"|{_PUBLIC}(?:(?!{_OTHER_OBJECT}).){{0,6}}数量|(?<!申请)公开最[多少]",
    ),
    ("incidents", r"泄密|失密|事故|虚假信息|错误公开|失实"),
    (
        "staff",
        r"(?:多少|几)个?人(?:(?![\u4e00-\u9fff])|(?=专|兼|负责|从事|承担|具体|做|管|搞|干|办(?!理)|在?[管做搞干]|这|政府|政务|信息|公开(?!栏)|是|有|员|手))|(?:人员|干部|同志|队伍)[一总]?共?有?几[名位]?人?(?!次)|(?:多少|几)[名个位]?(?:专职|兼职|工作人员|专兼职)|(?:[专兼]职|工作)人员(?:.{0,5}(?:多少|几[名个位])|人?数|[多少]|最[多少])|[专兼]职.{0,4}(?:多少|几)[名个位人]|人手(?!.{0,3}(?:够|充足|充裕|紧|不足|缺|吃紧))",
    ),
    ("fees_waived", r"减免|免收|减收"),
    (
        "fees",
        r"(?<!事业性)收.{0,8}费(?!用?标准)|(?<!事业性)收费|信息处理费|收钱|要钱|费用|收取|交钱|(?<!事业性)收过?了?.{0,5}钱|一分钱|免费|花钱|付费|掏钱"
        r"|收(?:取|了|过)*(?:多少|几|[\d.,]+[余多]?)万?元",
    ),
    ("reviews", r"复议"),
    ("lawsuits", r"诉讼|起诉|官司|告上|被告|应诉|法院|法庭"),
    ("complaints", r"申诉|举报|投诉"),
    (
        "applications_handled",
        r"(?:答复|办结|回复|处理|办理).{0,8}申请|申请.{0,12}(?:答复|办结|回复|处理|办理|予以公开|不予)",
    ),
    ("applications_carried", r"结转"),
    (
        "applications_outcome",
        r"予以公开|同意公开|部分公开|不予公开|无法提供|不予处理|信息不存在|非本机关|不属于(?:本|我)",
    ),
    (
        "applications_received",
        r"(?:要|讨)过?(?:材料|信息(?!处理费)|文件)|申请(?!人|书|表|方式|渠道|指南|流程|程序|行政复议|复议|行政诉讼)",
    ),
    ("interpretation", rf"(?<!视频)解读.{{0,6}}(?:{_AMOUNT})|(?:{HOW_MANY}).{{0,6}}解读"),
    ("training", rf"培训.{{0,6}}(?:{_AMOUNT})|(?:{HOW_MANY}).{{0,6}}培训"),
    ("inquiries", rf"咨询.{{0,8}}(?:{_AMOUNT})|(?:{HOW_MANY}).{{0,10}}咨询|接待.{{0,8}}(?:{_AMOUNT})"),
    ("messages", rf"(?:留言|来信|信件|信箱).{{0,8}}(?:{_AMOUNT})|(?:{HOW_MANY}).{{0,8}}(?:留言|来信|信件|意见)"),
)
_WITH_PEOPLE = {"training", "inquiries", "fees_waived", "messages", "complaints", "applications_received"}
_STAFF_NAMED = re.compile(r"[专兼]职|工作人员|人手|队伍|从事|负责")
# People who are counted and are not the office's own: 社会监督员各是多少人, 志愿者有多少人.
_OTHERS = re.compile(
    r"(?:监督员|评议员|观察员|联络员|志愿者|[消缴]\w{0,2}[费存](?:者|人)|代表|委员|专家|居民|群众|村民|学生|教师|老师|职工|网民|听众)"
    rf"[^;。?]{{0,30}}(?:{HOW_MANY})个?[人名位]"
)
_MEDIUM = re.compile(r"[“\"「『《][^”\"」』》]{2,12}(?:发布|在线)[”\"」』》]")  # “云州发布” publishes, and is a name
_EXPLAINED = re.compile(rf"(?:{HOW_MANY})[^,;。?、]{{0,5}}解读(?:材料|文件|信息|稿|产品)?")
_PIECES = re.compile(rf"(?:{HOW_MANY})[件份条宗起个]|数量|件数")
_ANSWERED = re.compile(rf"(?:答复|办结|回复|办理|处理)(?:了|完|过|的)?(?:{HOW_MANY}|数|件数)")
_COMING_IN = re.compile(r"收|接到|受理|提交|提出|递交")
_NUMERIC = re.compile(r"[\d.%]+|[一二两三四五六七八九十百千万]{2,}")
_COUNT = "件数"  # the number of pieces is what every one of these metrics is
_PERIOD = re.compile(r"\d+月|季度|半年")
_METRICS = tuple((key, re.compile(says)) for key, says in _ASKED)
_VOCABULARY = {
    "disclosed_total": r"类别|哪类|包括|包含|组成|主动公开|公开量|公开|发布|公布|信息|累计|历年|以来|一年|网上|挂|晒",
    "disclosed_cumulative": r"主动公开|公开|发布|信息|累计|历年|以来|条例|施行|实施|自|至今|截至|年底",
    "disclosed_earlier": r"主动公开|公开|信息|以前|之前|此前|往年|年前",
    "incidents": r"泄密|失密|事故|虚假信息|错误公开|失实|公开|事件|处理|错误|信息",
    "staff": r"这[摊块件档]?子?事|拢共|统共|人|工作人员|做|公开|信息|人手|负责|管|专门|从事|员|队伍",
    "fees_waived": r"减免|免收|减收|费用|费|申请人|群众",
    "fees": r"收费|收钱|要钱|费用|收取|交钱|收了|钱|免费|花钱|付费|掏钱|申请|公开|信息",
    "reviews": r"有人|行政|复议|提起|引发|引起|导致|因为?|针对|涉及|事项|公开|信息|案件|申请|被",
    "lawsuits": (
        r"人去|有人|去|上|行政|诉讼|起诉|官司|打|告上|被告|应诉|法院|法庭|提起|引发|引起|导致|因为?|针对|涉及|事项|公开"
        r"|信息|案件|被|告"
    ),
    "complaints": r"申诉|举报|投诉|行政|接到|收到|受理|引起|引发|导致|因为?|公开|信息",
    "applications_handled": r"依申请|申请|公开|答复|办结|回复|处理|办理|结果|收到|按时|全部",
    "applications_outcome": r"申请|答复|办理|处理|结果|公开",
    "applications_carried": r"^结转$|申请|继续|办理",
    "applications_received": (
        r"要过?材料|讨过?材料|要信息|要文件|材料|依申请|申请|公开|收到|接到|受理|老百姓|群众|公众|人来|有人|市民|居民|过|来"
        r"|提交|提出|递交|新收|接收|要求"
    ),
    "interpretation": r"政策|解读|回应",
    "training": r"培训|举办|组织|办|业务|参加|参训|受训|参与|听课|来|人",
    "inquiries": r"咨询|接待|来访|政府信息|人次|服务|方面",
    "messages": r"留言|来信|信件|信箱|网上|网民|网友|群众|收到|意见|建议|网站|办理|门户网站",
}


def metrics_of(part: str) -> tuple[str, ...]:
    """The metric keys that a question, or a part of one, asks for, most particular first."""
    part = _MEDIUM.sub(" ", part)
    bare = _EXPLAINED.sub(" ", part)
    found = tuple(key for key, says in _METRICS if says.search(bare if key == "disclosed_total" else part))
    found = tuple(key for key in found if not _is_aside(key, found, part))
    accumulated = "disclosed_cumulative" in found or "disclosed_earlier" in found
    return tuple(key for key in found if not (accumulated and key == "disclosed_total"))


def _is_aside(key: str, found: Sequence[str], part: str) -> bool:
    """Whether it is not what is counted: 办理申请收了多少费用, 答复了多少件申请, 培训了多少人, 减免了几个人."""
    if key == "staff":
        others = _OTHERS.search(part) or any(other in _WITH_PEOPLE for other in found)
        return bool(others) and not _STAFF_NAMED.search(part)
    if key == "disclosed_total" and "interpretation" in found and "信息" not in part:
        return True
    if not key.startswith("applications"):
        return False
    if "fees" in found and not _PIECES.search(part):
        return True
    if "applications_outcome" in found and key in {"applications_received", "applications_handled"}:
        return len(re.findall(HOW_MANY, part)) == 1
    return key == "applications_received" and bool(_ANSWERED.search(part)) and not _COMING_IN.search(part)


def residual(part: str, metrics: Sequence[str]) -> tuple[Term, ...]:
    """What is asked beyond the metrics' own words: the qualifiers that a figure must match."""
    vocabulary = re.compile("|".join(_VOCABULARY[key] for key in metrics) or r"(?!)")
    asked = (t for t in terms(part) if t.text != _COUNT)
    return tuple(t for t in asked if _PERIOD.search(t.text) or len(_NUMERIC.sub("", vocabulary.sub("", t.text))) > 1)
