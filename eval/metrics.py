"""What is measured: each metric a pure function from outcomes to a Score with n, scored, unscored and an interval.

Nothing that a metric applies to is left out: an answer that failed, or found nothing, counts as a miss. Proportions
have Wilson's 95 % interval (Wilson 1927); means a percentile bootstrap over questions (Efron 1979) with a fixed seed,
so that the same outcomes give the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from statistics import NormalDist

import numpy as np

from eval.types import Outcome, Score
from rag.types import Status

Metric = Callable[[Sequence[Outcome]], Score]

_Z = NormalDist().inv_cdf(0.975)
_RESAMPLES = 1000
_SEED = 20


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion; (0, 1) where nothing was tried."""
    if not trials:
        return 0.0, 1.0
    share, z2 = successes / trials, _Z * _Z
    centre = share + z2 / (2 * trials)
    spread = _Z * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials))
    scale = 1 + z2 / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def proportion(name: str, unit: str, n: int, verdicts: Iterable[bool]) -> Score:
    """Return the share of true verdicts; of `n` units those with a verdict are scored."""
    given = list(verdicts)
    if not given:
        return Score(name, unit, n, 0, None)
    return Score(name, unit, n, len(given), sum(given) / len(given), *wilson(sum(given), len(given)))


def mean(name: str, unit: str, n: int, values: Iterable[float]) -> Score:
    """Return the mean of the values; of `n` units those with a value are scored."""
    given = np.array(list(values), dtype=np.float64)
    if not given.size:
        return Score(name, unit, n, 0, None)
    drawn = np.random.default_rng(_SEED).integers(0, given.size, (_RESAMPLES, given.size))
    low, high = np.quantile(given[drawn].mean(axis=1), (0.025, 0.975))
    return Score(name, unit, n, given.size, float(given.mean()), float(low), float(high))


def correct(outcomes: Sequence[Outcome]) -> Score:
    """Answerable questions whose answer holds everything expected."""
    return proportion("correct", "questions", len(outcomes), (each.correct for each in _answerable(outcomes)))


def supported(outcomes: Sequence[Outcome]) -> Score:
    """Answerable questions answered correctly with a citation at a right place."""
    return proportion("supported", "questions", len(outcomes), (each.supported for each in _answerable(outcomes)))


def citation_precision(outcomes: Sequence[Outcome]) -> Score:
    """Citations, in answers to answerable questions, that stand at a right place."""
    verdicts = (cited.right_place for each in _answerable(outcomes) for cited in each.citations)
    return proportion("citation_precision", "citations", _citations(outcomes), verdicts)


def hit_at(k: int) -> Metric:
    """Answerable questions with a passage at a right place among the first k."""

    def measure(outcomes: Sequence[Outcome]) -> Score:
        verdicts = ((each.rank_of_evidence() or math.inf) <= k for each in _answerable(outcomes))
        return proportion(f"hit@{k}", "questions", len(outcomes), verdicts)

    return measure


def recall_at(k: int) -> Metric:
    """Share of a question's right places that the first k passages reach; one passage a place is enough."""

    def measure(outcomes: Sequence[Outcome]) -> Score:
        shares = (
            len({hit.place for hit in each.hits[:k] if hit.right_place}) / len(set(each.fact.evidence))
            for each in _answerable(outcomes)
        )
        return mean(f"recall@{k}", "questions", len(outcomes), shares)

    return measure


def reciprocal_rank(outcomes: Sequence[Outcome]) -> Score:
    """Mean of 1 / rank of the first passage at a right place (0 where none of the ten is)."""
    values = (1 / rank if (rank := each.rank_of_evidence()) else 0.0 for each in _answerable(outcomes))
    return mean("MRR", "questions", len(outcomes), values)


def ndcg_at(k: int) -> Metric:
    """Normalised discounted gain of the first k passages (Järvelin and Kekäläinen 2002), one gain a right place."""

    def measure(outcomes: Sequence[Outcome]) -> Score:
        return mean(f"nDCG@{k}", "questions", len(outcomes), (_ndcg(each, k) for each in _answerable(outcomes)))

    return measure


