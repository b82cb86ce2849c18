"""A run as JUnit XML, so that a build server lists each question as a test.

One test case a fact and one a hard rule, in the dialect that Jenkins, GitLab and pytest share. The only figures that
differ from run to run are the attributes `time`, in seconds; there is no date and no host name.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from eval.compare import RULES
from eval.reporting.characters import visible
from eval.reporting.links import anchor
from eval.types import Outcome, Run
from rag.types import Status


def junit(run: Run) -> str:
    """Return the XML document; it ends in a line break."""
    suites = [_facts(run), _rules(run)]
    counts = _counts([case for suite in suites for case in suite])
    root = Xml.Element("testsuites", {"name": "dalil eval", **counts, "time": _seconds(run.outcomes)})
    root.extend(suites)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _facts(run: Run) -> Xml.Element:
    cases = [_fact(outcome) for outcome in run.outcomes]
    suite = _suite("facts", cases, _seconds(run.outcomes))
    properties = Xml.SubElement(suite, "properties")
    for name, value in sorted(run.made_of.items()):
        Xml.SubElement(properties, "property", name=visible(name), value=visible(value))
    suite.extend(cases)
    return suite


def _fact(outcome: Outcome) -> Xml.Element:
    fact = outcome.fact
    name = visible(f"{fact.id}: {' '.join(fact.question.split())}")
    case = Xml.Element("testcase", classname=f"{fact.lang}.{fact.kind}", name=name, time=_seconds([outcome]))
    if outcome.status is Status.FAILED:
        reason = visible(outcome.error or outcome.verdict)
        Xml.SubElement(case, "error", message=reason, type=reason.split(":")[0]).text = _found(outcome)
    elif not outcome.right:
        Xml.SubElement(case, "failure", message=outcome.verdict, type="verdict").text = _found(outcome)
    return case


def _found(outcome: Outcome) -> str:
    """Return what was expected and what came, a line each."""
    lines = []
    for group, matched in zip(outcome.fact.expect, outcome.matched, strict=True):
        lines.append(f"expected: {' / '.join(group)} ({'found' if matched else 'missing'})")
    if not outcome.fact.answerable:
        lines.append("expected: a refusal")
    lines += [f"stands at: {place.doc}, {place.at}" for place in outcome.fact.evidence]
    lines.append(f"answer: {outcome.answer or '(none)'}")
    for cited in outcome.citations:
        right = "right place" if cited.right_place else "elsewhere"
        lines.append(f"cited [{cited.marker}]: {cited.report}, {cited.paragraph or 'no paragraph'} ({right})")
    lines.append(f"evidence found at rank: {outcome.rank_of_evidence() or 'none'}")
    lines.append(f"trace: report.html#{anchor('trace', outcome.fact.id)}")
    return visible("\n".join(lines))


def _rules(run: Run) -> Xml.Element:
    cases = []
    for metric, rule in RULES:
        case = Xml.Element("testcase", classname="rules", name=rule, time="0.000")
        broken = [outcome.fact.id for outcome in run.outcomes if metric([outcome]).value]
        if broken:
            message = f"{len(broken)} of {len(run.outcomes)} questions"
            Xml.SubElement(case, "failure", message=message, type="rule").text = visible("\n".join(broken))
        cases.append(case)
    suite = _suite("hard rules", cases, "0.000")
    suite.extend(cases)
    return suite


def _suite(name: str, cases: Sequence[Xml.Element], seconds: str) -> Xml.Element:
    return Xml.Element("testsuite", {"name": name, **_counts(cases), "skipped": "0", "time": seconds})


def _counts(cases: Sequence[Xml.Element]) -> dict[str, str]:
    tests = [case for case in cases if case.tag == "testcase"]
    return {
        "tests": str(len(tests)),
        "failures": str(sum(case.find("failure") is not None for case in tests)),
        "errors": str(sum(case.find("error") is not None for case in tests)),
    }


def _seconds(outcomes: Sequence[Outcome]) -> str:
    return f"{sum(outcome.seconds for outcome in outcomes):.3f}"
