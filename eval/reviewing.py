"""The review of candidates in the terminal: one at a time, shown with its evidence, accepted, changed or rejected.

It asks and prints; what a candidate becomes and what is wrong with it is in `eval.proposing`. Each decision is on the
disk before the next candidate is shown, so that an interruption loses nothing.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from eval.candidates import Candidate, Decision, decide
from eval.loading import fact_of, load_facts
from eval.places import Places
from eval.proposing import free_id, problems, proposed
from eval.types import Fact, FactKind, Place
from rag import feedback
from rag.errors import UsageError

_CHOICES = "[a]ccept  [e]dit  [u]nanswerable  [s]kip  [r]eject  [q]uit"
_EDITED = ("question", "kind", "expect", "evidence", "id")
_OR, _AND, _AT = " | ", " ; ", " @ "
_MEND = "Name another file with --into."
_EXCERPT = 240  # characters of what stands at a place


class Stopped(Exception):
    """The person ends the review."""


@dataclass
class Review:
    """A review under way: where candidates come from, where accepted facts go, and what was decided so far."""

    candidates: Path
    into: Path
    places: Places
    day: date
    console: Console
    known: list[Fact] = field(default_factory=list)
    accepted: int = 0
    rejected: int = 0

    @classmethod
    def begin(cls, candidates: Path, into: Path, places: Places, day: date, console: Console) -> Review:
        """Return a review that knows the facts of the file it adds to, and those of the files beside it.

        Raises:
            UsageError: the facts file has a wrong line.
        """
        known = list(load_facts(into)) if into.exists() and into.read_text(encoding="utf-8").strip() else []
        for beside in sorted(set(into.parent.glob("*.jsonl")) - {into}):
            # What is no file of facts has no ids to keep clear of.
            with suppress(UsageError):
                known += load_facts(beside)
        return cls(candidates, into, places, day, console, known)

    def decide(self, candidate: Candidate, ask: Callable[[str], str]) -> None:
        """Show one candidate and do with it what the person says; `ask` puts a question to the person.

        Raises:
            Stopped: the person ends the review.
            UsageError: a file cannot be written.
        """
        fields = proposed(candidate, self.places) | {"id": free_id(self.known)}
        self._show_candidate(candidate)
        while True:
            self._show_fields(fields)
            choice = ask(_CHOICES).strip().lower()[:1]
            if choice == "a" and self._accept(candidate, fields):
                return
            if choice == "e":
                fields = edited(fields, ask)
            elif choice == "u":
                fields |= {"kind": FactKind.UNANSWERABLE.value, "expect": [], "evidence": []}
            elif choice == "s":
                return
            elif choice == "r":
                decide(self.candidates, candidate, Decision.REJECTED, self.day)
                self.rejected += 1
                return
            elif choice == "q":
                raise Stopped

    def _accept(self, candidate: Candidate, fields: dict[str, Any]) -> bool:
        wrong = problems(fields, self.places, self.known)
        for problem in wrong:
            self._say(f"Not accepted. {problem}", "red")
        if wrong:
            return False
        fact = fact_of(fields)
        # First the fact: were the decision kept without it, what the candidate says would be lost.
        _append_fact(self.into, fields)
        decide(self.candidates, candidate, Decision.ACCEPTED, self.day, fact.id)
        self.known.append(fact)
        self.accepted += 1
        self._say(f"{fact.id} was added to {self.into}.", "green")
        return True

    def _show_candidate(self, candidate: Candidate) -> None:
        line = candidate.line
        self.console.rule(f"{candidate.id} · {line.get('day', '')} · {candidate.verdict}", style="dim")
        for earlier in line.get("history") or ():
            self._say(f"  before: {earlier}", "dim")
        self._say(candidate.question, "bold")
        if candidate.drafted is None:
            self._say(f"answer ({line.get('status')}): {line.get('answer') or '—'}")
            for citation in line.get("citations") or ():
                self._say(f"  {citation['report']}{_AT}{citation['paragraph']}: {citation['quote']}", "dim")
        if line.get("correction"):
            self._say(f"should say: {line['correction']}", "yellow")
        if line.get("place"):
            self._say(f"stands at: {line['place']['report']}{_AT}{line['place']['paragraph']}", "yellow")

    def _show_fields(self, fields: dict[str, Any]) -> None:
        self._say("the fact:")
        for name in _EDITED:
            self._say(f"  {name:9} {shown(fields[name]) or '—'}")
            if name == "evidence":
                self._show_places(fields[name])
        for problem in problems(fields, self.places, self.known):
            self._say(f"  ! {problem}", "yellow")

    def _show_places(self, evidence: Any) -> None:
        for item in evidence if isinstance(evidence, list) else ():
            named = isinstance(item, dict) and isinstance(item.get("doc"), str) and isinstance(item.get("at"), str)
            text = self.places.text(Place(item["doc"], item["at"])) if named else None
            if text:
                self._say(f"            {textwrap.shorten(text, _EXCERPT)}", "dim")

    def _say(self, text: str, style: str = "") -> None:
        self.console.print(text, style=style, markup=False, highlight=False)


def edited(fields: dict[str, Any], ask: Callable[[str], str]) -> dict[str, Any]:
    """Return the fields with what the person types for each; an empty reply keeps what is there, "-" empties it."""
    changed = dict(fields)
    for name in _EDITED:
        reply = ask(f"{name} [{shown(fields[name])}]").strip()
        if reply:
            changed[name] = parsed(name, "" if reply == "-" else reply)
    return changed


def shown(value: Any) -> str:
    """Return a field as it is typed: "12 | twelve ; quays" for groups of alternatives, "port.fr @ 2" for a place."""
    if isinstance(value, str):
        return value
    try:
        return _AND.join(map(_shown_item, value))
    except (KeyError, TypeError):
        return json.dumps(value, ensure_ascii=False)  # typed as JSON, and not of this form


def _shown_item(item: Any) -> str:
    return _OR.join(item) if isinstance(item, list) else f"{item['doc']}{_AT}{item['at']}"


def parsed(name: str, typed: str) -> Any:
    """Return the value of a field from what a person typed, in the form that `shown` gives, or JSON for a list."""
    if name not in ("expect", "evidence"):
        return typed
    if typed.startswith("["):
        try:
            return json.loads(typed)
        except json.JSONDecodeError:
            return typed
    parts = [part.strip() for part in typed.split(_AND.strip()) if part.strip()]
    if name == "expect":
        return [[option.strip() for option in part.split(_OR.strip()) if option.strip()] for part in parts]
    places = (part.partition(_AT.strip()) for part in parts)
    return [{"doc": doc.strip(), "at": at.strip()} for doc, _, at in places]


def asked(text: str) -> str:
    """Put a question to the person at the terminal.

    Raises:
        Stopped: there is nobody to answer, or the person interrupts.
    """
    try:
        return str(typer.prompt(text, default="", show_default=False))
    except typer.Abort as error:
        raise Stopped from error


def _append_fact(path: Path, fields: dict[str, Any]) -> None:
    kept = {name: value for name, value in fields.items() if name != "note" or value != "draft"}
    try:
        feedback.append(path, [kept])
    except UsageError as error:
        raise UsageError(error.reason, _MEND) from error
