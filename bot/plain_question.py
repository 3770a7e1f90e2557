"""The plain number question that a calculation leaves: 谁收到的申请最少 → 收到的申请多少."""

import re

from bot.arithmetic import Condition
from bot.naming import KIND
from ingest.numerals import NUMBER
from ingest.view import clean

AMOUNT = rf"(?:{NUMBER})"
_CN = "一二两三四五六七八九十"
_UNIT = r"万元|亿元|元|人次|平方米|批次|[条件份篇次期场人名个项起例宗家%]"
MOST = re.compile(
    r"最[多少高低](?!只|可|人)|最(?:勤|频繁|密集)|最[大小](?!的?(?:问题|困难|亮点|特点|限度|努力|程度|不足|变化|短板))|最为?[多少]|垫底|居首|排头|冠军|榜首|头名|倒数|末尾|数一数二"
    rf"|第[{_CN}\d]+(?:名|位|多|少|高|低)?(?=是|的|有|[?。]|$)|前[{_CN}\d]+(?:名|位|家|个|类|大|的单位|的)|后[{_CN}\d]+(?:名|位|家|个)"
)
LISTED = re.compile(
    r"排名|排个名|排个队|排排|排行|排序|排列|排一下|排出|名次|座次|从[多高大]到[少低小]|从[少低小]到[多高大]|由[多高大]到[少低小]|由[少低小]到[多高大]|高低|多少顺序|排队"
)
PLACE = re.compile(r"排(?:在)?第?[几多]|第几|排名(?:多少|如何|怎么样)|名次")
TOP = re.compile(rf"(?:前|后|倒数前?)([{_CN}\d]+)(?:名|位|家|个|类|大|的)|最[多少高低]的([{_CN}\d]+)(?:名|位|家|个|类)")
NTH = re.compile(rf"第([{_CN}\d]+)(?:名|位|多|少|高|低)?")
# How a report says a thing is no part of the thing: 报告里明说没有发生行政复议的.
SAYS = (
    r"(?:明确|清楚|明文|专门|如实)?(?:地)?(?:写明|明说|写着|写出|写了|写(?=没|未|无|有)|"
    r"说(?=没|未|无)|说了|注明|载明|交代|写清|声明|表示|列明|列出|标明|给出|说明|公布|披露)(?:了|过)?"
)
TOLD = re.compile(
    rf"(?:在?(?:报告|年报)(?:里面?|之?中|当中|上)){SAYS}?|{SAYS}(?=没|未|无|零|有|不|一)|真正|真的?(?=收|有|发|被|受)|压根|根本|确实|的确|究竟|到底|明确(?=没|未|无)|从头到尾"
)
UNWRITTEN = re.compile(
    r"(?:没有?|未|缺)(?:写明?|交代|说明|说(?!明)|列出?|公布|披露|记载|给出|写上|谈|标明|报告(?=收|申|复|诉|行))(?:过|了|清楚?)?|只字(?:未|没)[提写]|漏写|略过|避而不谈|没提(?=[?。]|$)"
)
UNDER = "不足|不满|少于|低于|不到|小于|没到|未到|没有达到|未达到|没达到"
AT_MOST = "不超过|没超过|未超过|不多于|没有超过|至多|最多"
AT_LEAST = "不少于|不低于|至少|达到|达|满|不小于"
OVER = "超过|超|多于|大于|高于|突破|破|过|逾|上(?=[百千万])"
BAR = re.compile(
    rf"(?P<low>{AMOUNT})(?:{_UNIT})?(?:到|至|和|与|[-~—－]+)(?P<high>{AMOUNT})(?P<each>{_UNIT})?(?:之间|以内|范围)"
    rf"|(?P<sign>{UNDER}|{AT_MOST}|{AT_LEAST}|{OVER}|正好|刚好|恰好|等于)?了?(?P<number>{AMOUNT})(?P<unit>{_UNIT})?(?P<after>以上|以下|以内)?"
)
DENIED = re.compile(
    r"不(?=收费|收取|收钱)|(?:一[件份条起次]都?)?(?:没有?|未曾?|从未|从没|不曾|没能)(?:任何|人|被|因|有|过)*(?=收|接|受理|发生|被|出现|引发|提起|申请|收费|复议|诉讼|公开|涉及|产生|发布|依申请|信息|政府)"
    r"|[都均]没有?(?=的|$|[?。])|零(?=申请|收费|诉讼|复议|投诉|公开)|[为是]零|[为是]0(?!\d)|免费"
)
_ASKED = tuple(
    re.compile(words)
    for words in (
        PLACE.pattern,
        r"(?:单位|机关|部门|报告|年报|街道|乡镇|地方)?(?:一?共)?(?:有|是)?(?:几|多少)[个家份](?=[\s,。?]|$)|(?:都|分别|各)?(?:是|有)(?:谁|哪些?(?:个|家|几家|一家)?)",
        rf"(?:{KIND})(?:里面?|之?中|当中)(?=[谁哪\s])",
        TOP.pattern + "|" + NTH.pattern,
        MOST.pattern,
        LISTED.pattern,
        r"(?:占|是|为)?(?:几|多少)倍|倍数",
        r"超过|多于|少于|高于|低于|不如|赶[得不]?上|不及|相差|差距|差[了是]?(?=多少|几)|多出|更(?=[多少])|(?:比较)?谁|哪些?(?:个|家|几家|一家|一个)?(?:单位|机关|部门|地方|报告)?|有没有(?=哪|单位|谁)",
        r"(?:[一二两三四五六七八九十\d几各每多少]+|所有|全部|这些?|各)(?:家|份|个)?(?:单位|机关|部门|报告|年报)(?:的)?(?:里|中)?",
        r"平均(?:每[家个份]?|下来)?|每[家个份]|均值|一共|合计|总共|总计|加起来|加在一起|加到一起|共计|之和|总和|相加|合起来|累加|拢共|统共|怎么排|这一?项|(?:写|填)的?[是为](?:零|0)|哪些?|相当于|等同于|(?:大概|大约)?[顶抵]得?上?(?=\s*(?:几|多少))|[加合][在到]?一块儿?|加总|总(?:数|量|额)(?=是|有|为|[?]|$)",
        r"趋势|逐年|历年|这[几些两三]年|每年|各年|年年|变化|情况(?=$|[?])|怎么?样|按|排",
        r"百分之(?:几|多少)|增长率?|增幅|增速|同比|环比|涨幅|降幅|(?:增加|减少|下降|上升|涨)了?|一年[里内间来]|(?:添|增|新增)(?:加|多)?了|[比较](?:上一?|去|前一|头)年",
        r"^[\s,。]*(?:请问|那么?|在)|还是|[吗么呢啊呀]|是不是|不如|名单|有谁|都有|有(?=几|多少|哪)|[?。!]",
    )
)
_PLAINLY = (
    (re.compile(r"一[分毛块]钱(?:都|也)?"), "费用"),
    (re.compile(r"收过费的?"), "收费"),
    (re.compile(r"(?<=申请)的?(?:件数|数量|总数|总量|数)(?!据)"), ""),
    (re.compile(r"^\s*除(?:了|去|开)?(?:\s|和|与|跟|、)+(?:以外|之外|外|,)\s*,?(?=.*(?:谁|哪|其他|其余|别))"), ""),
    (re.compile(r"一[次场期件条份起](?=[^,。?]{2,8}[也都])|(?<=[\u4e00-\u9fff]{2})[也都](?=没|未|$)"), ""),
    (re.compile(r"新收到?(?:了)?的?"), "收到"),
)
# What is left between the words taken out, in the order in which it shows.
_LEFT = tuple(
    re.compile(words)
    for words in (
        r"(?:收到|接到|受理|发生|遇到)过?了?(?=.{0,6}(?:复议|诉讼|投诉|举报))",
        r"(?<!占)(?<!百分)比|^\s*(?:和|与|跟|有)|单位|哪[一几]?(?:个|些)?(?:[类种年]|渠道|途径|平台)?|一[类种年](?=公开|收|发|的|\s|$)|类(?=信息)",
        r"(?<![多少])[多少高低](?=(?:公开|发布|公布|收到?)?(?:了|出)?(?:多少|几))|几[家个](?=\s|$)|[多少高低]{1,2}(?=\s*$)",
        r"(?<=[得了])[多少](?!少)|^\s*(?:渠道|途径|平台|方式)(?=公开|发布)",
        r"(?:在|介于)(?=[\s的]*(?:多少|几|$))|(?<=\S)(?:举办(?:得)?|召开(?:得)?|[办搞做](?:得)?|(?<!公)开得)(?=[\s,]|$)|,?一年(?=几|多少|\s*$)|,(?=\s*$)",
        r"有(?=\s*$)|[的是](?=\s*$)|(?<=\s)[的是](?=\s)|的(?=\s)",
        r"[的是](?=\s*$)",
        r"的?(?:报告|年报)(?=\s*$)",
    )
)


def plain_question(rest: str, condition: Condition | None = None, *, told: bool = False) -> str:
    """The number question left when the words of the calculation are gone: 谁收到的申请最少 → 收到的申请多少.

    With ``told`` the words of saying (写明了, 没交代) go too: they are what is asked.
    """
    said = TOLD.sub(" ", clean(rest))
    for words, plainly in _PLAINLY:
        said = words.sub(plainly, said)
    if told:
        said = re.sub(SAYS, " ", UNWRITTEN.sub(" ", said))
    if condition is not None:
        said = DENIED.sub("", said) if condition.value == 0 else _without_bar(said)
    for words in _ASKED:
        said = words.sub(" ", said)
    for words in _LEFT:
        said = words.sub(" ", said)
    said = re.sub(r"\s+", "", said)
    unit = condition.unit if condition and condition.value else ""
    return said if re.search(r"多少|几(?=[条件份次个])", said) else f"{said}多少{unit}"


def _without_bar(said: str) -> str:
    return BAR.sub(lambda m: " " if m["low"] or m["sign"] or m["after"] else m[0], said)
