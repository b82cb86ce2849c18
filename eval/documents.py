"""A run as one stable JSON document, and back: the same run gives the same bytes, seconds apart.

Everything that differs from run to run stands under "seconds", so that the rest can be compared byte by byte.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.loading import fact_of
from eval.metrics import TIMINGS, groups, scores
from eval.types import Cited, Fact, Found, Outcome, Run, Score
from rag.errors import UsageError
from rag.types import Status, Usage

FORMAT = 2
_MEND = "Write it anew with `dalil eval --update-baseline`."


def document(run: Run) -> dict[str, Any]:
    """Return the run with its scores as plain JSON values."""
    by_group = {
        name: {member: _scores(scores(outcomes)) for member, outcomes in members.items()}
        for name, members in groups(run.outcomes).items()
    }
    return {
        "format": FORMAT,
        "reason": run.reason,
        "made_of": dict(sorted(run.made_of.items())),
        "scores": {"all": _scores(scores(run.outcomes)), **by_group},
        "outcomes": [_outcome(outcome) for outcome in run.outcomes],
        "seconds": {
            "scores": _scores(scores(run.outcomes, TIMINGS)),
            "by_question": {outcome.fact.id: round(outcome.seconds, 4) for outcome in run.outcomes},
        },
    }


def as_json(run: Run) -> str:
    """Return the document as text that ends in a line break."""
    return json.dumps(document(run), ensure_ascii=False, indent=1) + "\n"


def read(path: Path) -> Run:
    """Return the run that a document holds.

    Raises:
        UsageError: the file cannot be read or is no such document.
    """
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.", _MEND) from error
    written = fields.get("format") if isinstance(fields, dict) else None
    if written != FORMAT:
        raise UsageError(f"{path} is not a run of format {FORMAT} (it says {written!r}).", _MEND)
    try:
        seconds = fields["seconds"]["by_question"]
        outcomes = tuple(_read_outcome(each, seconds) for each in fields["outcomes"])
        return Run(outcomes, fields["made_of"], fields["reason"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{path} is damaged: {error!r}.", _MEND) from error


def fact_fields(fact: Fact) -> dict[str, Any]:
    """Return a fact in the form of a facts file."""
    fields: dict[str, Any] = {
        "id": fact.id,
        "lang": fact.lang,
        "question": fact.question,
        "kind": fact.kind.value,
        "expect": [list(group) for group in fact.expect],
        "evidence": [{"doc": place.doc, "at": place.at} for place in fact.evidence],
    }
    if fact.history:
        fields["history"] = list(fact.history)
    if fact.note:
        fields["note"] = fact.note
    return fields


def _scores(measured: Sequence[Score]) -> dict[str, dict[str, Any]]:
    return {
        score.name: {
            "value": _rounded(score.value),
            "low": _rounded(score.low),
            "high": _rounded(score.high),
            "unit": score.unit,
            "n": score.n,
            "scored": score.scored,
            "unscored": score.unscored,
        }
        for score in measured
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    usage = outcome.usage
    return {
        "fact": fact_fields(outcome.fact),
        "right": outcome.right,
        "correct": outcome.correct,
        "supported": outcome.supported,
        "status": outcome.status.value,
        "answer": outcome.answer,
        "sentences": list(outcome.sentences),
        "matched": list(outcome.matched),
        "citations": [
            {
                "marker": cited.marker,
                "report": cited.report,
                "paragraph": cited.paragraph,
                "quote": cited.quote,
                "right_place": cited.right_place,
                "verbatim": cited.verbatim,
                "witness": cited.witness,
            }
            for cited in outcome.citations
        ],
        "hits": [
            {
                "report": hit.report,
                "paragraph": hit.paragraph,
                "passage": hit.passage,
                "score": round(hit.score, 6),
                "right_place": hit.right_place,
                "beside": [list(place) for place in hit.beside],
            }
            for hit in outcome.hits
        ],
        "unsupported": {str(ordinal): list(missing) for ordinal, missing in sorted(outcome.unsupported.items())},
        "evidence_languages": list(outcome.evidence_languages),
        "answerer": outcome.answerer,
        "notes": list(outcome.notes),
        "confidence": outcome.confidence,
        "said_in": outcome.said_in,
        "usage": {"read": usage.read, "written": usage.written} if usage else None,
        "ambiguous": list(outcome.ambiguous),
        "error": outcome.error,
    }


def _read_outcome(fields: Mapping[str, Any], seconds: Mapping[str, float]) -> Outcome:
    fact = fact_of(fields["fact"])
    return Outcome(
        fact=fact,
        status=Status(fields["status"]),
        answer=fields["answer"],
        sentences=tuple(fields["sentences"]),
        matched=tuple(fields["matched"]),
        citations=tuple(Cited(**cited) for cited in fields["citations"]),
        hits=tuple(_read_found(rank, hit) for rank, hit in enumerate(fields["hits"], start=1)),
        unsupported={int(ordinal): tuple(missing) for ordinal, missing in fields["unsupported"].items()},
        evidence_languages=tuple(fields["evidence_languages"]),
        answerer=fields["answerer"],
        notes=tuple(fields["notes"]),
        seconds=seconds[fact.id],
        error=fields["error"],
        confidence=fields["confidence"],
        said_in=fields["said_in"],
        usage=Usage(**fields["usage"]) if fields["usage"] else None,
        ambiguous=tuple(fields["ambiguous"]),
    )


def _read_found(rank: int, fields: Mapping[str, Any]) -> Found:
    beside = tuple((report, paragraph) for report, paragraph in fields.get("beside", ()))
    return Found(**{**fields, "rank": rank, "beside": beside})
