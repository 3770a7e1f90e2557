"""The metric vocabulary: which indicator a clause states, by the words official reports use for it.

Statutory items: 《政府信息公开条例》 (2007) 第三十二条, (2019) 第五十条, and the 统计表 of 国办发〔2014〕32号; prose
indicators as commonly reported. The same keys name figures, summary fields and comparison columns.
"""

import re
from dataclasses import dataclass

ITEMS = "条件份篇项期"
TIMES = "次期场人名个位班件"


@dataclass(frozen=True)
class Metric:
    """``says`` must be found in the clause around the number, ``never`` must not, and the unit must fit ``units``."""

    key: str
    label: str
    says: re.Pattern[str]
    units: str
    never: re.Pattern[str] = re.compile(r"(?!)")

    def fits(self, clause: str, unit: str) -> bool:
        """Whether a number with ``unit`` inside ``clause`` states this metric."""
        return bool(unit[0] in self.units and self.says.search(clause) and not self.never.search(clause))


def _metric(key: str, label: str, says: str, units: str, never: str = r"(?!)") -> Metric:
    return Metric(key, label, re.compile(says), units, re.compile(never))


_MEDIA = (
    r"网站|网页|微博|微信|公众号|公报|报刊|报纸|电视|广播|公示栏|公开栏|宣传栏|显示屏|电子屏|媒体|客户端|平台|"
    r"查阅点|其他(?:方式|形式|渠道)"
)
_OUTCOME = (
    r"属于.{0,6}主动公开|予以公开|同意公开|部分公开|不予|不同意|无法提供|不存在|非本机关|不属于|不明确|不掌握|其他处理|非政府信息|"
    r"属于(?:国家|[三四]类|行政|内部|过程)|禁止公开|三安全|没有现成|信访举报|公开出版物|反复申请|重新出具|逾期|内部事务|过程性|执法案卷|"
    r"重复申请|(?:告知|通知).{0,10}(?:补正|更改|补充|途径)|危及|国家秘密|商业秘密|个人隐私|第三方合法"
)
_TAUGHT = (
    r"培训|轮训|参训|受训|以会代训|学习[班会]|(?:专题|集中|业务)(?:学习|辅导|授课)|专题班|讲座|听课|"
    r"专题[^,;。]{0,8}(?:学习班|辅导|讲座)|(?:举办|组织|开展)[^,;。]{2,16}专题学习"
)
_WORKS_ON_IT = (
    r"(?:从事|承担)[^,;。]{0,16}(?:公开|[此这该本]项)[^,;。]{0,10}(?:人员|干部|同志)|"
    r"(?:^|公开|职|公开的?工作)(?:工作)?队伍(?![^,;。]{0,6}(?:培训|建设))"
)
_HANDLED = r"答复|办结|回复|办理完毕|按时|按期|延期|(?:均|全部|都|予以)已?办理|^(?:共|已|全部|共计)*办理$"
_DISPUTED = "件例起宗次条项"

