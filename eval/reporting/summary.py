"""What a run comes to, in a few plain sentences made by rule from its figures; no figure is rounded twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.compare import Comparison, violations
from eval.metrics import correct, groups, right_refusals, supported, wrong_refusals
from eval.reporting.wording import count_of, counted, interval, language_name, per_cent
from eval.types import Outcome, Run, Score


def conclusion(run: Run, comparison: Comparison | None = None) -> tuple[str, ...]:
    """Return the conclusion, most important first: answers, refusals, languages, hard rules, the baseline."""
    if not run.outcomes:
        return ("No question was asked.",)
    return (
        *_answers(run.outcomes),
        *_refusals(run.outcomes),
        *_languages(run.outcomes),
        *_rules(run),
        *(_against(comparison) if comparison else ()),
    )


def _answers(outcomes: Sequence[Outcome]) -> Iterator[str]:
    right, wrong = supported(outcomes), wrong_refusals(outcomes)
    if not right.scored:
        return
    elsewhere = count_of(correct(outcomes)) - count_of(right)
    rest = right.scored - count_of(right) - count_of(wrong) - elsewhere
    sentence = (
        f"Of {counted(right.scored, 'answerable question')}, {_share(right)} got a supported answer, that is, "
        f"a correct one cited at a right place; {_share(wrong)} {_was(count_of(wrong))} wrongly refused"
    )
    if elsewhere:
        sentence += f"; {elsewhere} {_was(elsewhere)} answered correctly but cited elsewhere"
    yield f"{sentence}; {rest or 'none'} got a wrong answer or none." if rest else f"{sentence}."


def _refusals(outcomes: Sequence[Outcome]) -> Iterator[str]:
    score = right_refusals(outcomes)
    if score.scored:
        asked = counted(score.scored, "question")
        yield f"Of {asked} that the reports do not answer, {_share(score)} {_was(count_of(score))} rightly refused."


def _languages(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Compare the best and the worst language, and say whether their intervals overlap."""
    measured = [(name, supported(members)) for name, members in groups(outcomes)["language"].items()]
    scored = sorted(((name, score) for name, score in measured if score.scored), key=lambda each: each[1].value or 0.0)
    if len(scored) < 2:
        return
    (low_name, low), (high_name, high) = scored[0], scored[-1]
    if low.value == high.value:
        yield "Questions in every language got supported answers equally often."
        return
    apart = "do not overlap" if (low.high or 0.0) < (high.low or 0.0) else "overlap, so chance may explain part of it"
    yield (
        f"Questions in {language_name(high_name)} fared best ({_figures(high)}), in {language_name(low_name)} worst "
        f"({_figures(low)}); the intervals {apart}."
    )


def _rules(run: Run) -> Iterator[str]:
    broken = violations(run)
    yield f"Hard rules were broken: {'; '.join(broken)}." if broken else "No hard rule was broken."


def _against(comparison: Comparison) -> Iterator[str]:
    changes = [
        f"{change.name.replace('_', ' ')}: {len(change.fixed)} fixed, {len(change.broken)} broken ({change.chance})"
        for change in comparison.changes
        if change.verdict and (change.fixed or change.broken)
    ]
    verdict = "a regression" if comparison.regressions else "no regression beyond chance"
    yield f"Against the baseline, {verdict}{': ' if changes else '; nothing changed'}{'; '.join(changes)}."


def _share(score: Score) -> str:
    return f"{count_of(score)} ({_figures(score)})"


def _figures(score: Score) -> str:
    return f"{per_cent(score.value)}, {interval(score)}"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
