"""What stands around the conversation."""

from __future__ import annotations

import tomllib
from pathlib import Path

from page import frame
from page.opening import Phase, State
from page.wording import WORDING
from rag.settings import Settings
from tests.support.markup import soup
from tests.support.scripted_chat import (
    ScriptedAssistant,
)


def test_examples_are_shown_for_indexed_reports_only() -> None:
    assert frame.examples((), "en") == ""
    assert frame.examples({"some-other-report"}, "en") == ""
    first, *others = frame.EXAMPLES
    shown = soup(frame.examples({first.reports[-1]}, "fr"))
    asked = {button.get_text(): button["lang"] for button in shown.select("button")}
    assert asked[first.question] == first.language
    assert all(first.reports[-1] in other.reports for other in others if other.question in asked)
    assert shown.select_one("[role=group]")["aria-label"] == WORDING["fr"].examples


def test_the_examples_are_about_reports_of_the_sample_corpus_in_three_languages() -> None:
    catalogue = tomllib.loads((Path(__file__).parents[2] / "corpus" / "catalogue.toml").read_text(encoding="utf-8"))
    known = {entry["id"] for entry in catalogue["report"]}
    assert {report for example in frame.EXAMPLES for report in example.reports} <= known
    assert {example.language for example in frame.EXAMPLES} == {"fr", "ar", "en"}


def test_the_footer_says_what_is_asked_and_what_leaves_the_computer() -> None:
    ready = State(Phase.READY, assistant=ScriptedAssistant())
    alone = soup(frame.footer(ready, Settings(), "en")).get_text()
    assert "gen-000001" in alone
    assert "Reports: 3" in alone
    assert WORDING["en"].bundled in alone
    assert WORDING["en"].private in alone
    settings = Settings(llm="openai:<model>", llm_base_url="http://127.0.0.1:9/v1", embedding="other/model")
    sent = soup(frame.footer(ready, settings, "ar")).get_text()
    assert "openai:<model> (http://127.0.0.1:9/v1)" in sent
    assert "other/model" in sent
    assert WORDING["ar"].private not in sent


def test_the_header_says_what_it_is_in_three_languages() -> None:
    shown = soup(frame.header())
    assert shown.h1.get_text() == "Dalil دليل"
    assert [(line["lang"], line["dir"]) for line in shown.select("p")] == [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")]
