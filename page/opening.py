"""From a folder of reports to an assistant that can be asked: opens the index, and builds it first if there is none.

It runs once for all visitors, in a thread of its own; the page looks at `state` as often as it likes. How an index is
built or opened is the business of the three functions it is given.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from page.conversation import Asked
from rag.errors import DalilError

logger = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]


class Failure(Protocol):
    """A report that could not be read; `kept` says whether its earlier version stays in the index."""

    @property
    def path(self) -> str:
        """The file."""

    @property
    def reason(self) -> str:
        """What is wrong with it."""

    @property
    def mend(self) -> str:
        """What to do about it."""

    @property
    def kept(self) -> bool:
        """Whether its earlier version stays in the index."""


class Phase(StrEnum):
    """How far the opening is."""

    OPENING = "opening"
    BUILDING = "building"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class State:
    """How far the opening is, with what belongs to the phase: progress, the assistant, or the error."""

    phase: Phase = Phase.OPENING
    done: int = 0
    total: int = 0
    what: str = ""
    failures: tuple[Failure, ...] = ()
    assistant: Asked | None = None
    error: DalilError | None = None

    @property
    def is_final(self) -> bool:
        """Tell whether nothing more will change by itself."""
        return self.phase in (Phase.READY, Phase.REFUSED)


class Opening:
    """Opens the index in the background, building it first if there is none."""

    def __init__(
        self,
        open_assistant: Callable[[], Asked],
        index_exists: Callable[[], bool],
        build_index: Callable[[Progress], Sequence[Failure]],
    ) -> None:
        self._open_assistant = open_assistant
        self._index_exists = index_exists
        self._build_index = build_index
        self._lock = threading.Lock()
        self._running = False
        self._state = State()

    @property
    def state(self) -> State:
        """How far it is now."""
        with self._lock:
            return self._state

    def start(self) -> None:
        """Start, unless it is under way or done; after a refusal it tries again, as the user may have mended it."""
        with self._lock:
            if self._running or self._state.phase is Phase.READY:
                return
            self._running = True
            self._state = State()
        # A daemon, so that the page can be closed while it reads; an unfinished generation is never switched to.
        threading.Thread(target=self._run, name="dalil-opening", daemon=True).start()

    def _run(self) -> None:
        try:
            final = self._opened()
        except DalilError as error:
            logger.error("%s", error)
            final = State(Phase.REFUSED, error=error)
        except Exception as error:
            logger.exception("the index could not be opened")
            reason = f"The index could not be opened: {error}."
            final = State(Phase.REFUSED, error=DalilError(reason, "The details are in the terminal."))
        with self._lock:
            self._state = final
            self._running = False

    def _opened(self) -> State:
        failures: tuple[Failure, ...] = ()
        if not self._index_exists():
            self._progress(0, 0, "")
            failures = tuple(self._build_index(self._progress))
        for failure in failures:
            logger.warning("%s: %s %s", failure.path, failure.reason, failure.mend)
        return State(Phase.READY, failures=failures, assistant=self._open_assistant())

    def _progress(self, done: int, total: int, what: str) -> None:
        with self._lock:
            self._state = State(Phase.BUILDING, done, total, what)
