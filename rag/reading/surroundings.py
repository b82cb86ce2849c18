"""What a format reader may use while it works: a folder that keeps what was dear to compute, and someone to tell.

Readers are functions of bytes; these two things stand around them, set by whoever runs them (`child.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reader is within one file: `done` of `total` steps of the kind that `what` names."""

    done: int
    total: int
    what: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`cache` is a folder, made when first needed, or None to keep nothing; `tell` is called before each slow step."""

    cache: Path | None = None
    tell: Callable[[Progress], None] = lambda progress: None


_current: ContextVar[Surroundings] = ContextVar("surroundings", default=Surroundings())  # noqa: B039 (it is frozen)


def surroundings() -> Surroundings:
    """Return those of the reader that is running."""
    return _current.get()


@contextmanager
def within(new: Surroundings) -> Iterator[None]:
    """Run readers within these."""
    token = _current.set(new)
    try:
        yield
    finally:
        _current.reset(token)
