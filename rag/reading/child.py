"""The child of `ReadingProcess`: reads the files it is asked for over a pipe, until the pipe is closed.

Run as `python -m rag.reading.child REQUESTS ANSWERS MEGABYTES [CACHE]`, the first two being file descriptors and the
last a folder for what was dear to compute.
"""

from __future__ import annotations

import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from rag.errors import ReadingError
from rag.reading import read
from rag.reading.surroundings import Surroundings, within


def _serve(requests: Connection, answers: Connection) -> None:
    """Answer each (path, entry) with a Report or the parts of a ReadingError, after any Progress in between."""
    while True:
        try:
            path, entry = requests.recv()
        except EOFError:
            return
        try:
            answers.send(read(Path(path), entry))
        except ReadingError as error:
            answers.send((error.path, error.reason, error.mend))
        except Exception as error:  # a fault of ours in one file must not cost the others their reader
            reason = f"could not be understood ({type(error).__name__}: {error})."
            answers.send((path, reason, "Please report this file; the other reports are not affected."))


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows, which then has the time limit only
        return
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    # Ctrl+C reaches the whole group; the parent decides what it means and closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(int(sys.argv[3]))
    answers = Connection(int(sys.argv[2]), readable=False)
    with within(Surroundings(Path(sys.argv[4]) if len(sys.argv) > 4 else None, answers.send)):
        _serve(Connection(int(sys.argv[1]), writable=False), answers)
