"""The error tree: everything that can go wrong for a user, each with what happened and the mend.

DalilError
├── UsageError          wrong settings or arguments                            exit code 2
├── UnusableIndexError  nothing indexed, or an index that cannot be used       exit code 3
│   ├── NoIndexError        there is no index yet
│   ├── IndexMismatchError  made by another model or format
│   └── IndexDamagedError   a file is missing or its checksum differs
├── ReadingError        a report could not be read (the others are)            exit code 4
├── ModelError          an embedding model or a reranker could not be loaded   exit code 3
├── RerankingError      the reranker failed on a question                      exit code 1
└── LanguageModelError  the language model could not be used                   exit code 2 when it cannot be opened

Errors of other libraries are mapped into this tree where they arise; they never reach a caller of ours.
"""

from __future__ import annotations

from rag.types import Hit


class DalilError(Exception):
    """Base of all errors that a user may see: `reason` says what is wrong, `mend` what to do about it."""

    exit_code = 1

    def __init__(self, reason: str, mend: str = "") -> None:
        super().__init__(f"{reason} {mend}".strip())
        self.reason = reason
        self.mend = mend


class UsageError(DalilError):
    """A setting or an argument is wrong."""

    exit_code = 2


class UnusableIndexError(DalilError):
    """The index cannot be used."""

    exit_code = 3


class NoIndexError(UnusableIndexError):
    """There is no index yet."""


class IndexMismatchError(UnusableIndexError):
    """The index was made by another model, other settings or another format."""


class IndexDamagedError(UnusableIndexError):
    """A file of the index is missing or is not what was written."""


class ReadingError(DalilError):
    """A report could not be read; `path` names it."""

    exit_code = 4

    def __init__(self, path: str, reason: str, mend: str = "") -> None:
        super().__init__(reason, mend)
        self.path = path

    def __str__(self) -> str:
        """Return path, reason and mend as one text."""
        return f"{self.path} {super().__str__()}"


class ModelError(DalilError):
    """An embedding model or a reranker could not be loaded."""

    exit_code = 3


class RerankingError(DalilError):
    """The reranker failed on a question; `hits` are what the search had found, in its own order."""

    def __init__(self, reason: str, mend: str, hits: tuple[Hit, ...]) -> None:
        super().__init__(reason, mend)
        self.hits = hits


class LanguageModelError(DalilError):
    """The language model could not be reached or gave nothing usable.

    `cause` is one of the few that readers are told in their own language (`rag.answering.excusing`), else "".
    """

    exit_code = 2

    def __init__(self, reason: str, mend: str = "", cause: str = "") -> None:
        super().__init__(reason, mend)
        self.cause = cause
