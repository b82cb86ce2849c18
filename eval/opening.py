"""What an evaluation opens: the index, its reports, and the assistant once a question has to be asked.

An evaluation whose answers are all known needs no model, which takes longest to open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from eval.making import Making, making
from eval.run import Asks, Reports
from rag.errors import UsageError

if TYPE_CHECKING:
    from rag.settings import Settings
    from rag.types import Answer, Report


@dataclass(frozen=True, slots=True)
class Opened:
    """The assistant, the reports of the very generation that it asks, and what its answers are made of."""

    assistant: LateAssistant
    reports: Reports
    making: Making


class LateAssistant:
    """An assistant that is opened by `open`, or when it is first asked."""

    def __init__(self, opener: Callable[[], Asks]) -> None:
        self.open = cache(opener)

    def ask(self, question: str, *, language: str | None = None, history: Sequence[str] = ()) -> Answer:
        """Return the verified answer in the reader's language."""
        return self.open().ask(question, language=language, history=history)


class IndexedReports:
    """The reports of an index by id, each read once; `report` raises KeyError for an id that is not indexed."""

    def __init__(self, report: Callable[[str], Report]) -> None:
        self._report = cache(report)

    def text(self, report_id: str) -> str | None:
        """Return the whole normalised text of a report; None if it is not indexed."""
        report = self._known(report_id)
        return report.text if report else None

    def language(self, report_id: str) -> str | None:
        """Return the language of a report; None if it is not indexed."""
        report = self._known(report_id)
        return report.language if report else None

    def _known(self, report_id: str) -> Report | None:
        try:
            return self._report(report_id)
        except KeyError:
            return None


def opened(settings: Settings) -> Opened:
    """Open the current generation of the index, and no model yet.

    Raises:
        UnusableIndexError: there is no index, or it cannot be used.
    """
    from rag.generations import open_current
    from rag.stores.bundle import Stores

    generation = open_current(settings.index)

    def assistant() -> Asks:
        from rag.wiring import open_assistant

        found = open_assistant(settings)
        if found.generation != generation.name:
            raise UsageError(f"{settings.index} was indexed anew in the meantime.", "Run the command again.")
        return found

    return Opened(
        LateAssistant(assistant),
        IndexedReports(Stores.open_documents(generation.path).report),
        making(settings, generation.manifest),
    )
