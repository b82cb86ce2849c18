"""What is measured: each metric a pure function from outcomes to a Score with n, scored, unscored and an interval.

Nothing that a metric applies to is left out: an answer that failed, or found nothing, counts as a miss. The intervals
are those of `eval.intervals`, the ranks those of `eval.ranking`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from eval.curve import accuracy_at_coverage
from eval.intervals import mean, proportion
from eval.matching import held
from eval.ranking import measured
from eval.types import FactKind, Outcome, Score
from rag.types import Status

Metric = Callable[[Sequence[Outcome]], Score]

# Words. What `rag.settings` has as the length of an answer by default.
AT_A_GLANCE = 80


def correct(outcomes: Sequence[Outcome]) -> Score:
    """Answerable questions whose answer holds everything expected."""
    return proportion("correct", "questions", len(outcomes), (each.correct for each in _answerable(outcomes)))


def supported(outcomes: Sequence[Outcome]) -> Score:
    """Answerable questions answered correctly with a citation at a right place."""
    return proportion("supported", "questions", len(outcomes), (each.supported for each in _answerable(outcomes)))


def citation_precision(outcomes: Sequence[Outcome]) -> Score:
    """Citations, in answers to answerable questions, that stand at a right place; language versions count as one."""
    verdicts = (right for each in _answerable(outcomes) for right in each.witnesses.values())
    witnesses = sum(len(each.witnesses) for each in outcomes)
    return proportion("citation_precision", "citations", witnesses, verdicts)


def citation_recall(outcomes: Sequence[Outcome]) -> Score:
    """Of the expected groups that an answer holds, those that a quote at a right place holds itself.

    Citation recall as ALCE defines it (Gao et al. 2023): which share of what is said do the cited passages carry. There
    a model judges each sentence; here the statements are the expected groups, and the matcher looks for them in the
    quotes. What an answer leaves out, or gets wrong, is for `correct` to say.
    """
    verdicts = [
        carried for each in _answerable(outcomes) if each.status is Status.ANSWERED for carried in carried_groups(each)
    ]
    return proportion("citation_recall", "groups", sum(len(each.fact.expect) for each in outcomes), verdicts)


def hit_at(k: int) -> Metric:
    """Answerable questions with a passage at a right place among the first k (trec_eval's success)."""

    def measure(outcomes: Sequence[Outcome]) -> Score:
        verdicts = (value > 0 for value in measured(_answerable(outcomes), f"Success@{k}"))
        return proportion(f"hit@{k}", "questions", len(outcomes), verdicts)

    return measure


def recall_at(k: int) -> Metric:
    """Share of a question's right places that the first k passages reach; one passage a place is enough."""

    def measure(outcomes: Sequence[Outcome]) -> Score:
        return mean(f"recall@{k}", "questions", len(outcomes), measured(_answerable(outcomes), f"R@{k}"))

    return measure


def reciprocal_rank(outcomes: Sequence[Outcome]) -> Score:
    """Mean of 1 / rank of the first passage at a right place (0 where none of the ten is)."""
    return mean("MRR", "questions", len(outcomes), measured(_answerable(outcomes), "RR"))


def ndcg_at(k: int) -> Metric:
    """Normalised discounted gain of the first k passages (Järvelin and Kekäläinen 2002), one gain a right place."""

    def measure(outcomes: Sequence[Outcome]) -> Score:
        return mean(f"nDCG@{k}", "questions", len(outcomes), measured(_answerable(outcomes), f"nDCG@{k}"))

    return measure


def clearance_of(outcome: Outcome) -> float | None:
    """Return how far the best passage at a right place scores above the best other one, as a share of the top score.

    Between 1 (nothing else was found) and -1 (no right place was); None for an unanswerable fact.
    """
    if not outcome.fact.answerable:
        return None
    right = max((hit.score for hit in outcome.hits if hit.right_place), default=None)
    top = max((hit.score for hit in outcome.hits), default=0.0)
    if right is None or top <= 0:
        return -1.0
    other = max((hit.score for hit in outcome.hits if not hit.right_place), default=0.0)
    return max(-1.0, (right - max(other, 0.0)) / top)


def clearance(outcomes: Sequence[Outcome]) -> Score:
    """Mean distance of the evidence from what else was found: it narrows before the evidence loses its rank."""
    values = (value for each in outcomes if (value := clearance_of(each)) is not None)
    return mean("clearance", "questions", len(outcomes), values)


def right_refusals(outcomes: Sequence[Outcome]) -> Score:
    """Unanswerable questions that were refused."""
    verdicts = (each.refused for each in outcomes if not each.fact.answerable)
    return proportion("right_refusals", "questions", len(outcomes), verdicts)


def wrong_refusals(outcomes: Sequence[Outcome]) -> Score:
    """Answerable questions that were refused."""
    return proportion("wrong_refusals", "questions", len(outcomes), (each.refused for each in _answerable(outcomes)))


def sureness_of(outcome: Outcome) -> float | None:
    """Return how near the confidence comes to whether the reports say, 0 to 1; None where there is no confidence."""
    if outcome.confidence is None:
        return None
    return 1 - (outcome.confidence - float(outcome.fact.answerable)) ** 2


def sureness(outcomes: Sequence[Outcome]) -> Score:
    """One less the mean squared error of the confidence that the reports say (Brier 1950): 0.75 is a coin's."""
    values = (value for each in outcomes if (value := sureness_of(each)) is not None)
    return mean("sureness", "questions", len(outcomes), values)


def ambiguous(outcomes: Sequence[Outcome]) -> Score:
    """Of the expected groups that an answer holds, those held by one of two readings of its figures only."""
    held_groups = [match for each in _answerable(outcomes) for match in each.matched if match is not None]
    doubtful = sum(len(each.ambiguous) for each in _answerable(outcomes))
    verdicts = [place < doubtful for place in range(len(held_groups))]
    return proportion("ambiguous", "groups", sum(len(each.fact.expect) for each in outcomes), verdicts)


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


def said_in_language(outcomes: Sequence[Outcome]) -> Score:
    """Answers that are written in the language of their question.

    An extractive answer is its quotes, and quotes keep their report's language: it can only be in the question's
    language where the evidence is.
    """
    verdicts = (each.said_in == each.fact.lang for each in outcomes if each.said_in is not None)
    return proportion("said_in_language", "questions", len(outcomes), verdicts)


def accuracy_at_80(outcomes: Sequence[Outcome]) -> Score:
    """Correct answers among the surest ones that cover 80 % of the answerable questions (see `eval.curve`)."""
    return accuracy_at_coverage(outcomes, 0.8)


def tokens_read(outcomes: Sequence[Outcome]) -> Score:
    """Mean number of tokens that a language model says it read for an answer; unscored where none was asked."""
    read = (each.usage.read for each in outcomes if each.usage)
    return mean("tokens_read", "questions", len(outcomes), read)


def tokens_written(outcomes: Sequence[Outcome]) -> Score:
    """Mean number of tokens that a language model says it wrote for an answer; unscored where none was asked."""
    written = (each.usage.written for each in outcomes if each.usage)
    return mean("tokens_written", "questions", len(outcomes), written)


def brief(outcome: Outcome) -> bool | None:
    """Return whether an answer can be read at a glance; None for lists, which take what they take, and refusals."""
    if outcome.status is not Status.ANSWERED or outcome.fact.kind is FactKind.LIST:
        return None
    return outcome.words <= AT_A_GLANCE


def brief_answers(outcomes: Sequence[Outcome]) -> Score:
    """Answers of at most 80 words, lists apart."""
    verdicts = (verdict for each in outcomes if (verdict := brief(each)) is not None)
    return proportion("brief", "questions", len(outcomes), verdicts)


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
    ambiguous,
    citation_recall,
    hit_at(1),
    hit_at(5),
    recall_at(5),
    reciprocal_rank,
    ndcg_at(10),
    clearance,
    right_refusals,
    wrong_refusals,
    accuracy_at_80,
    sureness,
    said_in_language,
    failed,
    non_verbatim_quotes,
    unsupported_numbers,
    words,
    brief_answers,
    tokens_read,
    tokens_written,
)
# Apart from the others: they differ from run to run.
TIMINGS: tuple[Metric, ...] = (seconds_at(0.5), seconds_at(0.95))


