"""Asks the product, broken or sound, and has its answers judged by the sound evaluation.

Indexes are built in temporary folders. Reports are read once, in this process, so that swapped code is really used; a
regression that concerns the reading has them read again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from unittest.mock import patch

from eval.run import run
from eval.types import Fact, Run
from rag.assistant import Assistant
from rag.generations import open_current
from rag.reading import read
from rag.settings import Settings, load_settings
from rag.stores.bundle import Stores
from rag.stores.documents import Documents
from rag.types import Answer, Report
from rag.wiring import build_index, open_assistant
from tools.regressions.base import Regression

Answers = list[Answer | Exception]
# Asks each fact; a fact is asked as it is unless a variation asks otherwise.
Asking = Callable[[Assistant, Sequence[Fact]], Answers]


@dataclass
class Reader:
    """Reads reports in this process, each once."""

    known: dict[str, Report] = field(default_factory=dict)

    def __enter__(self) -> Reader:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep what was read."""

    def read(self, path: Path, entry: Any = None) -> Report:
        """Return the report in a file."""
        if str(path) not in self.known:
            self.known[str(path)] = read(path, entry)
        return self.known[str(path)]


@dataclass
class Replay:
    """Gives the recorded answers in their order, or raises what the product raised."""

    answers: Answers
    given: int = 0

    def ask(self, question: str, *, language: str | None = None, history: Sequence[str] = ()) -> Answer:
        """Return the next answer."""
        answer = self.answers[self.given]
        self.given += 1
        if isinstance(answer, Exception):
            raise answer
        return answer


def as_asked(assistant: Assistant, facts: Sequence[Fact]) -> Answers:
    """Ask each fact as it is."""
    return [answer(assistant, fact, fact.question) for fact in facts]


def answer(assistant: Assistant, fact: Fact, question: str) -> Answer | Exception:
    """Return the answer to a fact's question, however it is put, or what went wrong."""
    try:
        return assistant.ask(question, language=fact.lang, history=fact.history)
    except Exception as error:  # a broken product may raise anything: that is an outcome
        return RuntimeError(f"{type(error).__name__}: {error}")


class Bench:
    """A sound index of a corpus, and what is asked of it and of broken ones; a context manager."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._stack = ExitStack()
        self._reader = Reader()

    def __enter__(self) -> Bench:
        """Build the sound index."""
        self._sound = self._stack.enter_context(self._indexed(self._reader))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the indexes."""
        self._stack.close()

    def sound(self, facts: Sequence[Fact], asking: Asking = as_asked) -> Run:
        """Return what comes of the facts as the product is."""
        return _judged(facts, self._sound, asking(open_assistant(self._sound), facts))

    def broken(self, facts: Sequence[Fact], regression: Regression) -> Run:
        """Return what comes of the facts while the product has the regression; it is over when they are judged."""
        with ExitStack() as index:
            with regression.broken():
                settings = self._sound
                if regression.reindex or regression.reread:
                    settings = index.enter_context(self._indexed(Reader() if regression.reread else self._reader))
                answers = as_asked(open_assistant(settings), facts)
            return _judged(facts, settings, answers)

    @contextmanager
    def _indexed(self, reader: Reader) -> Iterator[Settings]:
        with tempfile.TemporaryDirectory() as folder:
            settings = load_settings(corpus=self._corpus, index=Path(folder) / "index")
            with patch("rag.wiring.ReadingProcess", lambda **_limits: reader):
                build_index(settings)
            yield settings


class Texts:
    """The reports of an index, each read once, for quotes to be held against."""

    def __init__(self, documents: Documents) -> None:
        self._reports = {name: documents.report(name) for name in documents.sources()}

    def text(self, report_id: str) -> str | None:
        """Return the text of a report, None if it is not indexed."""
        return self._reports[report_id].text if report_id in self._reports else None

    def language(self, report_id: str) -> str | None:
        """Return the language of a report, None if it is not indexed."""
        return self._reports[report_id].language if report_id in self._reports else None


def _judged(facts: Sequence[Fact], settings: Settings, answers: Answers) -> Run:
    stores = Stores.open(open_current(settings.index).path)
    try:
        return run(facts, Replay(answers), Texts(stores.documents))
    finally:
        stores.close()
