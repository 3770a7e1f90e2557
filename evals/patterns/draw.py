"""Facts before words: the numbers of one report, drawn so that they agree with each other."""

import random
from typing import NamedTuple

CATEGORIES = ("机构职能", "政策法规", "规划计划", "财政资金", "人事管理", "工作动态", "社会管理", "公共服务",
              "行政审批", "重大项目")  # fmt: skip
CHANNELS = {"政府网站": 2008, "公开栏": 2008, "政府公报": 2008, "新闻媒体": 2008, "政务微博": 2012, "政务微信": 2014}
REQUESTS = ("当面", "网络", "信函", "传真")
OUTCOMES = ("予以公开", "部分公开", "不予公开", "信息不存在", "不属于本机关公开")
REVIEWS = ("结果维持", "结果纠正", "其他结果")
INQUIRIES = ("现场咨询", "电话咨询", "网上咨询")

HEDGES = {"余": "above", "多": "above", "以上": "above", "超过": "above", "约": "about", "左右": "about", "近": "below"}


class Drawn(NamedTuple):
    """A number before it is worded; ``rough`` ones are worded with a hedge and only so.

    ``scope`` is 本年, 累计, 以前年度, 上年 or 计划; ``rough`` says where the true number lies (above, about or
    below), and is "" for an exact one.
    """

    metric: str
    value: int | str
    label: str = ""
    scope: str = "本年"
    rough: str = ""


Slots = dict[str, tuple[Drawn, ...]]


def draw_slots(rng: random.Random, year: int) -> Slots:
    """Consistent numbers by slot name; a slot that is absent cannot be stated by this report."""
    return {
        **_draw_disclosed(rng, year),
        **_draw_applications(rng, year),
        **_draw_disputes(rng),
        **_draw_office(rng),
        **_draw_services(rng),
    }


def _split(rng: random.Random, total: int, parts: int) -> list[int]:
    cuts = sorted(rng.sample(range(1, total), min(parts, total) - 1)) if total > 1 else []
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]


def _parts(rng: random.Random, metric: str, total: int, names: tuple[str, ...], most: int) -> tuple[Drawn, ...]:
    sizes = _split(rng, total, rng.randint(2, min(most, len(names)))) if total > 1 else []
    return tuple(Drawn(metric, size, name) for name, size in zip(rng.sample(names, len(sizes)), sizes, strict=True))


def _maybe_rough(rng: random.Random, value: int, chance: float) -> tuple[int, str]:
    if value < 100 or rng.random() >= chance:
        return value, ""
    step = 100 if value >= 1000 else 10
    return value // step * step, "above"


def _draw_disclosed(rng: random.Random, year: int) -> Slots:
    total, rough = _maybe_rough(rng, int(10 ** rng.uniform(1.4, 4.2)), 0.35)
    rough = rough and rng.choice(["above", "about", "below"])
    slots: Slots = {
        "total": (Drawn("disclosed_total", total, rough=rough),),
        "normative": (Drawn("other", rng.randint(1, 30), "规范性文件"),),
        **_draw_channels(rng, year, total),
        **(_draw_history(rng, year, total) if year > 2008 else {}),  # the regulation came into force in 2008
    }
    if rough:  # parts of a rounded total would add up to something else
        return {name: drawn for name, drawn in slots.items() if name != "web_pct"}
    return slots | {"cat": _parts(rng, "categories", total, CATEGORIES, 8)}


