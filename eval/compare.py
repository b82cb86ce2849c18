"""Two runs over the same questions: what was fixed, what broke, and whether that is more than chance.

Only questions that both runs asked in the same form are compared; the others are listed. It decides what counts as a
regression (`Comparison.regressions`), and prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from eval.metrics import Metric, failed, non_verbatim_quotes, unsupported_numbers
from eval.types import Fact, Outcome, Run

SIGNIFICANT = 0.05
_RESAMPLES = 2000
_SEED = 20

# A verdict is None where the metric does not apply to the question.
Verdict = Callable[[Outcome], bool | None]

VERDICTS: Mapping[str, Verdict] = {
    "supported": lambda each: each.supported if each.fact.answerable else None,
    "correct": lambda each: each.correct if each.fact.answerable else None,
    "hit@5": lambda each: (each.rank_of_evidence() or 99) <= 5 if each.fact.answerable else None,
    "right_refusals": lambda each: None if each.fact.answerable else each.refused,
}
# The gate: whether an answer is right. The others explain it.
_GATED = ("supported", "right_refusals")


# Broken by a single answer, they reject a run: the metric counts, the words say what is wrong.
RULES: tuple[tuple[Metric, str], ...] = (
    (failed, "no answer came back"),
    (non_verbatim_quotes, "quotes that are not verbatim"),
    (unsupported_numbers, "unsupported numbers"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One verdict over all compared questions: ids fixed and broken, and how sure the difference is.

    `difference` is after minus before as a share of the questions; `low` and `high` bound it with 95 % confidence
    (paired bootstrap over questions); `p` is McNemar's exact two-sided sign test on the discordant ones.
    """

    name: str
    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    same: int
    difference: float
    low: float
    high: float
    p: float

    @property
    def chance(self) -> str:
        """`p` in words that hold: "p = 0.031", "p < 0.001"."""
        return "p < 0.001" if self.p < 0.001 else f"p = {self.p:.3f}"

    @property
    def regressed(self) -> bool:
        """Whether more broke than was fixed, beyond chance."""
        return len(self.broken) > len(self.fixed) and self.p < SIGNIFICANT


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two runs; `only_before`, `only_after` and `reworded` were not compared."""

    changes: tuple[Change, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    reworded: tuple[str, ...]
    violations: tuple[str, ...]

    @property
    def regressions(self) -> tuple[str, ...]:
        """Reasons to reject the later run: gated verdicts that regressed, and violated hard rules."""
        beyond_chance = tuple(
            f"{change.name}: {len(change.broken)} broken, {len(change.fixed)} fixed ({change.chance})"
            for change in self.changes
            if change.name in _GATED and change.regressed
        )
        return beyond_chance + self.violations


def compare(before: Run, after: Run) -> Comparison:
    """Return what changed from one run to the next, question by question."""
    old = {outcome.fact.id: outcome for outcome in before.outcomes}
    new = {outcome.fact.id: outcome for outcome in after.outcomes}
    both = [fact_id for fact_id in new if fact_id in old]
    reworded = tuple(fact_id for fact_id in both if _asked(old[fact_id].fact) != _asked(new[fact_id].fact))
    pairs = [(old[fact_id], new[fact_id]) for fact_id in both if fact_id not in reworded]
    return Comparison(
        changes=tuple(_change(name, verdict, pairs) for name, verdict in VERDICTS.items()),
        only_before=tuple(fact_id for fact_id in old if fact_id not in new),
        only_after=tuple(fact_id for fact_id in new if fact_id not in old),
        reworded=reworded,
        violations=violations(after),
    )


def violations(run: Run) -> tuple[str, ...]:
    """Return the hard rules that a run breaks, with the ids of the questions.

    Each question gets an answer, each quote is verbatim, each number stands in its sentence's quotes.
    """
    broken = []
    for metric, rule in RULES:
        concerned = [outcome.fact.id for outcome in run.outcomes if metric([outcome]).value]
        if concerned:
            broken.append(f"{rule}: {', '.join(concerned)}")
    return tuple(broken)


def sign_test(fixed: int, broken: int) -> float:
    """Return the exact two-sided p value that as uneven a split of the changed questions is chance (McNemar 1947)."""
    changed = fixed + broken
    tail = sum(comb(changed, count) for count in range(min(fixed, broken) + 1))
    return min(1.0, 2 * tail / (1 << changed))


def _asked(fact: Fact) -> tuple[object, ...]:
    return fact.lang, fact.question, fact.kind, fact.expect, fact.evidence


def _change(name: str, verdict: Verdict, pairs: Sequence[tuple[Outcome, Outcome]]) -> Change:
    judged = [(new.fact.id, verdict(old), verdict(new)) for old, new in pairs]
    applying = [(fact_id, bool(old), bool(new)) for fact_id, old, new in judged if old is not None and new is not None]
    fixed = tuple(fact_id for fact_id, old, new in applying if new and not old)
    broken = tuple(fact_id for fact_id, old, new in applying if old and not new)
    steps = np.array([int(new) - int(old) for _, old, new in applying], dtype=np.float64)
    difference, low, high = _bootstrap(steps)
    same = len(applying) - len(fixed) - len(broken)
    return Change(name, fixed, broken, same, difference, low, high, sign_test(len(fixed), len(broken)))


def _bootstrap(steps: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float, float]:
    if not steps.size:
        return 0.0, 0.0, 0.0
    drawn = np.random.default_rng(_SEED).integers(0, steps.size, (_RESAMPLES, steps.size))
    low, high = np.quantile(steps[drawn].mean(axis=1), (0.025, 0.975))
    return float(steps.mean()), float(low), float(high)
