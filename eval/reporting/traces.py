"""What led to an answer, as tables: the lines of a trace where there is one, else what the outcome itself knows.

A trace is a JSON object, rendered by the shape of its values, so that a new key needs no new code and a missing one
no care. Where it holds the whole answer (`rag.types.Answer` as JSON), what led to it is taken from there. Times are
left out: they differ from run to run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from eval.reporting.tables import Cell, Table
from eval.types import Outcome

Trace = Mapping[str, Any]

_CAPTIONS = {
    "question": "The question as understood",
    "hits": "Passages found",
    "considered": "Sentences weighed as the answer",
    "struck": "Sentences struck by verification",
}
_PAIR_HEADINGS = {"struck": ("sentence", "reason")}
# The heading of the failure says the id; seconds differ from run to run.
_LEFT_OUT = frozenset({"id", "seconds"})
_EXCERPT = 300


def trace_tables(outcome: Outcome, trace: Trace | None = None) -> tuple[Table, ...]:
    """Return the tables of one question's trace; what is expected and the passages found are always among them."""
    told = trace or {}
    if "answer" in told and isinstance(told["answer"], Mapping | None):
        told = _of_answer(outcome, told["answer"]) if told["answer"] else {}
    known = {key: value for key, value in told.items() if key not in _LEFT_OUT}
    return (*_expected(outcome), *_rendered(known), *(_hits(outcome) if not known.get("hits") else ()))


def _of_answer(outcome: Outcome, answer: Mapping[str, Any]) -> Trace:
    """Return what led to an answer, in that order: the question as understood, hits, sentences weighed and struck."""
    right = {hit.rank for hit in outcome.hits if hit.right_place}
    passages = {hit["passage"]["id"]: _place(hit["passage"]) for hit in answer.get("hits", ())}
    told: dict[str, Any] = dict(answer.get("trace") or {})
    considered = [
        {"place": passages.get(each.pop("passage_id"), "elsewhere"), **each}
        for each in map(dict, told.pop("considered", ()))
    ]
    hits = [_hit(hit, right) for hit in answer.get("hits", ())]
    return {"question": told.pop("question", {}), "hits": hits, "considered": considered, **told}


def _hit(hit: Mapping[str, Any], right: Collection[int]) -> dict[str, Any]:
    """Return the columns of a hit. Words that met stand in two columns: they may run in two directions."""
    return {
        "rank": hit["rank"],
        "place": _place(hit["passage"]),
        "right_place": hit["rank"] in right,
        "score": hit["score"],
        "why": hit["why"],
        "asked": [met["asked"] for met in hit["matches"]],
        "found": [met["found"] for met in hit["matches"]],
        "text": shorten(hit["passage"]["text"], _EXCERPT, placeholder=" …"),
    }


def _place(passage: Mapping[str, Any]) -> str:
    return f"{passage['report_id']}, {passage['locator']['paragraph'] or 'no paragraph'}"


def _expected(outcome: Outcome) -> Iterator[Table]:
    if outcome.fact.expect:
        rows = tuple(
            (Cell(items=tuple((each, "") for each in group)), Cell(matched if matched is not None else "✗ missing"))
            for group, matched in zip(outcome.fact.expect, outcome.matched, strict=True)
        )
        yield Table("What the answer must hold", ("one of", "found"), rows, figures=False)


def _hits(outcome: Outcome) -> Iterator[Table]:
    if outcome.hits:
        rows = tuple(
            tuple(map(_cell, (str(hit.rank), hit.report, hit.paragraph, hit.right_place, hit.score)))
            for hit in outcome.hits
        )
        headings = ("rank", "report", "paragraph", "right place", "score")
        yield Table(_CAPTIONS["hits"], headings, rows, figures=False)


def _rendered(trace: Trace) -> Iterator[Table]:
    loose: dict[str, Any] = {}
    for key, value in trace.items():
        caption = _CAPTIONS.get(key, _words(key))
        if isinstance(value, Mapping) and value:
            yield _pairs(caption, value)
        elif isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
            yield _records(caption, value)
        elif isinstance(value, list) and value and all(isinstance(each, list) for each in value):
            width = max(map(len, value))
            headings = _PAIR_HEADINGS.get(key, ())[:width]
            rows = tuple(tuple(map(_cell, (*each, *[None] * (width - len(each))))) for each in value)
            yield Table(caption, headings + ("",) * (width - len(headings)), rows, figures=False)
        elif value not in ({}, []):
            loose[key] = value
    if loose:
        yield _pairs("Also", loose)


def _pairs(caption: str, values: Mapping[str, Any]) -> Table:
    rows = tuple((Cell(_words(key)), _cell(value)) for key, value in values.items() if key not in _LEFT_OUT)
    return Table(caption, ("", "value"), rows, figures=False)


def _records(caption: str, records: Sequence[Mapping[str, Any]]) -> Table:
    """Return a row each record and a column each key, in the order in which the keys first occur."""
    keys = [key for key in dict.fromkeys(key for record in records for key in record) if key not in _LEFT_OUT]
    rows = tuple(tuple(_cell(record.get(key)) for key in keys) for record in records)
    return Table(caption, tuple(map(_words, keys)), rows, figures=False)


def _cell(value: Any) -> Cell:
    if isinstance(value, Mapping):
        return (
            Cell(items=tuple((f"{_words(key)} {_text(each)}", "") for key, each in value.items()))
            if value
            else Cell("–")
        )
    if isinstance(value, list | tuple):
        return Cell(items=tuple((_text(each), "") for each in value)) if value else Cell("–")
    return Cell(_text(value))


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Mapping):
        return _joined(f"{_words(key)} {_text(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return _joined(map(_text, value))
    return str(value)


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _words(key: str) -> str:
    return key.replace("_", " ")