def _draw_history(rng: random.Random, year: int, total: int) -> Slots:
    last = rng.randint(total // 2, total * 3 // 2)
    prior = last + rng.randint(0, total) * (year - 2009)
    return {
        "last": (Drawn("disclosed_total", last, scope="上年"),),
        "prior": (Drawn("disclosed_total", prior, scope="以前年度"),),
        "cumulative": (Drawn("disclosed_cumulative", total + prior, scope="累计"),),
    }


def _draw_channels(rng: random.Random, year: int, total: int) -> Slots:
    counts = {name: rng.randint(1, total) for name, since in CHANNELS.items() if since <= year}
    drawn = {name: Drawn("channels", count, name) for name, count in counts.items()}
    share = 100 * counts["政府网站"] / total
    named = {"web": "政府网站", "weibo": "政务微博", "wechat": "政务微信"}
    return {
        **{slot: (drawn[name],) for slot, name in named.items() if name in drawn},
        "ch": tuple(drawn[name] for name in rng.sample(sorted(drawn), rng.randint(2, 4))),
        "web_pct": (Drawn("channels", f"{share:.1f}", "政府网站占比"),),
        "web_about": (Drawn("channels", f"{share:.0f}", "政府网站占比", rough="about"),),
        "board": (Drawn("channels", rng.randint(2, 24), "公开栏更换"),),
    }


def _draw_applications(rng: random.Random, year: int) -> Slots:
    received = rng.choice([0, rng.randint(1, 9), rng.randint(3, 60), rng.randint(20, 400)])
    carried_in = rng.randint(1, 5) if received and rng.random() < 0.3 else 0
    carried = rng.randint(1, min(5, received + carried_in - 1)) if received > 1 and rng.random() < 0.3 else 0
    handled = received + carried_in - carried
    fee = rng.choice([0, 0, rng.randint(5, 900), f"{rng.randint(10, 999)}.{rng.randint(1, 9)}"])
    charged = received and not 2017 <= year <= 2020  # no fee was allowed between the old rule and 国办函〔2020〕109号
    return {
        "received": (Drawn("applications_received", received),),
        "recv": _parts(rng, "applications_received", received, REQUESTS, 4),
        "carried_in": (Drawn("other", carried_in, "上年结转"),),
        "handled": (Drawn("applications_handled", handled),),
        "out": _parts(rng, "applications_handled", handled, OUTCOMES, 5),
        "carried": (Drawn("other", carried, "结转下年度"),),
        "fees": (Drawn("fees", fee if charged else 0),),
    }


def _draw_disputes(rng: random.Random) -> Slots:
    reviews, lawsuits = (rng.choice([0, 0, rng.randint(1, 12)]) for _ in range(2))
    return {
        "reviews": (Drawn("reviews", reviews),),
        "rev": _parts(rng, "reviews", reviews, REVIEWS, 3),
        "lawsuits": (Drawn("lawsuits", lawsuits),),
    }


def _draw_office(rng: random.Random) -> Slots:
    full, part, sessions = rng.randint(1, 6), rng.randint(1, 15), rng.randint(1, 12)
    trained, rough = _maybe_rough(rng, sessions * rng.randint(15, 120), 0.5)
    return {
        "staff": (Drawn("staff", full + part),),
        "staff_full": (Drawn("staff", full, "专职"),),
        "staff_part": (Drawn("staff", part, "兼职"),),
        "members": (Drawn("organisation", rng.randint(5, 24), "领导小组成员单位"),),
        "points": (Drawn("organisation", rng.randint(1, 30), "查阅点"),),
        "plan_points": (Drawn("plans", rng.randint(1, 9), "查阅点", "计划"),),
        "training": (Drawn("training", sessions),),
        "trained": (Drawn("training", trained, "受训人次", rough=rough),),
        "plan_training": (Drawn("plans", rng.randint(1, 12), "培训", "计划"),),
        "meetings": (Drawn("other", rng.randint(1, 9), "会议"),),
        "interp": (Drawn("interpretation", rng.randint(1, 150), "解读稿件"),),
        "response": (Drawn("interpretation", rng.randint(1, 90), "回应热点"),),
        "interview": (Drawn("interpretation", rng.randint(1, 12), "在线访谈"),),
        "briefing": (Drawn("interpretation", rng.randint(1, 12), "新闻发布会"),),
    }


def _draw_services(rng: random.Random) -> Slots:
    inquiries, rough = _maybe_rough(rng, rng.randint(5, 3000), 0.6)
    messages = rng.randint(3, 500)
    return {
        "inquiries": (Drawn("inquiries", inquiries, rough=rough),),
        "inq": () if rough else _parts(rng, "inquiries", inquiries, INQUIRIES, 3),
        "columns": (Drawn("other", rng.randint(5, 40), "网站栏目"),),
        "messages": (Drawn("other", messages, "网民留言"),),
        "reply_pct": (Drawn("other", "100", "留言回复率"),),
        "leaflets": (Drawn("other", rng.randint(2, 60) * 100, "宣传资料", rough="above"),),
        "services": (Drawn("other", rng.randint(8, 60), "办理业务"),),
        "incidents": (Drawn("other", 0, "失泄密事件"),),
        "reported": (Drawn("other", rng.randint(2, 60) * 10, "报送信息", rough="above"),),
    }
