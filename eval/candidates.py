"""The queue of candidate facts: what readers said of answers and what was drafted, until a person decides.

The file is only ever added to: a decision is a line of its own, so that nothing said is lost and two people may work at
once. What a fact is made of a candidate is for `eval.proposing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from rag import feedback
from rag.feedback import Verdict

_READER, _DRAFT, _REVIEW = "reader", "draft", "review"


class Decision(StrEnum):
    """What became of a candidate."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate: `line` is as it stands in the file, from a reader (see `rag.feedback`) or from a draft."""

    id: str
    line: Mapping[str, Any]

    @property
    def drafted(self) -> Mapping[str, Any] | None:
        """The fact that was drafted; None for what a reader said."""
        fact = self.line.get("fact") if self.line.get("from") == _DRAFT else None
        return fact if isinstance(fact, dict) else None

    @property
    def verdict(self) -> str:
        """What the reader said, or that it was drafted."""
        return _DRAFT if self.drafted is not None else str(self.line.get("verdict", ""))

    @property
    def question(self) -> str:
        """The question."""
        return str((self.drafted or self.line).get("question", ""))


@dataclass(frozen=True, slots=True)
class Queue:
    """The candidates that wait for a decision, oldest first; `decided` counts the others, `broken` names bad lines."""

    waiting: tuple[Candidate, ...]
    decided: int = 0
    broken: tuple[int, ...] = ()


def load(path: Path) -> Queue:
    """Return the queue of a file; one that is not there is empty.

    The last opinion of an answer counts, but a bare thumb does not undo a correction. A decision holds until a reader
    says something else.

    Raises:
        UsageError: the file cannot be read.
    """
    lines, broken = feedback.read(path)
    opinions: dict[str, dict[str, Any]] = {}
    decided: set[str] = set()
    for line in lines:
        before = opinions.get(line["id"])
        if line.get("from") == _REVIEW:
            decided.add(line["id"])
        elif before is None or (line != before and not _is_less(line, before)):
            opinions[line["id"]] = line
            decided.discard(line["id"])
    open_ones = {name: line for name, line in opinions.items() if line.get("verdict") != Verdict.WITHDRAWN}
    waiting = tuple(Candidate(name, line) for name, line in open_ones.items() if name not in decided)
    return Queue(waiting, len(open_ones) - len(waiting), tuple(broken))


def decide(path: Path, candidate: Candidate, decision: Decision, day: date, fact_id: str | None = None) -> None:
    """Keep what became of a candidate; `fact_id` names the fact that it became.

    Raises:
        UsageError: the file cannot be written.
    """
    line = {"id": candidate.id, "from": _REVIEW, "day": day.isoformat(), "decision": decision.value, "fact_id": fact_id}
    feedback.append(path, [line])


def add_drafts(path: Path, facts: Iterable[Mapping[str, Any]], day: date) -> int:
    """Add drafted facts to the queue and return how many; one that was ever in the file, by its id, is left out.

    Raises:
        UsageError: the file cannot be read or written.
    """
    known = {line["id"] for line in feedback.read(path)[0]}
    new = [fact for fact in facts if fact["id"] not in known]
    feedback.append(path, ({"id": fact["id"], "from": _DRAFT, "day": day.isoformat(), "fact": fact} for fact in new))
    return len(new)


def _is_less(line: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    bare = line.get("verdict") == Verdict.WRONG and not line.get("correction") and not line.get("place")
    return bare and before.get("verdict") in (Verdict.WRONG, Verdict.NOT_IN_REPORTS)
