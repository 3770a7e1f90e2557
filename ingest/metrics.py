"""The metric vocabulary: which indicator a clause states, by the words official reports use for it.

Statutory items: 《政府信息公开条例》 (2007) 第三十二条, (2019) 第五十条; prose indicators as commonly reported.
The same keys name figures, summary fields and comparison columns.
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


_CHANNEL = r"当面|传真|电子邮件|邮寄|信函|网络|网上|网站|互联网|自然人|法人|企业|其他形式"
_MEDIA = r"网站|网页|微博|微信|公众号|公报|报刊|报纸|电视|广播|公示栏|公开栏|显示屏|电子屏|媒体|客户端|平台|查阅点"
_OUTCOME = r"属于.{0,6}主动公开|予以公开|同意公开|部分公开|不予|无法提供|不存在|非本机关|不属于|不明确|不掌握|其他处理"
_HANDLED = r"答复|办结|回复|办理完毕|按时|延期"

METRICS: tuple[Metric, ...] = (
    _metric(
        "change", "增减", r"增长|增加|减少|下降|上升|提高|同比|环比|较上年|比上年|较去年|比去年", "条件份篇次个%倍人项"
    ),
    _metric("rate", "比率", r"率(?:达到?|为|均为|是|均达)?$|率", "%"),
    _metric("share", "占比", r"占|比例|比重", "%"),
    _metric("reviews", "行政复议", r"复议", "件例起宗次条项"),
    _metric("lawsuits", "行政诉讼", r"诉讼|应诉|败诉", "件例起宗次条项"),
    _metric("complaints", "申诉举报", r"申诉|举报|投诉", "件例起宗次条项"),
    _metric("fees_waived", "减免费用", r"减免|免收|减收", "元万亿"),
    _metric("fees", "收费", r"收费|收取|费用|处理费", "元万亿", r"事业性收费"),
    _metric("applications_carried", "结转申请", r"结转", "件份条宗例"),
    _metric(
        "applications_channel", "申请渠道", rf"(?:{_CHANNEL}).{{0,8}}(?:申请|提交|提出|方式)?", "件份条宗例", r"(?!)"
    ),
    _metric("applications_outcome", "答复结果", _OUTCOME, "件份条宗例次"),
    _metric("applications_handled", "办理申请", _HANDLED, "件份条宗例次", r"留言|信件|建议|提案|意见"),
    _metric(
        "applications_received",
        "收到申请",
        r"(?:依申请|公开申请|申请公开|信息申请|依法申请|申请表)|(?:收到|接到|受理|接收|新收|收悉|收办).{0,30}申请|申请",
        "件份条宗例次",
        r"目录|许可|指南",
    ),
    _metric("training", "培训", r"培训|轮训", TIMES, r"需要培训"),
    _metric("inquiries", "咨询", r"咨询|来访|接待|来电|热线", "人次个件条", r"栏目"),
    _metric("messages", "留言信件", r"留言|信箱|信件|来信|网民|建议", "条件封个份"),
    _metric("interpretation", "政策解读", r"解读", "条篇次件期个项份"),
    _metric("meetings", "会议", r"会议|专题研究|研究.{0,8}工作", "次场个"),
    _metric("staff", "人员", r"专职|兼职|工作人员|专兼职|联络员|信息员|管理员", "名人位个"),
    _metric("normative_documents", "规范性文件", r"规范性文件", "件条份个项"),
    _metric("permits", "行政许可", r"行政许可|行政审批", "件条项个"),
    _metric("penalties", "行政处罚", r"行政处罚", "件条项个"),
    _metric("procurement", "政府采购", r"采购", "件条项个万元"),
    _metric("views", "访问量", r"访问|点击|浏览|阅读", "次人万"),
    _metric("reported_up", "报送信息", r"上报|报送|投稿", "条篇件"),
)
BY_KEY = {metric.key: metric for metric in METRICS}

DISCLOSED = re.compile(r"公开|发布|公布|更新|推送|制发|信息")
DISCLOSED_VERB = re.compile(r"公开|发布|公布|更新|推送")
WHOLE = re.compile(r"共|总|累计|合计|主动公开|全年")
MEDIA = re.compile(_MEDIA)
CATEGORY = re.compile(r"类(?:信息|文件|政府信息)?(?:数量|数|共|有|为)?$|类")

LABELS = {metric.key: metric.label for metric in METRICS} | {
    "disclosed_total": "主动公开政府信息",
    "disclosed_cumulative": "历年累计主动公开",
    "disclosed_earlier": "以前年度公开",
    "disclosed_category": "分类公开",
    "disclosed_channel": "分渠道公开",
    "incidents": "公开事故",
    "other": "其他",
}


def classify(clause: str, unit: str) -> list[str]:
    """The metric keys that ``clause`` states with a number in ``unit``: one, two (复议、诉讼), or ``["other"]``."""
    both = [m.key for m in (BY_KEY["reviews"], BY_KEY["lawsuits"]) if m.fits(clause, unit)]
    if both and not BY_KEY["change"].fits(clause, unit):
        return both
    for metric in METRICS:
        if metric.key != "applications_channel" and metric.fits(clause, unit):
            return [metric.key]
    if unit == "条" and re.search(r"类(?:信息)?$", clause):
        return ["disclosed_category"]
    if unit[0] not in ITEMS or not DISCLOSED.search(clause) or (unit[0] in "份期项" and "信息" not in clause):
        return ["other"]
    return [_disclosed(clause)]


def _disclosed(clause: str) -> str:
    if not DISCLOSED_VERB.search(clause):
        return "disclosed_category" if re.search(r"类", clause) else "other"
    if CATEGORY.search(clause) and not re.search(r"各类|几类|多类", clause):
        return "disclosed_category"
    return "disclosed_channel" if MEDIA.search(clause) and not WHOLE.search(clause) else "disclosed_total"
