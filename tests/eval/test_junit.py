from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from eval.reporting.junit import junit
from eval.types import Run
from tests.eval import world

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit.xsd")))


def parsed(run: Run) -> etree._Element:
    root = etree.fromstring(junit(run).encode())
    SCHEMA.assertValid(root)
    return root


def cases(run: Run) -> dict[str, etree._Element]:
    return {case.get("name").split(":")[0]: case for case in parsed(run).iter("testcase")}


def test_a_test_case_a_fact_and_a_rule() -> None:
    root = parsed(world.asked())
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": str(len(world.FACTS) + 3),
        "failures": "5",
        "errors": "1",
    }
    facts, rules = root.iter("testsuite")
    assert (facts.get("tests"), facts.get("failures"), facts.get("errors")) == ("6", "3", "1")
    assert (rules.get("tests"), rules.get("failures"), rules.get("errors")) == ("3", "2", "0")
    assert facts.find("properties/property[@name='facts']").get("value") == "world"


def test_the_fate_of_each_fact() -> None:
    by_id = cases(world.asked())
    assert by_id["quays"].get("classname") == "en.number"
    assert by_id["quays"].get("name") == "quays: quays?"
    assert not len(by_id["quays"])
    assert not len(by_id["price"])
    assert by_id["director"].find("failure").get("message") == "wrongly refused"
    assert by_id["broken"].find("error").get("message") == "RuntimeError: no luck"
    assert by_id["broken"].find("error").get("type") == "RuntimeError"


def test_a_failure_says_what_was_expected_and_what_came() -> None:
    by_id = cases(world.asked())
    assert by_id["year"].find("failure").text.splitlines() == [
        "expected: 1931 (found)",
        "stands at: port.fr, 2",
        "answer: Il date de 1931. [1]",
        "cited [1]: port.ar, 2 (elsewhere)",
        "evidence found at rank: none",
        "trace: report.html#trace-year",
    ]
    assert "expected: a refusal" in by_id["weather"].find("failure").text


def test_a_broken_rule_names_the_questions() -> None:
    by_id = cases(world.asked())
    assert by_id["unsupported numbers"].find("failure").text == "weather"
    assert by_id["no answer came back"].find("failure").get("message") == "1 of 6 questions"
    assert by_id["quotes that are not verbatim"].find("failure") is None


@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\ufffe", "\ud800"])
def test_characters_that_xml_forbids_are_replaced(odd: str) -> None:
    first = world.asked().outcomes[2]
    outcome = replace(first, fact=replace(first.fact, question=f"a{odd}<b> & c"), answer=f"]]>{odd}")
    case = cases(Run((outcome,), {f"k{odd}": f"v{odd}"}))["director"]
    assert case.get("name") == "director: a\ufffd<b> & c"
    assert "answer: ]]>\ufffd" in case.find("failure").text


def test_what_reorders_text_is_shown_by_number() -> None:
    first = world.asked().outcomes[2]
    outcome = replace(first, fact=replace(first.fact, question="a\u202eb\u200f"))
    assert cases(Run((outcome,)))["director"].get("name") == "director: a[U+202E]b\u200f"


def test_nothing_asked() -> None:
    root = parsed(Run(()))
    assert (root.get("tests"), root.get("failures"), root.get("time")) == ("3", "0", "0.000")


def test_the_same_run_gives_the_same_bytes_times_apart() -> None:
    first = world.asked()
    assert junit(first) == junit(first)
    slower = replace(first, outcomes=tuple(replace(each, seconds=each.seconds + 1) for each in first.outcomes))
    one, other = parsed(first), parsed(slower)
    assert etree.tostring(one) != etree.tostring(other)
    for element in [*one.iter(), *other.iter()]:
        element.attrib.pop("time", None)
    assert etree.tostring(one) == etree.tostring(other)