METRICS: tuple[Metric, ...] = (
    _metric(
        "change",
        "增减",
        r"增长|增加|减少|净增|净减|下降|上升|提高|同比|环比|增幅|降幅|[较比](?:上年|去年|上一年)[^,]{0,4}[多少增减]|"
        r"[较比](?:上年|去年|上一年)度?(?:同期)?$",
        "条件份篇次个%倍人项番宗起",
        r"[较比](?:上年|去年|(?:19|20)\d{2}年)度?(?:同期)?的$|(?:[提升]高|上升|增[加长多]?|减少|下降|降低)(?:到|至|为)了?$",
    ),
    _metric("rate", "比率", r"率(?:达到?|为|均为|是|均达)?$|率", "%‰"),
    _metric("share", "占比", r"占|比例|比重", "%‰/成"),
    _metric(
        "disputes_outcome",
        "复议诉讼结果",
        r"(?:复议|诉讼|法院|判决)(?:机关)?(?:决定|后)?(?:被|予以)?(?:依法)?(?:纠正|纠错|撤销|维持|责令|驳回|败诉)",
        _DISPUTED,
    ),
    _metric("reviews", "行政复议", r"复议", _DISPUTED, r"[未\(]经复议|复议后(?:起诉|提起|诉讼)"),
    _metric("lawsuits", "行政诉讼", r"诉讼|应诉|败诉|直接起诉|复议后起诉", _DISPUTED, r"诉讼请求"),
    _metric("complaints", "申诉举报", r"申诉|举报|投诉", _DISPUTED, r"投诉举报类|热线"),
    _metric("fees_waived", "减免费用", r"减免|免收|减收|免除", "元万亿"),
    _metric("fees", "收费", r"收费|收取|费用|处理费", "元万亿", r"事业性收费"),
    _metric(
        "applications_carried",
        "结转申请",
        r"结转|(?:转入|转至|移至|延至)(?:下|次|20)|转下年|跨年|尚[在未][^,]{0,10}(?:答复|办理|办结|处理|期限)|正在(?:办理|处理)",
        "件份条宗例",
        r"合计$|共$",
    ),
    _metric("applications_outcome", "答复结果", _OUTCOME, "件份条宗例次"),
    _metric(
        "applications_handled", "办理申请", _HANDLED, "件份条宗例次", r"留言|信件|来信|建议|提案|意见|咨询|热线|业务"
    ),
    _metric(
        "applications_received",
        "收到申请",
        r"(?:依申请|公开申请|申请公开|信息申请|依法申请|申请表)|(?:收到|接到|受理|接收|新收|收悉|收办).{0,30}申请|申请",
        "件份条宗例次",
        r"目录|许可|指南|撤回|解读|收取|收费",
    ),
    _metric("training", "培训", _TAUGHT, TIMES, r"需要培训"),
    _metric("inquiries", "咨询", r"咨询|来访|接待|来电|热线", "人次个件条", r"栏目|节目"),
    _metric(
        "responses", "回应关切", r"回应.{0,20}(?:关切|热点|舆情|事件|关注|问题)|回应(?:数|次数)?$", "次条件个篇起项"
    ),
    _metric("interviews", "在线访谈", r"访谈|在线交流", "次期场个"),
    _metric("briefings", "新闻发布会", r"新闻发布会|新闻通气会|发布会", "次期场个"),
    _metric("proposals", "建议提案", r"(?:人大|代表|政协|委员).{0,8}(?:建议|提案)|提案", "件条份个"),
    _metric("messages", "留言信件", r"留言|信箱|信件|来信|网民|建议", "条件封个份"),
    _metric("interpretation", "政策解读", r"解读", "条篇次件期个项份部"),
    _metric("access_points", "查阅点", r"(?:查阅|查询)(?:点|场所|窗口|室|中心|处)", "个处家所"),
    _metric("meetings", "会议", r"会议|专题研究|研究.{0,8}工作|例会", "次场个"),
    _metric(
        "staff",
        "人员",
        r"专职|兼职|工作人员|专兼职|联络员|信息员|管理员|负责.{0,12}(?:信息|政务)?公开(?:日常)?工作|工作人数|"
        + _WORKS_ON_IT,
        "名人位个",
        r"人次",
    ),
    _metric("normative_documents", "规范性文件", r"规范性文件", "件条份个项", r"文件类"),
    _metric("permits", "行政许可", r"行政许可|行政审批", "件条项个宗", r"信息$|类"),
    _metric("penalties", "行政处罚", r"行政处罚", "件条项个宗", r"信息$|类|天|工作日"),
    _metric("coercions", "行政强制", r"行政强制", "件条项个宗起", r"信息$|类"),
    _metric("procurement", "政府采购", r"采购", "件条项个万元次批亿", r"信息$|类"),
    _metric("views", "访问量", r"访问|点击|浏览|阅读", "次人万"),
    _metric("reported_up", "报送信息", r"上报|报送|投稿", "条篇件"),
    _metric("funds", "工作经费", r"经费", "元万亿"),
)
BY_KEY = {metric.key: metric for metric in METRICS}

DISCLOSED = re.compile(r"公开|发布|公布|更新|推送|制发|信息")
DISCLOSED_VERB = re.compile(r"公开|发布|公布|更新|推送|刊登|登载")
WHOLE = re.compile(r"共|总|累计|合计|主动公开|各[类种]|多种|多渠道|等(?:.{0,4})(?:渠道|方式|形式|载体|途径)|向社会")
MEDIA = re.compile(_MEDIA)
CATEGORY = re.compile(r"类(?:信息|文件|政府信息)?(?:数量|数|共|有|为)?$|类")
CHANNELS_OF_APPLICATIONS = re.compile(
    r"当面|现场|传真|电子邮件|邮寄|邮箱|信函|书面|口头|网络|网上|网站|平台|互联网|自然人|公民|法人|企业|机构|组织|其他"
)
_BOARDS = re.compile(r"公开栏|宣传栏|公示栏|板报|公示板")
_POSTED = re.compile(r"更换|更新|刊出|编印|张贴|制作|发布|公开(?!栏)|出版|出了?$")
_SOME = re.compile(r"少数|部分(?!公开)|个别|多数|有的|平均|每[个家月周日天季]|最[多少高低]")
_LISTS = re.compile(r"(?:目录|指南|栏目)(?:数|共|有|达)*$")
_TITLED = re.compile(r"《[^》]*》|《[^》]*$")
_RULES_MADE = re.compile(r"(?:制度|办法|规程|预案|细则|方案|机制)(?:共计|共|等|达|有|为)*$")
_MEASURES = {"个工作日": "天", "个百分点": "%"}
_PARTS_SAID = re.compile(r"^(?:个|大)?(?:部分|方面|章节)")

