"""The measure words of Chinese numbers as questions ask for them: 多少户低保, 几封来信, 多少人次.

A measure is no word of what is counted; but 项 of 项目, 处 of 处罚 and 名 of 名单 begin a word of its own.
"""

import re

# A measure, and behind the colon what makes a longer word of it, which is then no measure.
_MEASURES = """
人:员口才大民物事均工数群家士行流文力 名:单称额录片词义 位:置次于 件:数 份:额数 条:例款数目文规块 篇:幅数章
个:人体案性税 户:籍口均主外型厕 封:闭面锁 张:贴榜 起:诉草点步因源用 宗:教旨地 项:目 次:数序年日 期:刊限间数满货
场:所地馆景次 家:庭长属乡园具禽电政 例:会行外如 版:面本权块 册:子 幅:度 块:状 台:账风阶胞湾
处:理罚室分置长级于方 套:餐路取 座:谈位席 间:隔接 组:织长成员建 批:复示准文评 类:别型似 种:类植子业养粮
门:户类牌面票诊 页:面 字:号数体段 轮:训流岗换 届:时满 天:然气 级:别 层:级面 笔:试录 部:门分署队委长级属局 则:
辆: 栋: 幢: 遍: 趟: 亩:产 吨: 倍: 班:子级次主车 支:出持付部撑援农行 样:本品式 点:击题评面位赞对名
"""
_LONG = (
    "个百分点", "个工作日", "个小时", "工作日", "平方米", "平方公里", "人次", "家次", "条次", "户次", "批次", "场次",
    "班次", "万元", "亿元", "公里", "小时", "分钟", "元", "个月",
)  # fmt: skip
# 多少个人关注 counts people; 多少个人信息 asks for personal data.
_PEOPLE = r"个人(?![信隐身所独申提简资账])"


def _measure(entry: str) -> str:
    char, _, longer = entry.partition(":")
    return f"{char}(?![{longer}])" if longer else char


# 本 counts books, but stands before whose it is far more often (几本书 is not asked of these reports).
MEASURE = "|".join((*_LONG, _PEOPLE, *map(_measure, _MEASURES.split())))
_SCALE = r"(?:[十百千万亿]+(?=[^分姓\s,?]))?[余多]?"
# 多少 with its measure, 几 likewise; 哪几 asks which.
HOW_MANY_OF = rf"(?:多少|(?<!哪)几){_SCALE}(?:{MEASURE})"
_OPENING = re.compile(
    rf"(?:{'|'.join(map(_measure, [e for e in _MEASURES.split() if e[0] in '件份篇次名位家例起期种类样条个项点']))})+"
)


def without_measure(run: str) -> str:
    """Words without the measure that opens them (件申请 → 申请), but 项目 and 点击量 stay whole."""
    found = _OPENING.match(run)
    return run[found.end() :] if found else run
