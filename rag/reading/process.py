"""Reading in a child process: a parser that hangs, crashes or eats memory loses its process, not ours.

The child is a fresh interpreter that reads one file after another over a pipe, under a memory limit. A file that takes
too long or brings the child down becomes a ReadingError, and the next file gets a new child. The child shares the
user's rights: this guards against accidents of parsing, not against a parser taken over by a hostile file.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rag.errors import ReadingError
from rag.reading.surroundings import Progress
from rag.types import Report

if TYPE_CHECKING:
    from rag.reading.catalogue import CatalogueEntry

_SPLIT = "Split the file or save it again in another format, and raise the limit if it is really that large."


class ReadingProcess:
    """A context manager whose `read` is `rag.reading.read` in a child process.

    `seconds` limits each file (the child's start, well under a second, included), and each slow step that the reader
    announces, such as a page to be recognised, begins them anew; `megabytes` limits the child's address space. `cache`
    is a folder for what was dear to compute; `progress` hears of slow steps: how many are done, of how many, and what.
    """

    def __init__(
        self,
        *,
        seconds: float = 120.0,
        megabytes: int = 2048,
        cache: Path | None = None,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> None:
        self._seconds, self._megabytes, self._cache = seconds, megabytes, cache
        self._progress = progress or (lambda done, total, what: None)
        self._child: subprocess.Popen[bytes] | None = None
        self._requests: Connection | None = None
        self._answers: Connection | None = None

    def __enter__(self) -> ReadingProcess:
        """Return itself; the child starts with the first file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child."""
        self.close()

    def read(self, path: Path, entry: CatalogueEntry | None = None) -> Report:
        """Read a file in the child; raises ReadingError as `read` does, and for a time-out or a crash."""
        requests, answers = self._started()
        try:
            requests.send((str(path), entry))
            answer = self._answer(answers, path)
            while isinstance(answer, Progress):
                self._progress(answer.done, answer.total, answer.what)
                answer = self._answer(answers, path)
        except (EOFError, OSError) as error:
            raise ReadingError(str(path), f"crashed its reader ({self._exit_reason()}).", _SPLIT) from error
        except BaseException:
            self.close()
            raise
        if isinstance(answer, Report):
            return answer
        raise ReadingError(*answer)

    def _answer(self, answers: Connection, path: Path) -> Any:
        if not answers.poll(self._seconds):
            self.close()
            raise ReadingError(str(path), f"was not read within {self._seconds:g} seconds.", _SPLIT)
        return answers.recv()

    def close(self) -> None:
        """End the child, if there is one; a later `read` starts another."""
        for pipe in (self._requests, self._answers):
            if pipe is not None:
                pipe.close()
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._requests = self._answers = self._child = None

    def _started(self) -> tuple[Connection, Connection]:
        if self._requests is None or self._answers is None:
            asked, self._requests = Pipe(duplex=False)
            self._answers, answered = Pipe(duplex=False)
            handed = (asked.fileno(), answered.fileno())
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}
            self._child = subprocess.Popen(
                [sys.executable, "-m", "rag.reading.child", *map(str, handed), *self._limits()],
                pass_fds=handed,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=environment,
            )
            asked.close()
            answered.close()
        return self._requests, self._answers

    def _limits(self) -> list[str]:
        return [str(self._megabytes), *([str(self._cache)] if self._cache else [])]

    def _exit_reason(self) -> str:
        child = self._child
        try:
            status = child.wait(timeout=5) if child else None
        except subprocess.TimeoutExpired:
            status = None
        self.close()
        if status is None:
            return "it stopped answering"
        return f"signal {-status}" if status < 0 else f"exit status {status}"
