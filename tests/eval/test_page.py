"""The page as a document: what stands in it, that nothing breaks out of it, that it needs nothing from outside."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from lxml import html
from pydantic import TypeAdapter

from eval import reporting
from eval.compare import compare
from eval.reporting.page import page
from eval.types import FactKind, Outcome, Run
from rag.types import Answer, Considered, Question, QuestionKind, Status, Trace
from tests.eval import world

SCRIPT = "<script>alert('x')</script> & \u202eevil\u2066"
ARABIC = "ضم اللقاء 33443 شخصا في 13 آب/أغسطس 2020."

Document = html.HtmlElement


def outcome_of(run: Run, fact_id: str) -> Outcome:
    return next(outcome for outcome in run.outcomes if outcome.fact.id == fact_id)


def sure(run: Run) -> Run:
    """The run with a confidence for each answer."""
    levels = {"quays": 0.9, "year": 0.6, "weather": 0.6, "director": 0.3, "price": 0.2}
    outcomes = tuple(replace(each, confidence=levels.get(each.fact.id)) for each in run.outcomes)
    return replace(run, outcomes=outcomes)


@pytest.fixture(scope="module")
def run() -> Run:
    return sure(world.asked())


@pytest.fixture(scope="module")
def written(run: Run) -> str:
    before = replace(run, outcomes=tuple(replace(each, status=Status.NOT_FOUND) for each in run.outcomes[:-1]))
    trace = {
        "id": "director",
        "question": {"text": "director?", "kind": "who", "countries": ["MA"]},
        "hits": [{"rank": 1, "report": "port.fr", "right_place": True, "why": {"dense": 0.5}, "matches": []}],
        "considered": [{"text": ARABIC, "score": 0.25, "signals": {"overlap": 0.5}}],
        "struck": [["Le port compte 13 quais.", "no quote holds 13"]],
        "seconds": 12.5,
    }
    return page(run, compare(before, run), {"director": trace})


@pytest.fixture(scope="module")
def document(written: str) -> Document:
    return html.document_fromstring(written)


def text_of(document: Document, anchor: str) -> str:
    return " ".join(" ".join(document.get_element_by_id(anchor).itertext()).split())


def test_the_sections(document: Document) -> None:
    for section in ("conclusion", "plots", "scores", "rules", "comparison", "failures", "latency", "made-of"):
        assert document.get_element_by_id(section).tag == "section"
    assert "25 % 5–70 of 4 answerable questions" in text_of(document, "conclusion")
    assert "port.ar" in text_of(document, "scores")
    assert "unsupported numbers 1 of 3 sentences weather" in text_of(document, "rules")
    assert "facts world" in text_of(document, "made-of")
    assert len(document.xpath("//*[@id='plots']//*[local-name()='svg']")) == 4


def test_each_plot_is_labelled_and_its_figures_stand_beneath(document: Document) -> None:
    for plot in document.find_class("plot"):
        (drawing,) = plot.iter("svg")
        assert drawing.get("aria-label") == drawing.findtext("title")
        assert drawing.get("role") == "img"
        assert len(plot.xpath(".//tbody/tr")) >= 1
    assert "Arabic 0 % 0 of 1 0–79" in text_of(document, "by-language")
    assert "French – 0 % 0 of 1 0–79 –" in text_of(document, "languages")
    assert "0.600 as run 50 % 2 of 4 15–85 100 % 2 of 2 34–100 50 % 1 of 2 9–91" in text_of(document, "curve")
    assert "0.300 75 % 3 of 4 30–95 – 50 %" in text_of(document, "curve")


def test_the_drawings_hold_text_as_text(document: Document) -> None:
    (drawing,) = document.get_element_by_id("by-language").iter("svg")
    words = " ".join(text.text_content() for text in drawing.iter("text"))
    for word in ("Arabic", "English", "French", "wrong refusals"):
        assert word in words


def test_a_failure_says_what_was_expected_and_what_came(document: Document) -> None:
    director = text_of(document, "fact-director")
    assert "wrongly refused" in director
    assert "Arabic · name · evidence found at rank 1" in director
    assert "Expected ✗ Karim Saadi Stands at port.fr, 3 Answer none" in director
    year = text_of(document, "fact-year")
    assert "Expected ✓ 1931" in year
    assert "[1] port.ar, 2 ✗ elsewhere" in year
    assert "RuntimeError: no luck" in text_of(document, "fact-broken")
    assert "Expected a refusal" in text_of(document, "fact-weather")
    assert not document.xpath("//*[@id='fact-quays']")


def test_a_trace_is_folded_and_shows_whatever_it_holds(document: Document) -> None:
    trace = document.get_element_by_id("trace-director")
    (fold,) = (each for each in trace.iterancestors("details"))
    assert fold.get("open") is None
    told = text_of(document, "trace-director")
    assert "countries MA" in told
    assert "1 port.fr ✓ dense 0.5 –" in told
    assert f"{ARABIC} 0.25 overlap 0.5" in told
    assert "Le port compte 13 quais. no quote holds 13" in told
    assert "12.5" not in told


def test_without_a_trace_the_outcome_tells_what_it_knows(document: Document) -> None:
    told = text_of(document, "trace-year")
    assert "1931 1931" in told
    assert "1 port.ar 2 ✗ 1" in told


def test_a_trace_that_holds_the_whole_answer(run: Run) -> None:
    considered = Considered("port.fr#3", "Le directeur est Karim Saadi.", 0.625, {"overlap": 0.5})
    understood = Question("director?", "ar", QuestionKind.PERSON, countries=("MA",))
    refused = replace(world.refusal(("port.fr", "3"), ("port.fr", "1")), trace=Trace(understood, (considered,)))
    line = {"format": 1, "answer": TypeAdapter(Answer).dump_python(refused, mode="json"), "seconds": 12.5}
    (outcome,) = (each for each in run.outcomes if each.fact.id == "director")
    told = text_of(html.document_fromstring(page(Run((outcome,)), traces={"director": line})), "trace-director")
    assert "countries MA" in told
    assert "1 port.fr, 3 ✓ 1 – – – Le directeur est Karim Saadi." in told
    assert "2 port.fr, 1 ✗ 0.5 – – – Le port compte 12 quais." in told
    assert "port.fr, 3 Le directeur est Karim Saadi. 0.625 overlap 0.5" in told
    assert "12.5" not in told
    assert "gen-000001" not in told
    nothing = {"format": 1, "fact": {"id": "director"}, "answer": None}
    told = text_of(html.document_fromstring(page(Run((outcome,)), traces={"director": nothing})), "trace-director")
    assert told.startswith("What the answer must hold one of found Karim Saadi ✗ missing Passages found")


def test_the_comparison_lists_each_question(document: Document) -> None:
    changed = text_of(document, "comparison")
    assert "quays fixed: supported, correct quays? supported" in changed
    assert "New: weather." in changed
    assert "Regression: no answer came back: broken" in changed


def test_every_link_leads_to_a_place_in_the_page(document: Document) -> None:
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = document.xpath("//@href")
    assert "#trace-director" in targets
    assert {target.removeprefix("#") for target in targets} <= set(ids)


def test_nothing_is_asked_of_anyone(written: str, document: Document) -> None:
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert not re.findall(r"https?:|//[a-z]|\bsrc=|@import|url\((?!#)|<(?:script|link|img|iframe|object)\b", written)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_what_others_wrote_cannot_break_out(run: Run, language: str) -> None:
    first = outcome_of(run, "weather")
    fact = replace(first.fact, id='a"|b c', question=SCRIPT, lang=language, history=(SCRIPT,), kind=FactKind.NUMBER)
    spoiled = replace(
        first,
        fact=replace(fact, expect=((SCRIPT,),), evidence=outcome_of(run, "year").fact.evidence),
        matched=(None,),
        answer=SCRIPT,
        sentences=(SCRIPT,),
        notes=(SCRIPT,),
        error=SCRIPT,
        citations=tuple(replace(each, quote=SCRIPT, report=SCRIPT) for each in first.citations),
    )
    trace = {SCRIPT: SCRIPT, "hits": [{SCRIPT: SCRIPT}], "struck": [[SCRIPT]]}
    written = page(Run((spoiled,), {SCRIPT: SCRIPT}, SCRIPT), traces={fact.id: trace})
    assert "<script" not in written
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", written)
    document = html.document_fromstring(written)
    (question,) = document.find_class("question")
    assert question.text_content() == "<script>alert('x')</script> & [U+202E]evil[U+2066]"
    assert "#trace-a:22:7Cb:20c" in document.xpath("//@href")
    assert document.get_element_by_id("trace-a:22:7Cb:20c") is not None


def test_arabic_runs_from_right_to_left_wherever_it_stands(run: Run) -> None:
    first = outcome_of(run, "director")
    fact = replace(first.fact, question=ARABIC, expect=(("كريم",),), history=(ARABIC,))
    cited = replace(outcome_of(run, "year").citations[0], quote=ARABIC)
    said = replace(first, fact=fact, status=Status.ANSWERED, answer=ARABIC, sentences=(ARABIC,), citations=(cited,))
    struck = {"struck": [[ARABIC, "no quote"]], "considered": [{"text": ARABIC}]}
    document = html.document_fromstring(page(Run((said,)), traces={"director": struck}))
    for node in document.body.iter():
        if not isinstance(node.tag, str):
            continue
        own = "".join(chain([node.text or ""], (child.tail or "" for child in node)))
        if re.search("[\u0600-\u06ff]", own):
            assert (node.get("lang"), node.get("dir")) == ("ar", "rtl")
    assert document.text_content().count(ARABIC) == 6


def test_a_text_runs_the_way_of_most_of_its_letters(run: Run) -> None:
    sentences = ("COVID-19 أثرت الجائحة على أعمال الورشة كلها", "Le mot دليل veut dire guide et preuve")
    said = replace(outcome_of(run, "weather"), sentences=sentences)
    document = html.document_fromstring(page(Run((said,))))
    directions = {each.text_content(): each.get("dir") for each in document.iter("dd")}
    assert [directions[sentence] for sentence in sentences] == ["rtl", "ltr"]


def without_latency(written: str) -> str:
    document = html.document_fromstring(written)
    document.get_element_by_id("latency").drop_tree()
    return html.tostring(document, encoding="unicode")


def test_the_same_run_gives_the_same_bytes_latency_apart(run: Run) -> None:
    slower = replace(run, outcomes=tuple(replace(each, seconds=each.seconds + 1) for each in run.outcomes))
    first, again, slow = page(run), page(run), page(slower)
    assert first == again
    assert slow != first
    assert without_latency(slow) == without_latency(first)


@pytest.mark.parametrize(
    ("kept", "absent"),
    [
        ((), {"by-language", "languages", "curve", "latency"}),
        (("quays", "price"), set()),
        (("price",), {"languages"}),
        (("broken",), {"curve"}),
        (("director",), set()),
    ],
)
def test_runs_with_little_in_them(run: Run, kept: tuple[str, ...], absent: set[str]) -> None:
    few = replace(run, outcomes=tuple(outcome_of(run, fact_id) for fact_id in kept))
    document = html.document_fromstring(page(few))
    drawn = {plot.get("id") for plot in document.find_class("plot") if plot.find(".//svg") is not None}
    assert drawn == {"by-language", "languages", "curve", "latency"} - absent
    assert ("None." in text_of(document, "failures")) == all(outcome.right for outcome in few.outcomes)
    assert set(document.xpath("//@href")) <= {f"#{name}" for name in document.xpath("//@id")}


def colours(scheme: str) -> dict[str, str]:
    style = (Path(reporting.__file__).parent / "style.css").read_text(encoding="utf-8")
    light, _, rest = style.partition("prefers-color-scheme: dark")
    dark = rest[: rest.index("* {")]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark)) if scheme == "dark" else {})


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, 1.4.3)."""

    def luminance(colour: str) -> float:
        parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out_from_what_is_behind_them(scheme: str) -> None:
    named = colours(scheme)
    for ink in ("ink", "muted", "accent", "warning", "good", "warm"):
        for ground in ("page", "surface"):
            assert contrast(named[ink], named[ground]) >= 4.5, (ink, ground)
    assert contrast(named["band-ink"], named["band"]) >= 4.5
    assert contrast(named["band-soft"], named["band"]) >= 4.5
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
