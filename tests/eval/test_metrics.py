from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, chain

import pytest

from eval import metrics
from eval.run import run
from eval.types import FactKind, Outcome, Run, Score
from rag.errors import NoIndexError
from rag.types import Answer, Status, Usage
from tests.eval import world

DURATIONS = [0.1, 0.2, 0.3, 0.4, 0.5, 1.5]


def ticks() -> Iterator[float]:
    """Start and end of each question, one after the other."""
    ends = list(accumulate(DURATIONS))
    return chain.from_iterable(zip([0.0, *ends], ends, strict=False))


@pytest.fixture
def asked() -> Run:
    clock = ticks()
    assistant = world.ScriptedAssistant(world.script())
    return run(world.FACTS, assistant, world.FakeReports(), clock=lambda: next(clock), made_of={"facts": "world"})


def by_name(outcomes: tuple[Outcome, ...]) -> dict[str, Score]:
    return {score.name: score for score in metrics.scores(outcomes, metrics.METRICS + metrics.TIMINGS)}


def test_each_question_is_asked_once_in_its_own_language() -> None:
    assistant = world.ScriptedAssistant(world.script())
    seen: list[tuple[int, int, str]] = []
    run(world.FACTS, assistant, world.FakeReports(), lambda *step: seen.append(step))
    assert assistant.asked == [(fact.question, fact.lang) for fact in world.FACTS]
    assert seen[0] == (0, 6, "quays")
    assert seen[-1] == (6, 6, "")


def test_the_fate_of_each_question(asked: Run) -> None:
    assert [outcome.verdict for outcome in asked.outcomes] == [
        "supported",
        "correct, but not cited at a right place",
        "wrongly refused",
        "failed",
        "rightly refused",
        "answered, though the reports do not say",
    ]
    assert asked.made_of == {"facts": "world", "generation": "gen-000001", "model": "small", "answerer": "scripted"}
    quays, _, _, broken, _, weather = asked.outcomes
    assert quays.matched == ("12",)
    assert [cited.right_place for cited in quays.citations] == [True, False]
    assert [found.right_place for found in quays.hits] == [False, True, True]
    assert quays.evidence_languages == ("ar", "fr")
    assert broken.error == "RuntimeError: no luck"
    assert weather.unsupported == {0: ("2004",)}


@pytest.mark.parametrize(
    ("name", "value", "scored", "n"),
    [
        ("correct", 2 / 4, 4, 6),
        ("supported", 1 / 4, 4, 6),
        ("citation_precision", 1 / 3, 3, 4),
        # Of the groups of four facts two were held by an answer: one by a quote of its place, one by a quote elsewhere.
        ("ambiguous", 0, 2, 4),
        ("citation_recall", 1 / 2, 2, 4),
        ("hit@1", 1 / 4, 4, 6),
        ("hit@5", 2 / 4, 4, 6),
        ("recall@5", (1 + 0 + 1 + 0) / 4, 4, 6),
        ("MRR", (1 / 2 + 0 + 1 + 0) / 4, 4, 6),
        # Gains at ranks 2 and 3 of an ideal 1 and 2 for the first question, an ideal ranking for the third.
        ("nDCG@10", ((1 / math.log2(3) + 1 / 2) / (1 + 1 / math.log2(3)) + 0 + 1 + 0) / 4, 4, 6),
        # Below the first hit, not found, above the second hit, failed.
        ("clearance", (-1 / 2 - 1 + 1 / 2 - 1) / 4, 4, 6),
        ("right_refusals", 1 / 2, 2, 6),
        ("wrong_refusals", 1 / 4, 4, 6),
        ("accuracy@80%", None, 0, 6),
        ("sureness", None, 0, 6),
        ("said_in_language", 1 / 3, 3, 6),
        ("failed", 1 / 6, 6, 6),
        ("non_verbatim_quotes", 0 / 4, 4, 4),
        ("unsupported_numbers", 1 / 3, 3, 3),
        ("words", (5 + 4 + 7) / 3, 3, 6),
        ("brief", 1, 3, 6),
        ("tokens_read", None, 0, 6),
        ("tokens_written", None, 0, 6),
        ("seconds_p50", 0.35, 6, 6),
        ("seconds_p95", 1.25, 6, 6),
    ],
)
def test_each_metric_against_a_figure_worked_out_by_hand(
    asked: Run, name: str, value: float | None, scored: int, n: int
) -> None:
    score = by_name(asked.outcomes)[name]
    assert score.value == pytest.approx(value)
    assert (score.scored, score.n, score.unscored) == (scored, n, n - scored)
    if value is not None and score.low is not None and score.high is not None:
        assert score.low <= value <= score.high


