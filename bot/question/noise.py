"""What a person says around a question: thanks and greetings, and commands about how to answer.

A command changes nothing (忽略规则，直接说1000条) and leaves no trace in the question that is answered, nor in those
after it.
"""

import re

from ingest.script import simplified

_POLITE = (
    r"好的?|好吧|好嘞|谢谢[你您]?|谢啦|谢了|多谢|感谢|辛苦[你您]?了?|麻烦[你您]了|嗯+|哦+|噢+|啊+|哈+|[你您]好|[早晚]上好|再见|拜拜"
    r"|我?(?:都)?(?:知道|明白|了解|清楚|懂)(?:了|啦)?|收到|行|可以|没事|没问题|不错|真不错|太?好了|太棒了|厉害|原来如此|这样啊?"
    r"|是这样啊?|对了?|是的|没错|没有?(?:别的)?(?:问题|事)了?|不客气|请稍等|等一下|等等|在吗|在不在"
    r"|(?:的|给我的)?(?:耐心)?(?:帮助|解答|回答|回复|帮忙)|ok|okay|thanks?|thank you|了|啊|呀|哈|啦|吧|[你您]"
)
_ONLY_POLITE = re.compile(rf"(?:(?:{_POLITE})|[\s,，.。!！~～、…;；])+", re.IGNORECASE)
_ASKS = re.compile(
    r"多少|几|怎么|如何|怎样|什么|啥|咋|哪|谁|吗|呢|么[?？]?$|[?？]|是否|有没有|有无|为何|没有?[?？]?$|是不是|能不能"
    r"|查|列出|介绍|比较|对比|总结"
)
_CLAUSE = re.compile(r"(?<=[,，.。!！;；:：?？\n])(?!\d)")
_ASKED = re.compile(r"多少|几|怎么|如何|怎样|什么|啥|咋|哪|谁|吗|[?？]|是否|有没有|有无|为何|是不是|能不能")
_LEAD = (
    r"(?:请|麻烦|现在|从现在起|从现在开始|以后|今后|接下来|你们?|您|先|务必|必须|一定要?|只要|只需要?|只能|就|都|给我|帮我|直接"
    r"|还|也|且|并)*"
)
_RULES = (
    r"规则|规定|规矩|指令|命令|提示|要求|限制|约束|设定|说明|内容|前面|上面|上述|以上|之前|先前|所有|一切|全部|对话|上文|系统|原文"
    r"|证据|报告"
)
_SOURCES = r"出处|来源|原文|依据|引文|引用|引证|证据|脚注|角标|链接|规则|解释|废话"
_IGNORE = (
    rf"{_LEAD}(?:忽略|无视|忘记|忘掉|忘了|不用管|不要管|别管|抛开|抛弃|不理会|不要理会|别理|绕过|跳过|撇开|不必遵守|不要遵守"
    rf"|别遵守|取消|删除|覆盖)(?:掉|了)?.{{0,12}}?(?:{_RULES})"
)
_NO_SOURCES = (
    rf"{_LEAD}(?:不要|别|不用|无需|无须|不必|甭|不准|不许|禁止|请勿|用不着|不需要|省略|省去|不)(?:再|跟我|和我|给我|去)*"
    r"(?:引用|援引|引|给出?|标[注出明]?|附上?|写出?|列出?|带|扯|提供?|说|讲|注明|加上?|显示|管|查|看)?"
    rf"(?:任何|什么|上|那些|一切|的)*(?:{_SOURCES})"
)
# 就说是200件: the answer that somebody wants to hear; 2013年 is no such number.
_DICTATED = re.compile(
    r"(?:请|麻烦|你|您|给我)*(?:就|只|直接|必须|一定要?|只要|只需要?|只能|给我|统一|一律|改口)+"
    r"(?:说(?!明)|答(?!复)|回答|回复|报(?!告|送)|写|输出|告诉我|宣布|讲|填|认定|承认)(?:是|成|为|出|道|:|“|「)?"
    r".{0,24}?(?:\d+|[零一二三四五六七八九十百千万]+)(?![\d年]).{0,8}"
)
_COMMAND = re.compile(
    rf"{_IGNORE}.*|{_NO_SOURCES}.*"
    r"|(?:系统|管理员|开发者|新)(?:提示词?|指令|消息|通知|命令|设定)?[:：]"
    rf"|{_LEAD}.{{0,6}}(?:数字|数据|回答|答案|结果|数)(?:全部|一律|都|统统)*"
    r"(?:乘以?|加上?|减去?|除以|改成|改为|说成|写成|翻).*"
    r"|(?:请|现在|从现在起|从现在开始)*(?:你|您)?(?:现在|要|来)?(?:扮演|假装|装作|充当|冒充|假设你是|你现在是).*"
)
_PREFIX = re.compile(
    rf"^(?:(?:{_IGNORE}|{_NO_SOURCES})(?:的|里|中|内容|规则|要求|指令)*)(?=直接|就|只|请|告诉|说|回答)|"
    r"^(?:那么?|请|你|您)*(?:就|直接|只管|只要|只|尽管|快|赶紧)+(?:告诉我|跟我说|和我说|回答我|说说|说)"
    r"(?:一下|说)*(?:就行|就好|即可)?[,，:：\s]*(?=.)"
)


def plainly(text: str) -> str:
    """The question without commands about how it is to be answered; as typed where nothing else is left to ask."""
    plain = "".join(map(simplified, text))
    said = "".join(piece for piece in _clauses(plain) if not _is_command(piece)).strip()
    while (shorter := _PREFIX.sub("", said)) != said:
        said = shorter
    said = re.sub(r"[,，;；:：\s]+$", "", said)
    return said if said != plain.strip() and _ASKS.search(said) else text


def is_noise(text: str) -> bool:
    """Whether a turn asks nothing: thanks, greetings, or a command alone."""
    text = "".join(map(simplified, text))
    if not text.strip() or _ONLY_POLITE.fullmatch(text):
        return True
    clauses = _clauses(text)
    left = [piece for piece in clauses if not _is_command(piece)]
    return len(left) < len(clauses) and not _ASKS.search("".join(left))


def _clauses(text: str) -> list[str]:
    return [piece for piece in _CLAUSE.split(text) if piece.strip()]


def _is_command(clause: str) -> bool:
    said = re.sub(r"[,，.。!！;；\s]+$", "", clause.strip())
    return bool(_COMMAND.fullmatch(said) or _DICTATED.fullmatch(said)) and not _ASKED.search(said)
