"""Rules over two years of one body: what follows on, what does not, and whose report is taken for last year's."""

import pytest

from bot.audit import audit, checks
from tests.audited import held

FILLER = "本局按照统一部署，完善公开目录，规范公开流程，明确责任科室，加强保密审查，及时更新栏目，方便群众查询，接受社会监督。健全协调机制，落实审批程序，做到先审查后公开，谁公开谁负责，推动各科室把公开要求贯穿办文全过程。"
OTHER = "围绕教育领域的热点难点，本局组织各学校梳理公开事项，开展业务培训，改版门户网站，开设招生专栏，解读中考政策，回应家长关切。聘请家长代表担任监督员，组织校园开放日，设立咨询电话，编印明白卡，逐校检查公示栏更新情况。"


def pair(now: str, then: str, rule: str):
    return list(checks(held(now, 2014, "now"), [held(then, 2013, "then")], {rule}))


@pytest.mark.parametrize(
    ("rule", "now", "then", "verdict", "shown"),
    [
        ("Y1", "一、申请\n上年结转申请3件。", "一、申请\n办结5件，结转下年3件。", "holds", "3 = 3"),
        ("Y1", "一、申请\n上年结转申请4件。", "一、申请\n办结5件，结转下年3件。", "fails", "4 ≠ 3"),
        ("Y2", "制发行政规范性文件9件、废止11件，现行有效84件。", "现行有效86件。", "holds", "86+9-11 = 84"),
        ("Y2", "制发行政规范性文件9件、废止11件，现行有效94件。", "现行有效86件。", "fails", "86+9-11 = 84 ≠ 94"),
        ("Y3", "一、公开\n2014年主动公开政府信息50条，自《条例》施行以来累计主动公开政府信息753条。", "一、公开\n自《条例》施行以来累计主动公开政府信息703条。", "holds", "703+50 = 753"),
        ("Y3", "一、公开\n2014年主动公开政府信息50条，自《条例》施行以来累计主动公开政府信息763条。", "一、公开\n自《条例》施行以来累计主动公开政府信息703条。", "fails", "703+50 = 753 ≠ 763"),
        ("Y3", "一、公开\n2014年主动公开政府信息50余条，自《条例》施行以来累计主动公开政府信息756条。", "一、公开\n自《条例》施行以来累计主动公开政府信息703条。", "holds", "≈"),
        ("Y4", "一、公开\n2014年共主动公开政府信息120条。", "一、公开\n2013年共主动公开政府信息100条。", "holds", "100 → 120"),
        ("Y4", "一、公开\n2014年共主动公开政府信息1200条。", "一、公开\n2013年共主动公开政府信息100条。", "fails", "100 → 1200"),
        ("Y5", f"一、公开\n{FILLER}", f"一、公开\n{OTHER}", "holds", ""),
        ("Y5", f"一、公开\n2014年，{FILLER}", f"一、公开\n2013年，{FILLER}", "fails", ""),
        ("Y6", "一、存在的问题\n一是信息更新不够及时；二是人员配备不足。", "一、存在的问题\n一是信息更新不够及时，群众反映较多；二是经费紧张。", "fails", ""),
        ("Y7", "一、申请\n收到政府信息公开申请60件，比上年增加10件。", "一、申请\n2013年收到政府信息公开申请50件。", "holds", "60-50 = 10"),
        ("Y7", "一、申请\n收到政府信息公开申请60件，比上年增加20件。", "一、申请\n2013年收到政府信息公开申请50件。", "fails", "≠ 20"),
        ("Y7", "一、申请\n收到政府信息公开申请60件，同比增长20%。", "一、申请\n2013年收到政府信息公开申请50件。", "holds", "(60-50)÷50 = 20.0%"),
    ],
)  # fmt: skip
def test_two_years(rule: str, now: str, then: str, verdict: str, shown: str):
    found = pair(now, then, rule)
    assert verdict in {check.verdict for check in found}, found
    assert any(shown in (check.computation or "") for check in found if check.verdict == verdict)
    assert all({rid for rid, _ in check.spans} == {"now", "then"} for check in found)


@pytest.mark.parametrize(
    ("rule", "now", "then"),
    [
        ("Y3", "一、公开\n累计主动公开政府信息753条。", "一、公开\n主动公开政府信息703条。"),
        ("Y4", "一、申请\n收到政府信息公开申请6件。", "一、申请\n收到政府信息公开申请1件。"),
        ("Y5", "一、公开\n2014年主动公开政府信息37条。", "一、公开\n2013年主动公开政府信息37条。"),
        ("Y7", "一、申请\n收到政府信息公开申请60件，比上年略有增加。", "一、申请\n收到政府信息公开申请50件。"),
    ],
)
def test_what_is_never_called_wrong(rule: str, now: str, then: str):
    assert "fails" not in {check.verdict for check in pair(now, then, rule)}


def test_identical_numbers_of_two_years():
    numbers = "一、公开\n共公开信息37条，收到申请5件，举办培训3次，接待咨询210人次，解读政策12篇，召开会议4次，发放材料800份。"
    found = [f for f in audit(held(numbers, 2014, "now"), [held(numbers, 2013, "then")]) if f.rule == "Y5"]
    assert any("全部数据" in f.message for f in found)


def test_only_the_same_body_s_year_before_counts():
    now = held("一、申请\n上年结转申请4件。", 2014, "now")
    then = held("一、申请\n办结5件，结转下年3件。", 2013, "then")
    older = held("一、申请\n办结5件，结转下年3件。", 2012, "older")
    stranger = then.model_copy(update={"report": then.report.model_copy(update={"agency": "西山县教育局"})})
    assert not [f for f in audit(now, [older, stranger]) if f.rule.startswith("Y")]
    (found,) = [f for f in audit(now, [older, then]) if f.rule == "Y1"]
    assert [(c.report_id, c.year) for c in found.citations] == [("now", 2014), ("then", 2013)]