def scores(outcomes: Sequence[Outcome], metrics: Sequence[Metric] = METRICS) -> tuple[Score, ...]:
    """Return every metric over the outcomes."""
    return tuple(metric(outcomes) for metric in metrics)


def groups(outcomes: Sequence[Outcome]) -> dict[str, dict[str, list[Outcome]]]:
    """Return the outcomes by language of the question, kind, turns, report of the evidence, and both languages.

    A fact with evidence in several reports counts under each of them, and under their languages joined ("ar+fr").
    """
    parts: dict[str, dict[str, list[Outcome]]] = {
        "language": {},
        "kind": {},
        "turns": {},
        "report": {},
        "languages": {},
    }
    for outcome in outcomes:
        fact = outcome.fact
        parts["language"].setdefault(fact.lang, []).append(outcome)
        parts["kind"].setdefault(fact.kind.value, []).append(outcome)
        parts["turns"].setdefault("follow-up" if fact.history else "single question", []).append(outcome)
        for report in {place.doc for place in fact.evidence}:
            parts["report"].setdefault(report, []).append(outcome)
        if fact.answerable:
            pair = f"{fact.lang} → {'+'.join(outcome.evidence_languages)}"
            parts["languages"].setdefault(pair, []).append(outcome)
    return {name: dict(sorted(part.items())) for name, part in parts.items()}


def carried_groups(outcome: Outcome) -> list[bool]:
    """Return, for each expected group that the answer holds, whether a quote at a right place holds it."""
    carried = [held(cited.quote, outcome.fact.expect) for cited in outcome.citations if cited.right_place]
    return [
        any(quote[group] is not None for quote in carried)
        for group, said in enumerate(outcome.matched)
        if said is not None
    ]


def _answerable(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.fact.answerable]


def _citations(outcomes: Sequence[Outcome]) -> int:
    return sum(len(outcome.citations) for outcome in outcomes)
