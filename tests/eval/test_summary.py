from __future__ import annotations

from dataclasses import replace

from eval.compare import compare
from eval.curve import curve
from eval.reporting.summary import conclusion
from eval.reporting.wording import NO_BREAK
from eval.types import Run
from rag.types import Status
from tests.eval import world


def plain(run: Run, before: Run | None = None) -> list[str]:
    comparison = compare(before, run) if before else None
    return [sentence.replace(NO_BREAK, " ") for sentence in conclusion(run, comparison)]


def test_the_conclusion_says_each_fate_once() -> None:
    assert plain(world.asked()) == [
        "Of 4 answerable questions, 1 (25 %, 5–70) got a supported answer, that is, a correct one cited at a right "
        "place; 1 (25 %, 5–70) was wrongly refused; 1 was answered correctly but cited elsewhere; 1 got a wrong answer "
        "or none.",
        "Of 2 questions that the reports do not answer, 1 (50 %, 9–91) was rightly refused.",
        "Questions in English fared best (50 %, 9–91), in Arabic worst (0 %, 0–79); the intervals overlap, so chance "
        "may explain part of it.",
        "Hard rules were broken: no answer came back: broken; unsupported numbers: weather.",
    ]


def test_one_language_is_not_compared_with_itself() -> None:
    outcomes = tuple(outcome for outcome in world.asked().outcomes if outcome.fact.id == "quays")
    assert plain(Run(outcomes)) == [
        "Of 1 answerable question, 1 (100 %, 21–100) got a supported answer, that is, a correct one cited at a right "
        "place; 0 (0 %, 0–79) were wrongly refused.",
        "No hard rule was broken.",
    ]


def test_languages_far_apart() -> None:
    quays, year = world.asked().outcomes[:2]
    many = tuple(
        replace(outcome, fact=replace(outcome.fact, id=f"{outcome.fact.id}{place}"))
        for outcome in (quays, year)
        for place in range(9)
    )
    assert (
        "Questions in English fared best (100 %, 70–100), in French worst (0 %, 0–30); the intervals do not overlap."
        in plain(Run(many))
    )
    alike = tuple(replace(each, fact=replace(each.fact, lang=lang)) for each in many[:2] for lang in ("fr", "ar"))
    assert "Questions in every language got supported answers equally often." in plain(Run(alike))


def test_the_baseline() -> None:
    outcomes = tuple(outcome for outcome in world.asked().outcomes if outcome.fact.id in {"quays", "director", "price"})
    run = Run(outcomes)
    assert plain(run, run)[-1] == "Against the baseline, no regression beyond chance; nothing changed."
    before = Run((replace(outcomes[0], status=Status.NOT_FOUND), *outcomes[1:]))
    assert plain(run, before)[-1] == (
        "Against the baseline, no regression beyond chance: supported: 1 fixed, 0 broken (p = 1.000); correct: 1 "
        "fixed, 0 broken (p = 1.000)."
    )


def test_nothing_asked() -> None:
    assert plain(Run(())) == ["No question was asked."]


def test_no_curve_without_confidence() -> None:
    assert curve(world.asked().outcomes) == ()