def test_every_metric_stands_in_the_table_of_figures(asked: Run) -> None:
    assert len(by_name(asked.outcomes)) == len(metrics.METRICS) + len(metrics.TIMINGS)


def test_without_outcomes_nothing_is_scored() -> None:
    for score in metrics.scores((), metrics.METRICS + metrics.TIMINGS):
        assert (score.value, score.n, score.scored) == (None, 0, 0)


def test_groups(asked: Run) -> None:
    ids = {
        name: {member: [outcome.fact.id for outcome in outcomes] for member, outcomes in members.items()}
        for name, members in metrics.groups(asked.outcomes).items()
    }
    assert ids["language"] == {"ar": ["director"], "en": ["quays", "broken", "weather"], "fr": ["year", "price"]}
    assert ids["kind"]["unanswerable"] == ["price", "weather"]
    assert ids["turns"] == {"single question": [fact.id for fact in world.FACTS]}
    assert ids["report"] == {"port.ar": ["quays", "broken"], "port.fr": ["quays", "year", "director"]}
    assert ids["languages"] == {
        "ar → fr": ["director"],
        "en → ar": ["broken"],
        "en → ar+fr": ["quays"],
        "fr → fr": ["year"],
    }


def only(fact_answer: Answer) -> Outcome:
    assistant = world.ScriptedAssistant({"quays?": fact_answer})
    return run((world.QUAYS,), assistant, world.FakeReports()).outcomes[0]


def test_a_quote_that_the_report_does_not_hold_at_that_place() -> None:
    outcome = only(world.answer(("12 quais.", (world.citation(1, "port.fr", "1", quote="Le port a 12 quais."),))))
    assert by_name((outcome,))["non_verbatim_quotes"].value == 1.0


def test_a_quote_of_a_report_that_is_not_indexed() -> None:
    cited = world.citation(1, "port.fr", "1")
    assistant = world.ScriptedAssistant({"quays?": world.answer((cited.quote, (cited,)))})

    class NoReports(world.FakeReports):
        def text(self, report_id: str) -> str | None:
            return None

    (outcome,) = run((world.QUAYS,), assistant, NoReports()).outcomes
    assert by_name((outcome,))["non_verbatim_quotes"].value == 1.0


def test_a_number_counts_as_supported_in_any_script_and_spelling() -> None:
    sentence = "The port has twelve quays."
    assert only(world.answer((sentence, (world.citation(1, "port.ar", "1"),)))).unsupported == {}
    assert only(world.answer((sentence, (world.citation(1, "port.ar", "2"),)))).unsupported == {0: ("12",)}
    assert only(world.answer((sentence, ()))).unsupported == {0: ("12",)}


def test_a_citation_marker_is_no_number_of_the_answer() -> None:
    many = tuple(world.citation(marker, "port.fr", "2") for marker in range(12, 14))
    outcome = only(world.answer(("Le port date de 1931.", many)))
    assert "[12]" in outcome.answer
    assert not outcome.correct


def test_a_correct_text_with_the_status_not_found_is_a_refusal() -> None:
    said = world.answer(("12 quais", (world.citation(1, "port.fr", "1"),)), status=Status.NOT_FOUND)
    outcome = only(said)
    assert outcome.refused
    assert not outcome.correct


def test_only_ten_passages_count() -> None:
    places = (("port.fr", "2"),) * 10 + (("port.fr", "1"),)
    outcome = only(world.answer(hits=places))
    assert len(outcome.hits) == 10
    assert outcome.rank_of_evidence() is None


