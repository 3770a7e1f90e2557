"""Taiwan and Hong Kong wordings of the same things, as the reports write them: 幾條資訊 → 几条信息.

Only a question is read so, never a report; names of bodies and sites (资讯中心) stay.
"""

import re

from ingest.script import simplified

# Said with these characters by anybody; the reports say the other.
_EVERYWHERE = (
    (re.compile(r"资讯(?!网|中心|平台|公司|栏|台|办|科|处|局|频道)"), "信息"),
    (re.compile(r"(哪一?[个家](?!更)[^,，?？。和与比]{0,16}?)更([多少高低])(?=[?？。]|$)"), r"\1最\2"),
    # 两起诉讼 are two cases; 起诉 in it is no word.
    (re.compile(r"(?<=[一二两三四五六七八九十几\d那这])起(?=诉讼)"), "件"),
    (
        re.compile(
            r"(?:没有?|未|不给|拒绝)(?:予以|给予?|准予)?公开的(?=(?:那?[一二两三四五六七八九十\d]*[件个条份])?(?:依?申请))"
        ),
        "不予公开的",
    ),
    # 三年来年均 has no 来年 in it.
    (re.compile(r"(?<![年以近])来年(?![均年])"), "明年"),
    # No report says that its hands are enough (够); it says what they lack, or nothing.
    (
        re.compile(
            r"(人手|人员|人力)(?:配备)?(?:是否|还|算|是不是|都)*(?:够用?|足够|充足|充裕)"
            r"(?:不(?:够|足)用?)?(?:吗|么|没有?|不)?(?=[?？。]|$)"
        ),
        r"\1有什么不足",
    ),
)
# Only where a question is typed in traditional characters: in simplified ones these words mean something else.
_TRADITIONAL = (
    (re.compile(r"(?<=[条笔则份件项])(?:政府|政务)?资料"), "信息"),
    (re.compile(r"(?:政府|政务)资料"), "政府信息"),
    (re.compile(r"公开(?:了|的|过)?资料"), "公开信息"),
    (re.compile(r"(?<=[多少几])[笔则]"), "条"),
    (re.compile(r"多少[笔则]"), "多少条"),
    (re.compile(r"网路"), "网络"),
    (re.compile(r"诉愿|覆核"), "复议"),
    (re.compile(r"规费"), "费用"),
    (re.compile(r"计画"), "计划"),
    (re.compile(r"透过"), "通过"),
    (re.compile(r"公佈"), "公布"),
    (re.compile(r"谘询"), "咨询"),
    (re.compile(r"回覆|答覆"), "答复"),
    (re.compile(r"民众"), "群众"),
    (re.compile(r"申请案件?"), "申请"),
    (re.compile(r"官网|网页"), "网站"),
    (re.compile(r"专责人员"), "专职人员"),
    (re.compile(r"机关单位"), "单位"),
)


def as_reported(question: str) -> str:
    """The question with regional words as the reports say them, in simplified characters where any was replaced."""
    plain = "".join(map(simplified, question))
    rules = (*_EVERYWHERE, *_TRADITIONAL) if plain != question else _EVERYWHERE
    read = plain
    for pattern, word in rules:
        read = pattern.sub(word, read)
    return read if read != plain else question
