"""How high the evidence ranks, by the measures of information retrieval: Success@k, R@k, RR and nDCG@k.

The figures are those of trec_eval, computed through `ir_measures` (MacAvaney, Macdonald and Ounis 2022). What is judged
is places, not passages: the relevant documents of a question are its right places (report and paragraph), one gain
each, and the run holds the passages in their order. The first passage of a place stands for it; a later one keeps its
rank, which a reader has to pass too, but gains nothing. A right place that stands beside another, as its version in
another language, gains and follows it at once; a version that is no right place takes no rank. Only answerable
questions have ranks, and one for which nothing was found has 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.types import Outcome

Judged = Mapping[str, Mapping[str, int]]
Ranked = Mapping[str, Mapping[str, float]]


def measured(outcomes: Sequence[Outcome], measure: str) -> list[float]:
    """Return the value of a measure ("RR", "nDCG@10") for each of the outcomes, which are all answerable."""
    # ir_measures brings pandas with it.
    import ir_measures

    if not outcomes:
        return []
    judged, ranked = as_trec(outcomes)
    values = {
        result.query_id: float(result.value)
        for result in ir_measures.iter_calc([ir_measures.parse_measure(measure)], judged, ranked)
    }
    return [values[query] for query in judged]


def as_trec(outcomes: Sequence[Outcome]) -> tuple[Judged, Ranked]:
    """Return the right places and the ranked ones as trec_eval takes them, a question a key ("0", "1", …).

    Scores fall by one a rank, and by less for what stands beside, so that no two passages tie.
    """
    judged = {
        str(query): {_place(place.doc, place.at): 1 for place in outcome.fact.evidence}
        for query, outcome in enumerate(outcomes)
    }
    return judged, {str(query): _ranked(outcome) for query, outcome in enumerate(outcomes) if outcome.hits}


def _ranked(outcome: Outcome) -> dict[str, float]:
    ranked: dict[str, float] = {}
    for hit in outcome.hits:
        place = _place(hit.report, hit.paragraph)
        ranked[f"{place} again at {hit.rank}" if place in ranked else place] = -float(hit.rank)
        for nth, version in enumerate(hit.beside, start=1):
            ranked.setdefault(_place(*version), -hit.rank - nth / (len(hit.beside) + 1))
    return ranked


def _place(report: str, paragraph: str | None) -> str:
    # No paragraph is named by "#".
    return f"{report}|{'#' if paragraph is None else paragraph}"