LABELS = {metric.key: metric.label for metric in METRICS} | {
    "disclosed_total": "主动公开政府信息",
    "disclosed_cumulative": "历年累计主动公开",
    "disclosed_earlier": "以前年度公开",
    "disclosed_category": "分类公开",
    "disclosed_channel": "分渠道公开",
    "applications_channel": "申请渠道",
    "applications_total": "新收与结转申请合计",
    "normative_repealed": "废止规范性文件",
    "normative_in_force": "现行有效规范性文件",
    "incidents": "公开事故",
    "other": "其他",
}


def classify(clause: str, unit: str, noun: str = "") -> list[str]:
    """The metric keys that ``clause`` states with a number in ``unit``: one, two (复议、诉讼), or ``["other"]``.

    ``noun`` is what stands right behind the number, where it counts that.
    """
    unit = _MEASURES.get(unit, unit)
    if unit in {"部分", "方面", "个工作日", "工作日", "天", "小时"} or _PARTS_SAID.match(
        noun
    ):  # how long, not how many
        return ["other"]
    both = [m.key for m in (BY_KEY["reviews"], BY_KEY["lawsuits"]) if m.fits(clause, unit)]
    both = [] if BY_KEY["disputes_outcome"].fits(clause, unit) else both
    if both and not BY_KEY["change"].fits(clause, unit):
        return both
    for metric in METRICS:
        if metric.fits(clause, unit):
            return [metric.key]
    if unit == "条" and re.search(r"(?<![各几多])(?<!^)类(?:信息)?$", clause):
        return ["disclosed_category"]
    if _BOARDS.search(clause) and (unit[0] in "块版" or unit[0] in "期次" and _POSTED.search(clause)):
        return ["disclosed_channel"]
    bare = _TITLED.sub("", clause)  # 印发《政府信息公开指南》2份 discloses nothing
    if unit[0] not in ITEMS or not DISCLOSED.search(bare):
        return ["other"]
    if unit[0] in "份期项" and ("信息" not in bare or _RULES_MADE.search(bare + noun)):
        return ["other"]
    return [_disclosed(clause)]


def _disclosed(clause: str) -> str:
    if not DISCLOSED_VERB.search(clause):
        return "disclosed_category" if re.search(r"类", clause) else "other"
    if _SOME.search(clause) or _LISTS.search(clause):
        return "other"
    if CATEGORY.search(clause) and not re.search(r"各类|几类|多类", clause):
        return "disclosed_category"
    through = MEDIA.search(clause) or "短信" in clause
    return "disclosed_channel" if through and not WHOLE.search(clause) else "disclosed_total"


_TABLE_WHOLE = re.compile(r"(?:全年|本年度?)?(?:主动)?公开(?:的)?(?:政府|政务)?信息(?:总|条)*数?量?(?:\(.*\))?")
_TABLE_PERSONAL = re.compile(r"主要负责(?:同志|人)|目录数|专栏数")
_TABLE_ANSWERED = re.compile(r"否决公开|免予公开|非本(?:部门|机关|单位)|更改补充|其他途径办理|其它?原因")
_TABLE_RULED = re.compile(r"(?:维持|被?依法纠错|其他情形|驳回).{0,12}数?量?")


def in_table(label: str, unit: str, *, accumulated: bool) -> str:
    """The metric of a row in a table of statistics by its label, in the words of the form (国办发〔2014〕32号)."""
    if _TABLE_PERSONAL.search(label):
        return "other"
    if _TABLE_WHOLE.fullmatch(label) and unit in {"条", "件", "份", "条(次)", "条次"}:
        return "disclosed_cumulative" if accumulated else "disclosed_total"
    if _TABLE_ANSWERED.search(label):
        return "applications_outcome"
    if _TABLE_RULED.match(label):
        return "disputes_outcome"
    key = classify(label, unit)[0]
    if not key.startswith("disclosed"):
        return key
    return "disclosed_channel" if MEDIA.search(label) or "其他方式" in label else "disclosed_category"