def right_refusals(outcomes: Sequence[Outcome]) -> Score:
    """Unanswerable questions that were refused."""
    verdicts = (each.refused for each in outcomes if not each.fact.answerable)
    return proportion("right_refusals", "questions", len(outcomes), verdicts)


def wrong_refusals(outcomes: Sequence[Outcome]) -> Score:
    """Answerable questions that were refused."""
    return proportion("wrong_refusals", "questions", len(outcomes), (each.refused for each in _answerable(outcomes)))


def failed(outcomes: Sequence[Outcome]) -> Score:
    """Questions that no answer came back for."""
    return proportion("failed", "questions", len(outcomes), (each.status is Status.FAILED for each in outcomes))


def non_verbatim_quotes(outcomes: Sequence[Outcome]) -> Score:
    """Quotes that are not what the report says at that place, or of a report that is not indexed."""
    verdicts = (not cited.verbatim for each in outcomes for cited in each.citations)
    return proportion("non_verbatim_quotes", "citations", _citations(outcomes), verdicts)


def unsupported_numbers(outcomes: Sequence[Outcome]) -> Score:
    """Sentences that state a number which none of their own quotes holds."""
    verdicts = [ordinal in each.unsupported for each in outcomes for ordinal in range(len(each.sentences))]
    return proportion("unsupported_numbers", "sentences", len(verdicts), verdicts)


def words(outcomes: Sequence[Outcome]) -> Score:
    """Mean length of an answer in words; refusals have none."""
    lengths = (each.words for each in outcomes if each.status is Status.ANSWERED)
    return mean("words", "questions", len(outcomes), lengths)


def seconds_at(share: float) -> Metric:
    """Seconds within which that share of the questions was answered (linear interpolation between neighbours)."""

    def measure(outcomes: Sequence[Outcome]) -> Score:
        name = f"seconds_p{share * 100:.0f}"
        taken = [each.seconds for each in outcomes]
        value = float(np.quantile(taken, share)) if taken else None
        return Score(name, "questions", len(taken), len(taken), value)

    return measure


METRICS: tuple[Metric, ...] = (
    correct,
    supported,
    citation_precision,
    hit_at(1),
    hit_at(5),
    recall_at(5),
    reciprocal_rank,
    ndcg_at(10),
    right_refusals,
    wrong_refusals,
    failed,
    non_verbatim_quotes,
    unsupported_numbers,
    words,
)
# Apart from the others: they differ from run to run.
TIMINGS: tuple[Metric, ...] = (seconds_at(0.5), seconds_at(0.95))


def scores(outcomes: Sequence[Outcome], metrics: Sequence[Metric] = METRICS) -> tuple[Score, ...]:
    """Return every metric over the outcomes."""
    return tuple(metric(outcomes) for metric in metrics)


def groups(outcomes: Sequence[Outcome]) -> dict[str, dict[str, list[Outcome]]]:
    """Return the outcomes by language of the question, kind, report of the evidence, and question × evidence language.

    A fact with evidence in several reports counts under each of them, and under their languages joined ("ar+fr").
    """
    parts: dict[str, dict[str, list[Outcome]]] = {"language": {}, "kind": {}, "report": {}, "languages": {}}
    for outcome in outcomes:
        fact = outcome.fact
        parts["language"].setdefault(fact.lang, []).append(outcome)
        parts["kind"].setdefault(fact.kind.value, []).append(outcome)
        for report in {place.doc for place in fact.evidence}:
            parts["report"].setdefault(report, []).append(outcome)
        if fact.answerable:
            pair = f"{fact.lang} → {'+'.join(outcome.evidence_languages)}"
            parts["languages"].setdefault(pair, []).append(outcome)
    return {name: dict(sorted(part.items())) for name, part in parts.items()}


def _answerable(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.fact.answerable]


def _citations(outcomes: Sequence[Outcome]) -> int:
    return sum(len(outcome.citations) for outcome in outcomes)


def _ndcg(outcome: Outcome, k: int) -> float:
    reached: set[tuple[str, str | None]] = set()
    gain = 0.0
    for hit in outcome.hits[:k]:
        if hit.right_place and hit.place not in reached:
            reached.add(hit.place)
            gain += 1 / math.log2(hit.rank + 1)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(set(outcome.fact.evidence)), k) + 1))
    return gain / ideal
