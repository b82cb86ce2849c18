"""What readers say of answers, kept for people who keep the facts: one JSON object a line, only ever added to.

A line of a reader holds the question, the answer with its places, what the reader said of it and the day; nothing of
who the reader is. The lines of one answer share an id, and the last of them counts. What becomes of a line is decided
by the review, above.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from rag.errors import UsageError
from rag.types import Answer

_MEND = "Name a file that may be written, with DALIL_CANDIDATES."
_PATIENCE = 5.0  # seconds to wait for another writer, who holds the file for milliseconds


class Verdict(StrEnum):
    """What a reader says of an answer; `WITHDRAWN` takes back what was said before."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_IN_REPORTS = "not in reports"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a report; `paragraph` is as people cite it, None where it has no such name."""

    report: str
    paragraph: str | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote that an answer gave as its evidence."""

    report: str
    paragraph: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given; `language` is the reader's, `history` the earlier questions, oldest first."""

    question: str
    language: str
    history: tuple[str, ...]
    status: str
    answer: str
    citations: tuple[Quoted, ...]
    hits: tuple[Spot, ...]
    generation: str
    model: str
    answerer: str

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The places that have a name: those cited first, then those found, each once."""
        cited = (Spot(citation.report, citation.paragraph) for citation in self.citations)
        return tuple(spot for spot in dict.fromkeys((*cited, *self.hits)) if spot.paragraph)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader says of an answer: the verdict, what it should say, and where that stands."""

    verdict: Verdict
    correction: str = ""
    place: Spot | None = None


def given(answer: Answer, history: Iterable[str] = ()) -> Given:
    """Return what is kept of an answer."""
    hits = dict.fromkeys(Spot(hit.passage.report_id, hit.passage.locator.paragraph) for hit in answer.hits)
    return Given(
        question=answer.question,
        language=answer.language,
        history=tuple(history),
        status=answer.status.value,
        answer=answer.text,
        citations=tuple(
            Quoted(citation.report_id, citation.locator.paragraph, citation.quote) for citation in answer.citations
        ),
        hits=tuple(hits),
        generation=answer.provenance.generation,
        model=answer.provenance.model,
        answerer=answer.provenance.answerer,
    )


def reader_line(said_of: Given, opinion: Opinion, day: date) -> dict[str, Any]:
    """Return the line that keeps an opinion; its id is the same for every opinion of that day about that answer."""
    fields = asdict(said_of)
    made_of = json.dumps([day.isoformat(), fields], ensure_ascii=False, sort_keys=True)
    line_id = hashlib.sha256(made_of.encode()).hexdigest()[:12]
    return {"id": line_id, "from": "reader", "day": day.isoformat(), **fields, **asdict(opinion)}


def append(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Add lines to the file under a lock, and return once they are on the disk; makes the file if need be.

    Raises:
        UsageError: the file cannot be written.
    """
    import filelock

    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(f"{path}.lock", timeout=_PATIENCE), path.open("ab+") as file:
            file.write(_missing_line_end(file) + text.encode())
            file.flush()
            os.fsync(file.fileno())
    except (OSError, filelock.Timeout) as error:
        reason = getattr(error, "strerror", None) or "another program holds it"
        raise UsageError(f"{path} cannot be written: {reason}.", _MEND) from error


def read(path: Path) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the lines of the file in their order, and the numbers of those that are no such line.

    A file that is not there has no lines. A writer that was killed may leave half a line; the rest still counts.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8", errors="replace") if path.exists() else ""
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Name another file with --candidates.") from error
    lines: list[dict[str, Any]] = []
    broken: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            parsed = json.loads(line)
        except json.JSONDecodeError:
            parsed = None
        if isinstance(parsed, dict) and _is_whole(parsed):
            lines.append(parsed)
        else:
            broken.append(number)
    return lines, broken


def _is_whole(line: Mapping[str, Any]) -> bool:
    needed = ("id", "question", "language", "status", "answer", "verdict") if line.get("from") == "reader" else ("id",)
    return all(isinstance(line.get(name), str) for name in needed)


def _missing_line_end(file: BinaryIO) -> bytes:
    """Return the line end that a writer who was killed did not write."""
    if not file.seek(0, os.SEEK_END):
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read() == b"\n" else b"\n"
