"""Questions in English across bodies and years: ranked, compared, added up, counted, which of them."""

from bot.question.english_heard import BARS, INFO, Heard, audited, doing, everything, is_short, many

_NUMERALS = "零一二三四五六七八九十"


def ranked(heard: Heard) -> str:
    """An order of all: 各单位公开的政府信息按从多到少排名."""
    order = "从少到多" if "order_up" in heard.cues or "least" in heard.cues else "从多到少"
    verb = "" if heard.deed == "有" or heard.head is None else f"{heard.deed}的"
    who = heard.who or "各单位"
    noun = (heard.head or INFO).chinese if heard.head is None else heard.noun
    return f"{heard.when}{who}{verb or ('公开的' if heard.head is None else '')}{noun}按{order}排名"


def topmost(heard: Heard) -> str:
    """The first or last so many of the order."""
    cue = "top" if "top" in heard.cues else "bottom"
    count = int(heard.cues.said[cue])
    many = _NUMERALS[count] if count < len(_NUMERALS) else str(count)
    least = cue == "bottom" or "least" in heard.cues
    return f"{heard.when}{doing(heard) or '公开政府信息'}最{'少' if least else '多'}的前{many}名"


def extreme(heard: Heard) -> str:
    """The one with most or least of it."""
    most = "最少" if "least" in heard.cues else "最多"
    if is_short(heard):
        return f"{heard.when}{most}的呢"
    if heard.asks and "公开了哪几类信息" in heard.asks:
        return f"{heard.who}{heard.when}哪类信息{most}"
    nth = heard.cues.said.get("nth")
    place = f"第{_NUMERALS[int(nth)]}{most[1]}" if nth else most
    return f"{heard.who}{heard.when}哪个单位{doing(heard) or '公开政府信息'}{place}"


def more_of_two(heard: Heard) -> str:
    """Which of the bodies has more of it."""
    more = "少" if "less" in heard.cues else "多"
    noun = heard.noun or INFO.chinese
    verb = heard.deed or "公开"
    return f"{heard.who}{heard.when}谁{'' if verb == '有' else verb + '的'}{noun}更{more}"


def difference(heard: Heard) -> str:
    """How many more one has than the other, or one year than another."""
    more = "少" if "less" in heard.cues else "多"
    noun, unit = heard.noun or INFO.chinese, heard.unit or "条"
    verb = heard.deed or "公开"
    if len(heard.bodies) == 2 and "than" in heard.cues:
        return f"{heard.bodies[0]}{heard.when}比{heard.bodies[1]}{more}{verb}多少{unit}{noun}"
    if len(heard.bodies) == 2:
        return f"{'和'.join(heard.bodies)}{heard.when}{verb}的{noun}相差多少{unit}"
    if len(heard.years) == 2:
        return f"{heard.who}{heard.years[0]}年比{heard.years[1]}年{more}{verb}多少{unit}{noun}"
    return ""


def compared(heard: Heard) -> str:
    """A than B, without a number asked: 丰台公开的政府信息比平凉多吗; 和丰台比呢."""
    noun, verb = heard.noun or INFO.chinese, heard.deed or "公开"
    if is_short(heard) and heard.bodies:
        return f"和{heard.who}比呢"
    if len(heard.bodies) == 2 and ({"more", "less"} & heard.cues.said.keys()):
        more = "少" if "less" in heard.cues else "多"
        return f"{heard.bodies[0]}{heard.when}{'' if verb == '有' else verb + '的'}{noun}比{heard.bodies[1]}{more}吗"
    if len(heard.bodies) < 2:
        return growth(heard) if len(heard.years) == 2 else ""
    return f"{heard.who}{heard.when}{'' if verb == '有' else verb + '的'}{noun}比较"


def ratio(heard: Heard) -> str:
    """How many times as much one has as the other."""
    verb = heard.deed or "公开"
    noun = heard.noun or INFO.chinese
    if len(heard.bodies) != 2:
        return ""
    return f"{heard.bodies[0]}{heard.when}{'' if verb == '有' else verb + '的'}{noun}是{heard.bodies[1]}的几倍"


def growth(heard: Heard) -> str:
    """How it changed between two years, or since the year before."""
    if len(heard.years) == 2:
        return f"{heard.who}{heard.years[0]}年到{heard.years[1]}年{heard.noun}增长了多少"
    return f"{heard.who}{heard.when}{heard.noun}比上年增长多少" if heard.head else ""


def counted(heard: Heard) -> str:
    """How many bodies do it."""
    return of_whom(heard, "有几家")


def which(heard: Heard) -> str:
    """Which bodies do it."""
    return of_whom(heard, "哪些单位")


def of_whom(heard: Heard, whom: str) -> str:
    """Which bodies, or how many, do, have, lack or mention it."""
    lead = f"{heard.who}{heard.when}{whom}"
    if bar := next((f"{sign}{heard.cues.said[cue]}" for cue, sign in BARS if cue in heard.cues), ""):
        head = heard.head or INFO
        return (
            f"{lead}{'' if heard.deed == '有' else heard.deed or head.verb}{bar}{head.unit}{heard.noun or head.chinese}"
        )
    if heard.cues.audits:
        return f"{heard.when}哪些单位的报告{audited(heard)}"
    if "problem" in heard.cues and not heard.words:
        return f"{heard.who}{heard.when}各单位存在哪些问题"
    if "mention" in heard.cues:
        return f"{lead}{'没有' if 'not' in heard.cues else ''}提到{everything(heard)}"
    if "plan" in heard.cues:
        return f"{lead}打算{everything(heard)}"
    if "not" in heard.cues:
        return f"{lead}没有{doing(heard)}"
    owned = heard.deed == "有" or (heard.head is None and not heard.deed)
    return f"{lead}{'有' if owned else ''}{doing(heard)}" if doing(heard) else ""


def total(heard: Heard) -> str:
    """A sum over bodies; one body's own total is no sum."""
    if len(heard.bodies) < 2 and not ({"everybody", "which"} & heard.cues.said.keys()) and "across" not in heard.text:
        if is_short(heard):
            return "一共呢"
        return f"{heard.when}所有报告一共{many(heard)}" if not heard.bodies and heard.head else ""
    return f"{heard.who or '所有报告'}{heard.when}一共{many(heard) or '公开了多少条政府信息'}"


def mean(heard: Heard) -> str:
    """The average over bodies."""
    return f"{heard.who or '各单位'}{heard.when}平均{many(heard)}"


def share(heard: Heard) -> str:
    """The share of a part."""
    return f"{heard.who}{heard.when}{heard.noun}占比是多少" if heard.noun else ""
