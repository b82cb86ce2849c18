"""Two runs over the same questions: what was fixed, what broke, and whether that is more than chance.

Only questions that both runs asked in the same form are compared; the others are listed. Each measure is compared
question by question, and its difference is doubted in two ways, which answer two questions:

- *Did these questions get worse?* `p` turns the sign of each question's difference (McNemar's test where it is right or
  wrong). The known facts are taken as they are, as an exam. This is what the gate asks, for it has the power to see six
  answers break.
- *Would it be so for other reports?* `p_by_report` turns all questions about the same reports together, since one badly
  read report breaks many of them at once, and `low` to `high` resamples them together. With few reports it can hardly
  ever be small: among five groups of questions no p value is below 0.06. It warns of reading much into little; it
  acquits nothing.

Facts belong together when their evidence stands in the same set of reports; an unanswerable fact stands alone. Sets
that overlap without being equal count as different, which makes `p_by_report` somewhat too small where reports repeat
each other. It decides what counts as a regression (`Comparison.regressions`), and prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from eval.metrics import Metric, brief, clearance_of, failed, non_verbatim_quotes, sureness_of, unsupported_numbers
from eval.randomisation import by_cluster, interval, rejected, sign_flip
from eval.ranking import measured
from eval.types import Fact, Outcome, Run

SIGNIFICANT = 0.05
# Fractions that differ by less differ by how they were added up.
_SAME = 1e-9

# The value of each outcome, None where the measure does not apply to its question.
Values = Callable[[Sequence[Outcome]], list[float | None]]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is compared question by question.

    A verdict is 1 or 0; `gated` says that getting worse beyond chance rejects a run. Values that differ by less than
    `least` count as the same.
    """

    name: str
    values: Values
    gated: bool = False
    verdict: bool = True
    least: float = _SAME


def _one_by_one(value: Callable[[Outcome], float | None]) -> Values:
    return lambda outcomes: [value(each) for each in outcomes]


def _of_answerable(value: Callable[[Outcome], float | None]) -> Values:
    return _one_by_one(lambda each: value(each) if each.fact.answerable else None)


def _ranks(measure: str) -> Values:
    def values(outcomes: Sequence[Outcome]) -> list[float | None]:
        found = iter(measured([each for each in outcomes if each.fact.answerable], measure))
        return [next(found) if each.fact.answerable else None for each in outcomes]

    return values


def _precision(outcome: Outcome) -> float | None:
    witnesses = outcome.witnesses.values()
    return sum(witnesses) / len(witnesses) if witnesses else None


# The gate asks whether answers are right, refusals are, the evidence is found and cited, and answers stay brief: each
# of these can get worse while the others do not. The rest explains it.
MEASURES: tuple[Measure, ...] = (
    Measure("supported", _of_answerable(lambda each: each.supported), gated=True),
    Measure("correct", _of_answerable(lambda each: each.correct)),
    Measure("hit@5", _ranks("Success@5")),
    Measure("right_refusals", _one_by_one(lambda each: None if each.fact.answerable else each.refused), gated=True),
    Measure(
        "said_in_language", _one_by_one(lambda each: None if each.said_in is None else each.said_in == each.fact.lang)
    ),
    Measure("MRR", _ranks("RR"), verdict=False),
    Measure("nDCG@10", _ranks("nDCG@10"), gated=True, verdict=False),
    # Several voices find the evidence; when one falls silent the others still do, but less clearly.
    Measure("clearance", _one_by_one(clearance_of), gated=True, verdict=False, least=0.01),
    Measure("citation_precision", _of_answerable(_precision), gated=True, verdict=False),
    # Weights learned anew move every confidence a little; that is no reason to reject them.
    Measure("sureness", _one_by_one(sureness_of), gated=True, verdict=False, least=0.01),
    Measure("brief", _one_by_one(brief), gated=True),
)