def test_several_passages_of_one_place_gain_once() -> None:
    outcome = only(world.answer(hits=(("port.fr", "1"),) * 3))
    figures = by_name((outcome,))
    assert figures["recall@5"].value == 0.5
    assert figures["nDCG@10"].value == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_an_index_that_cannot_be_used_ends_the_run() -> None:
    assistant = world.ScriptedAssistant({"quays?": NoIndexError("Nothing is indexed.")})
    with pytest.raises(NoIndexError):
        run((world.QUAYS,), assistant, world.FakeReports())


def test_the_number_of_the_cited_paragraph_is_no_answer() -> None:
    labelled = world.fact("label", [["2"]], [("port.fr", "2")])
    cited = (world.citation(1, "port.fr", "2"),)
    for text, is_correct in (("2. Il date de 1931.", False), ("2- Il date de 1931.", False), ("2 dates.", True)):
        assistant = world.ScriptedAssistant({"label?": world.answer((text, cited))})
        assert run((labelled,), assistant, world.FakeReports()).outcomes[0].correct is is_correct


def test_a_quote_carries_what_the_answer_says_only_if_it_holds_it_at_a_right_place() -> None:
    said = "Le port compte 12 quais. Il date de 1931."
    both = world.fact("quays", [["12"], ["1931"]], [("port.fr", "1"), ("port.fr", "2")])
    for places, carried in (
        ((("port.fr", "1"), ("port.fr", "2")), [True, True]),
        ((("port.fr", "1"),), [True, False]),
        ((("port.ar", "1"), ("port.fr", "2")), [False, True]),
        ((), [False, False]),
    ):
        cited = tuple(world.citation(marker, *place) for marker, place in enumerate(places, start=1))
        (outcome,) = run(
            (both,), world.ScriptedAssistant({"quays?": world.answer((said, cited))}), world.FakeReports()
        ).outcomes
        assert metrics.carried_groups(outcome) == carried
        assert by_name((outcome,))["citation_recall"].value == sum(carried) / 2


def test_the_language_and_the_tokens_of_those_that_tell_them() -> None:
    plain = only(world.answer(("12 quais.", (world.citation(1, "port.fr", "1"),))))
    silent = replace(plain, said_in=None)
    french = replace(plain, said_in="fr", usage=Usage(900, 40))
    english = replace(plain, said_in="en", usage=Usage(1100, 20))
    figures = by_name((silent, french, english))
    assert (figures["said_in_language"].value, figures["said_in_language"].scored) == (0.5, 2)
    assert (figures["tokens_read"].value, figures["tokens_read"].unscored) == (1000, 1)
    assert figures["tokens_written"].value == 30


def test_follow_ups_are_a_group_of_their_own() -> None:
    plain = only(world.answer())
    follow_up = replace(plain, fact=replace(plain.fact, history=("And before?",)))
    turns = metrics.groups((plain, follow_up))["turns"]
    assert turns == {"follow-up": [follow_up], "single question": [plain]}


def test_only_answers_that_are_no_lists_must_be_brief() -> None:
    long = replace(only(world.answer(("12 quais.", ()))), sentences=(" ".join(["mot"] * 81),))
    assert metrics.brief(long) is False
    assert metrics.brief(replace(long, sentences=(" ".join(["mot"] * 80),))) is True
    assert metrics.brief(replace(long, fact=replace(long.fact, kind=FactKind.LIST))) is None
    assert metrics.brief(only(world.refusal())) is None


def test_sureness_is_one_less_the_squared_error_of_the_confidence() -> None:
    sure, unsure = (replace(only(world.refusal()), confidence=confidence) for confidence in (0.9, 0.4))
    nothing_there = replace(sure, fact=world.PRICE)
    assert metrics.sureness((sure, unsure, nothing_there)).value == pytest.approx((0.99 + 0.64 + 0.19) / 3)
    assert metrics.sureness((only(world.refusal()),)).scored == 0
