"""Runs on disk: a folder for each, with its traces and its scores; what was asked once is not asked again.

    eval/runs/sample-gen-000001-1a2b3c4d/     facts, generation of the index, fingerprint of what answers
        traces.jsonl                          an answer is appended as it comes; in the order of the facts when done
        run.json                              scores, outcomes and what the run was made of

A run that was killed goes on where it stopped, since its traces are what answers are looked up in; those of other runs
with the same fingerprint serve too. A folder that cannot be written is told of and done without.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval import documents
from eval.making import Making
from eval.traces import TRACES, Asked, TraceLine, asked, line, read
from eval.types import Fact, Outcome, Run
from rag.errors import UsageError
from rag.types import Answer

RUN = "run.json"
_DIGITS = 8


class RunFolder:
    """The folder of one run: a memory of answers, and the record of what came of each question.

    `reused` counts the answers that were not asked for again; `trouble` says why nothing was stored, None if all was.
    """

    def __init__(self, runs: Path, facts: str, making: Making) -> None:
        self.path = runs / run_name(facts, making)
        self.reused = 0
        self.trouble: str | None = None
        self._siblings = f"*-{making.generation}-{making.fingerprint[:_DIGITS]}"
        self._made_by = making.fingerprint
        self._known: dict[Asked, tuple[Answer, float]] = {}
        self._lines: list[str] = []
        self._begun = False

    def remember(self, facts: Sequence[Fact]) -> bool:
        """Look for answers to these facts, here and then in other runs; tell whether all are known."""
        wanted = {asked(fact) for fact in facts}
        here = self.path / TRACES
        self._learn(read(here), wanted)
        if wanted - self._known.keys() and self.path.parent.is_dir():
            for other in sorted(self.path.parent.glob(f"{self._siblings}/{TRACES}")):
                if other != here:
                    self._learn(read(other), wanted - self._known.keys())
        return not wanted - self._known.keys()

    def recall(self, fact: Fact) -> tuple[Answer, float] | None:
        """Return the answer to a fact and the seconds that it took; None if it must be asked for."""
        known = self._known.get(asked(fact))
        self.reused += known is not None
        return known

    def keep(self, outcome: Outcome, answer: Answer | None) -> None:
        """Record what came of a fact; an answer that is new is on disk when this returns."""
        written = line(outcome, answer, self._made_by)
        self._lines.append(written)
        if asked(outcome.fact) not in self._known:
            self._append(written)
            if answer and _whole(answer):
                self._known[asked(outcome.fact)] = answer, outcome.seconds

    def traces(self) -> dict[str, Mapping[str, Any]]:
        """Return what was recorded, by the fact's id, whether or not it could be stored."""
        lines = (TraceLine(json.loads(written)) for written in self._lines)
        return {each.id: each.fields for each in lines}

    def finish(self, run: Run) -> None:
        """Write the run, and its traces in the order of its facts."""
        if self.trouble:
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            _replace(self.path / TRACES, "".join(self._lines))
            _replace(self.path / RUN, documents.as_json(run))
        except OSError as error:
            self._give_up(error)

    def _learn(self, lines: Iterable[TraceLine], wanted: set[Asked]) -> None:
        for each in lines:
            if each.made_by == self._made_by and each.asked in wanted:
                answer = each.answer()
                if answer and _whole(answer):
                    self._known[each.asked] = answer, each.seconds

    def _append(self, written: str) -> None:
        if self.trouble:
            return
        try:
            if not self._begun:
                self.path.mkdir(parents=True, exist_ok=True)
                _cut_torn_end(self.path / TRACES)
                self._begun = True
            with (self.path / TRACES).open("a", encoding="utf-8") as file:
                file.write(written)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        self.trouble = f"The run is not stored in {self.path}: {error.strerror or error}."


def run_name(facts: str, making: Making) -> str:
    """Return the name of a run's folder: readable, and the same for the same facts file, index and settings."""
    stem = re.sub(r"[^\w-]+", "-", facts).strip("-") or "facts"
    return f"{stem}-{making.generation}-{making.fingerprint[:_DIGITS]}"


def last_run(runs: Path) -> Path:
    """Return the folder of the run that was written to last.

    Raises:
        UsageError: there is none.
    """
    written = [path for path in runs.glob(f"*/{TRACES}") if path.is_file()]
    if not written:
        raise UsageError(f"There is no run in {runs}.", "Run `dalil eval` first, or name a run with --run.")
    return max(written, key=lambda path: (path.stat().st_mtime_ns, path)).parent


def _whole(answer: Answer) -> bool:
    """Whether nothing failed on the way: what a model that was down would have said is worth asking again."""
    return answer.trace is None or not answer.trace.failures


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _cut_torn_end(path: Path) -> None:
    """Drop what follows the last line break: the line that a killed run was writing."""
    written = path.read_bytes() if path.exists() else b""
    whole = written.rfind(b"\n") + 1
    if whole < len(written):
        os.truncate(path, whole)
