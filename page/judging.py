"""Under the conversation: what a reader says of an answer, and the panel that asks for the right one.

The thumbs beside an answer are Gradio's own. What is said is handed to `rag.feedback`; nothing is made of it here.
Gradio looks at the environment when it is imported, so this is imported only once `app` has set it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gradio as gr

from page.conversation import Turn
from page.markup import attributes, escape
from page.wording import WORDING
from rag import feedback
from rag.errors import DalilError
from rag.feedback import Given, Opinion, Spot, Verdict
from rag.text.citing import cite
from rag.text.language import detect
from rag.types import Locator, Source

logger = logging.getLogger(__name__)

LONGEST_CORRECTION = 2000
_SPOTS = 12
_NOWHERE = "-1"
_FOCUS = "() => { setTimeout(() => document.querySelector('#dalil-correction textarea')?.focus(), 100); }"

Updates = dict[Any, Any]
Turns = tuple[Turn, ...]


class Judging:
    """The panel and what happens on it; made inside the page's `gr.Blocks`, below the conversation.

    `candidates` is the file that keeps what is said, `sources` gives the reports by id.
    """

    def __init__(self, candidates: Path, sources: Callable[[], Mapping[str, Source]]) -> None:
        self._candidates = candidates
        self._sources = sources
        wording = WORDING["en"]
        self._number = gr.State(-1)
        self._told = gr.HTML("", elem_id="dalil-told", apply_default_css=False)
        with gr.Column(visible=False, elem_id="dalil-correcting") as self._panel:
            self._heading = gr.HTML("", apply_default_css=False)
            with gr.Row(elem_id="dalil-fields"):
                self._correction = gr.Textbox(
                    label=wording.should_say,
                    lines=1,
                    max_lines=4,
                    max_length=LONGEST_CORRECTION,
                    min_width=240,
                    elem_id="dalil-correction",
                )
                self._place = gr.Dropdown(
                    [(wording.stands_open, _NOWHERE)],
                    value=_NOWHERE,
                    label=wording.stands_where,
                    filterable=False,
                    min_width=240,
                    elem_id="dalil-stands",
                )
            self._silent = gr.Checkbox(label=wording.reports_silent, container=False, elem_id="dalil-silent")
            with gr.Row(elem_id="dalil-telling"):
                self._tell = gr.Button(wording.send_correction, variant="primary", size="sm", elem_id="dalil-tell")
                self._cancel = gr.Button(wording.cancel, size="sm", elem_id="dalil-cancel")

    @property
    def outputs(self) -> list[Any]:
        """What `closed` changes."""
        return [self._told, self._panel]

    def wire(self, chat: gr.Chatbot, turns: gr.State) -> None:
        """Let the thumbs of `chat` and the panel do what they say; `turns` is the conversation's state."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        controls = [self._heading, self._correction, self._place, self._silent, self._tell, self._cancel]

        # Gradio looks for the event by the hint of the handler's own argument.
        def judged(said: Turns, event: gr.LikeData) -> Updates:
            return self._judged(turns, said, _number(event), _verdict(event))

        def corrected(said: Turns, number: int, correction: str, place: str, silent: bool) -> Updates:
            return self._corrected(turns, said, number, correction, place, silent)

        chat.like(judged, [turns], [turns, self._number, *self.outputs, *controls], **quiet).then(
            None, js=_FOCUS, **quiet
        )
        gr.on(
            [self._tell.click, self._correction.submit],
            corrected,
            [turns, self._number, self._correction, self._place, self._silent],
            [turns, *self.outputs],
            **quiet,
        )
        self._cancel.click(self.closed, outputs=self.outputs, **quiet)

    def closed(self) -> Updates:
        """Return what takes the panel away, with whatever was told."""
        return {self._told: "", self._panel: gr.update(visible=False)}

    def _judged(self, state: gr.State, turns: Turns, number: int, verdict: Verdict) -> Updates:
        turn = turns[number] if 0 <= number < len(turns) else None
        if turn is None or turn.given is None:
            return {self._number: -1}
        told, kept = self._keep(turn.given, Opinion(verdict))
        updates = {
            state: _with(turns, number, verdict) if kept else turns,
            self._number: number,
            self._told: told,
            self._panel: gr.update(visible=kept and verdict is Verdict.WRONG),
        }
        return updates | (self._controls(turn.given) if verdict is Verdict.WRONG else {})

    def _corrected(
        self, state: gr.State, turns: Turns, number: int, correction: str, place: str, silent: bool
    ) -> Updates:
        about = turns[number].given if 0 <= number < len(turns) else None
        if about is None:
            return self.closed()
        spot = dict(_choices(about)).get(place)
        correction = "" if silent else correction.strip()[:LONGEST_CORRECTION]
        if not (correction or spot or silent):
            return {self._told: _line(WORDING[about.language].say_something, about.language)}
        verdict = Verdict.NOT_IN_REPORTS if silent else Verdict.WRONG
        told, kept = self._keep(about, Opinion(verdict, correction, None if silent else spot), corrected=True)
        if not kept:
            return {self._told: told}
        return self.closed() | {state: _with(turns, number, verdict), self._told: told}

    def _controls(self, about: Given) -> Updates:
        """Return the panel in the reader's language, emptied, with the places that the answer had before it."""
        wording, language = WORDING[about.language], about.language
        places = [(wording.stands_open, _NOWHERE)]
        places += [(self._named(spot, language), value) for value, spot in _choices(about)]
        question = f"<bdi {attributes(detect(about.question, language))}>{escape(about.question)}</bdi>"
        return {
            self._heading: f'<p class="dalil-judged" {attributes(language)}>'
            f"<strong>{escape(wording.correct_heading)}</strong> {question}</p>",
            self._correction: gr.update(value="", label=wording.should_say, placeholder=wording.should_say_hint),
            self._place: gr.update(value=_NOWHERE, label=wording.stands_where, choices=places),
            self._silent: gr.update(value=False, label=wording.reports_silent),
            self._tell: gr.update(value=wording.send_correction),
            self._cancel: gr.update(value=wording.cancel),
        }

    def _named(self, spot: Spot, language: str) -> str:
        source = self._sources().get(spot.report)
        place = cite(Locator(0, 0, spot.paragraph), language)
        # Isolated, as a title may run the other way (Unicode Bidirectional Algorithm, FSI and PDI).
        return f"\u2068{source.title if source else spot.report}\u2069 · {place}"

    def _keep(self, about: Given, opinion: Opinion, *, corrected: bool = False) -> tuple[str, bool]:
        """Return what the reader is told, and whether the opinion was kept."""
        wording, language = WORDING[about.language], about.language
        try:
            feedback.append(self._candidates, [feedback.reader_line(about, opinion, datetime.now(UTC).date())])
        except DalilError as error:
            logger.warning("%s", error)
            return _line(wording.not_kept, language, f"{error.reason} {error.mend}"), False
        if opinion.verdict is Verdict.WITHDRAWN:
            return _line(wording.taken_back, language), True
        asks = opinion.verdict is Verdict.WRONG and not corrected
        before, after = (wording.thanks_wrong if asks else wording.thanks).split("{file}")
        file = f'<bdi dir="ltr">{escape(str(self._candidates))}</bdi>'
        return _line("", language, inside=f"{escape(before)}{file}{escape(after)}"), True


def _number(event: gr.LikeData) -> int:
    # Messages are counted; a turn has two of them.
    return event.index // 2 if isinstance(event.index, int) else -1


def _verdict(event: gr.LikeData) -> Verdict:
    # Neither where a pressed thumb was pressed again.
    if isinstance(event.liked, bool):
        return Verdict.RIGHT if event.liked else Verdict.WRONG
    return Verdict.WITHDRAWN


def _choices(about: Given) -> list[tuple[str, Spot]]:
    return [(str(ordinal), spot) for ordinal, spot in enumerate(about.spots[:_SPOTS])]


def _with(turns: Turns, number: int, verdict: Verdict) -> Turns:
    judged = replace(turns[number], verdict=verdict)
    return (*turns[:number], judged, *turns[number + 1 :])


def _line(text: str, language: str, reason: str = "", inside: str = "") -> str:
    said = inside or escape(text)
    why = f' <bdi lang="en" dir="ltr">{escape(reason)}</bdi>' if reason else ""
    return f'<p role="status" {attributes(language)}>{said}{why}</p>'
