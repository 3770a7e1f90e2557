"""JUnit XML of a run: a suite a test suite, a case a test case, what failed with its reasons."""

import re
from xml.etree import ElementTree

from evals.schema import Case, Scored
from evals.score import MUST_BE_WHOLE, Pairs
from evals.suites import PENDING

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(name: str, scored: Pairs) -> str:
    """The run as CI servers read it; cases of pending suites are skipped, never failures."""
    root = ElementTree.Element("testsuites", name=f"gongkai eval {name}")
    for suite in dict.fromkeys(case.suite for case, _ in scored):
        root.append(_suite(suite, [pair for pair in scored if pair[0].suite == suite]))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(suite: str, scored: Pairs) -> ElementTree.Element:
    failed = [one for case, one in scored if not one.passed and suite not in PENDING]
    errors = sum(one.error is not None for one in failed)
    counts = {"tests": len(scored), "failures": len(failed) - errors, "errors": errors}
    skipped = len(scored) if suite in PENDING else 0
    seconds = sum(one.measures.get("seconds", 0.0) for _, one in scored)
    attributes = {key: str(value) for key, value in {**counts, "skipped": skipped}.items()}
    element = ElementTree.Element("testsuite", name=suite, time=f"{seconds:.3f}", **attributes)
    for case, one in scored:
        element.append(_case(case, one))
    return element


def _case(case: Case, one: Scored) -> ElementTree.Element:
    name = case.id if one.condition == "whole" else f"{case.id} [{one.condition}]"
    element = ElementTree.Element(
        "testcase", classname=f"{case.suite}.{_clean(case.cluster)}", name=_clean(name),
        time=f"{one.measures.get('seconds', 0.0):.3f}",
    )  # fmt: skip
    if case.suite in PENDING:
        ElementTree.SubElement(element, "skipped", message="the feature is still to come")
    elif one.error is not None:
        ElementTree.SubElement(element, "error", message=_clean(one.error))
    elif not one.passed:
        faults = [f"{metric}: {why}" for metric, why in one.faults.items() if metric in MUST_BE_WHOLE]
        failure = ElementTree.SubElement(element, "failure", message=_clean(faults[0] if faults else "failed"))
        failure.text = _clean(f"{case.question}\n" + "\n".join(faults))
    return element


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("�", text)