# Broken by a single answer, they reject a run: the metric counts, the words say what is wrong.
RULES: tuple[tuple[Metric, str], ...] = (
    (failed, "no answer came back"),
    (non_verbatim_quotes, "quotes that are not verbatim"),
    (unsupported_numbers, "unsupported numbers"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One measure over all compared questions: ids that got better and worse, and how sure the difference is.

    `fixed` and `broken` are right and wrong answers of a verdict, better and worse values of any other measure.
    `difference` is the mean of after minus before; `low` and `high` bound it with 95 % confidence (bootstrap over
    `clusters` groups of questions about the same reports); `p` and `p_by_report` are two-sided (see the module).
    """

    name: str
    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    same: int
    difference: float
    low: float
    high: float
    p: float
    p_by_report: float = 1.0
    clusters: int = 0
    gated: bool = False
    verdict: bool = True

    @property
    def chance(self) -> str:
        """`p` in words that hold: "p = 0.031", "p < 0.001"."""
        return _in_words(self.p)

    @property
    def chance_by_report(self) -> str:
        """`p_by_report` in words that hold."""
        return _in_words(self.p_by_report)

    @property
    def worse(self) -> bool:
        """Whether the difference is one for the worse."""
        return self.difference < 0

    def __str__(self) -> str:
        """The change in a line: "supported: 6 broken, 0 fixed (p = 0.031)"."""
        if self.verdict:
            return f"{self.name}: {len(self.broken)} broken, {len(self.fixed)} fixed ({self.chance})"
        return (
            f"{self.name}: {len(self.broken)} worse, {len(self.fixed)} better, "
            f"{self.difference:+.2f} in the mean ({self.chance})"
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two runs; `only_before`, `only_after` and `reworded` were not compared."""

    changes: tuple[Change, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    reworded: tuple[str, ...]
    violations: tuple[str, ...]

    @property
    def worsened(self) -> tuple[Change, ...]:
        """Gated measures that got worse beyond chance.

        Several are tested, so each is held to a level that makes any false alarm at all as rare as one test's.
        """
        gated = [change for change in self.changes if change.gated]
        # Of n changed questions all may have got worse; the two-sided test of that cannot give less.
        least = [0.5 ** (len(change.fixed) + len(change.broken) - 1) for change in gated]
        fallen = rejected([change.p for change in gated], least, SIGNIFICANT)
        return tuple(change for change, falls in zip(gated, fallen, strict=True) if falls and change.worse)

    @property
    def regressions(self) -> tuple[str, ...]:
        """Reasons to reject the later run: gated measures that got worse beyond chance, and violated hard rules."""
        return (*map(str, self.worsened), *self.violations)


def compare(before: Run, after: Run) -> Comparison:
    """Return what changed from one run to the next, question by question."""
    old = {outcome.fact.id: outcome for outcome in before.outcomes}
    new = {outcome.fact.id: outcome for outcome in after.outcomes}
    both = [fact_id for fact_id in new if fact_id in old]
    reworded = tuple(fact_id for fact_id in both if _asked(old[fact_id].fact) != _asked(new[fact_id].fact))
    compared = [fact_id for fact_id in both if fact_id not in reworded]
    earlier, later = [old[fact_id] for fact_id in compared], [new[fact_id] for fact_id in compared]
    return Comparison(
        changes=tuple(_change(measure, earlier, later) for measure in MEASURES),
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


def cluster(fact: Fact) -> Hashable:
    """Return what questions about the same reports have in common; that of an unanswerable fact is its own."""
    return frozenset(place.doc for place in fact.evidence) or fact.id


def _asked(fact: Fact) -> tuple[object, ...]:
    return fact.lang, fact.question, fact.history, fact.kind, fact.expect, fact.evidence


def _change(measure: Measure, before: Sequence[Outcome], after: Sequence[Outcome]) -> Change:
    values = zip(after, measure.values(before), measure.values(after), strict=True)
    steps = {each.fact: new - old for each, old, new in values if old is not None and new is not None}
    fixed = tuple(fact.id for fact, step in steps.items() if step > measure.least)
    broken = tuple(fact.id for fact, step in steps.items() if step < -measure.least)
    # In the order of their ids, so that signs and samples drawn at random do not depend on the order of asking.
    facts = sorted(steps, key=lambda fact: fact.id)
    differences = [steps[fact] if abs(steps[fact]) > measure.least else 0.0 for fact in facts]
    clusters = [cluster(fact) for fact in facts]
    low, high = interval(differences, clusters)
    return Change(
        name=measure.name,
        fixed=fixed,
        broken=broken,
        same=len(steps) - len(fixed) - len(broken),
        difference=sum(differences) / max(len(differences), 1),
        low=low,
        high=high,
        p=sign_flip(differences),
        p_by_report=sign_flip(by_cluster(differences, clusters)),
        clusters=len(set(clusters)),
        gated=measure.gated,
        verdict=measure.verdict,
    )


def _in_words(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
