"""The held-out reports taken apart, against the examiner's gold."""

import json

import pytest

from tests.libraries import HELDOUT, parsed

GOLD = json.loads((HELDOUT / "gold.json").read_text(encoding="utf-8"))
# Debatable by the gold's own account: an annex as a section of its own, and labels that end in a colon.
EXTRA = {
    "r02_qingxi_xianzhengfu_2010.txt": {"附表：青溪县2010年度政府信息公开情况统计表"},
    "r03_qingxi_jiaoyuju_2011.txt": {"存在的问题", "改进措施"},
    "r05_wangchuan_jiaoyuju_2015.txt": {"附件"},
}
each_report = pytest.mark.parametrize("name", GOLD)


@each_report
def test_every_heading_is_found_at_its_level_and_place(name: str):
    sections = parsed(HELDOUT / "reports" / name).sections
    found = {(s.level, s.start): s.title for s in sections if s.kind in {"heading", "run_in"}}
    wanted = {(h["level"], h["start"]) for h in GOLD[name]["headings"]}
    assert wanted <= set(found)
    assert {found[key] for key in set(found) - wanted} == EXTRA.get(name, set())


@each_report
def test_whose_report_of_which_year(name: str):
    identity = parsed(HELDOUT / "reports" / name).identity
    assert identity.year == GOLD[name]["year"]
    assert identity.agency and GOLD[name]["agency"].endswith(identity.agency)
