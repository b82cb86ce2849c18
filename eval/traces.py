"""Traces: one JSON line a question, with everything that led to its answer and what was judged of it.

The same answers give the same lines, byte for byte, apart from "seconds", which stands last. A line holds the whole
answer, so that it can be judged again without asking. Where the lines are kept is for `eval.run_folder`.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.documents import fact_fields
from eval.types import Fact, Outcome
from rag.errors import UsageError
from rag.types import Answer

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = 1
TRACES = "traces.jsonl"

# What is asked: question, reader's language, earlier questions.
Asked = tuple[str, str, tuple[str, ...]]


def asked(fact: Fact) -> Asked:
    """Return what the assistant is told of a fact; facts that are alike in it get one answer."""
    return fact.question, fact.lang, fact.history


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One line, read: `fields` as written; `made_by` is the fingerprint of what made the answer."""

    fields: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The id of the fact."""
        return str(self.fields["fact"]["id"])

    @property
    def made_by(self) -> str:
        """The fingerprint of what made the answer."""
        return str(self.fields["made_by"])

    @property
    def asked(self) -> Asked:
        """What was asked."""
        fact = self.fields["fact"]
        return fact["question"], fact["lang"], tuple(fact.get("history", ()))

    @property
    def seconds(self) -> float:
        """How long the answer took when it was asked."""
        return float(self.fields["seconds"])

    def answer(self) -> Answer | None:
        """Return the answer; None where none came back.

        Raises:
            UsageError: it was written by another version of Dalil.
        """
        if self.fields["answer"] is None:
            return None
        try:
            answer = _answers().validate_python(self.fields["answer"])
        except ValueError as error:
            raise UsageError(f"The trace of {self.id} was written by another version.", "Run `dalil eval`.") from error
        return replace(answer, provenance=replace(answer.provenance, seconds=self.seconds))


def line(outcome: Outcome, answer: Answer | None, made_by: str) -> str:
    """Return the trace of one question, with its line break."""
    fields = {
        "format": FORMAT,
        "made_by": made_by,
        "fact": fact_fields(outcome.fact),
        "answer": _plain(answer) if answer else None,
        "judgement": _judgement(outcome),
        "seconds": outcome.seconds,
    }
    return json.dumps(fields, ensure_ascii=False) + "\n"


def read(path: Path) -> Iterator[TraceLine]:
    """Yield the lines of a file; none where there is no file, and without what is torn or of another format.

    Raises:
        UsageError: the file is there and cannot be read.
    """
    try:
        written = path.read_bytes().split(b"\n")[:-1]
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Name another folder of runs.") from error
    for each in written:
        try:
            fields = json.loads(each)
        except ValueError:  # a killed run may tear a line, and a full disk any
            continue
        if isinstance(fields, dict) and fields.get("format") == FORMAT:
            yield TraceLine(fields)


def find(path: Path, fact_id: str) -> TraceLine:
    """Return the trace of one question.

    Raises:
        UsageError: there are no traces, or none of that id; names near ones.
    """
    by_id = {each.id: each for each in read(path)}
    if not by_id:
        raise UsageError(f"{path} holds no traces.", "Run `dalil eval` first, or name a run with --run.")
    if fact_id not in by_id:
        near = difflib.get_close_matches(fact_id, by_id, n=5, cutoff=0.5) or list(by_id)[:5]
        raise UsageError(f"{path} has no question {fact_id!r}.", f"It has, for example, {', '.join(near)}.")
    return by_id[fact_id]


@lru_cache(maxsize=1)
def _answers() -> TypeAdapter[Answer]:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)


def _plain(answer: Answer) -> dict[str, Any]:
    fields: dict[str, Any] = _answers().dump_python(answer, mode="json")
    fields["provenance"]["seconds"] = 0.0  # what differs from run to run stands last in the line
    return fields


def _judgement(outcome: Outcome) -> dict[str, Any]:
    return {
        "verdict": outcome.verdict,
        "right": outcome.right,
        "correct": outcome.correct,
        "supported": outcome.supported,
        "matched": list(outcome.matched),
        "ambiguous": list(outcome.ambiguous),
        "right_hits": [hit.rank for hit in outcome.hits if hit.right_place],
        "citations": [
            {"marker": cited.marker, "right_place": cited.right_place, "verbatim": cited.verbatim}
            for cited in outcome.citations
        ],
        "unsupported": {str(ordinal): list(missing) for ordinal, missing in sorted(outcome.unsupported.items())},
        "said_in": outcome.said_in,
        "error": outcome.error,
    }
