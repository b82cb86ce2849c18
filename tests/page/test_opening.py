"""Opening the index, and building it first if there is none."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from page import frame
from page.opening import Opening, Phase, Progress, State
from page.wording import WORDING
from rag.errors import DalilError, IndexMismatchError
from tests.support.markup import soup
from tests.support.scripted_chat import (
    ScriptedAssistant,
)


@dataclass(frozen=True)
class Unreadable:
    path: str = "corpus/<locked>.pdf"
    reason: str = "It is protected by a password."
    mend: str = "Save it without one."
    kept: bool = True


def wait_until_final(opening: Opening) -> State:
    for _ in range(2000):
        if opening.state.is_final:
            return opening.state
        threading.Event().wait(0.005)
    raise AssertionError(f"still {opening.state}")


def test_an_index_that_exists_is_opened_and_not_built() -> None:
    def build(_: Progress) -> list[Unreadable]:
        raise AssertionError("built")

    assistant = ScriptedAssistant()
    opening = Opening(lambda: assistant, lambda: True, build)
    assert opening.state.phase is Phase.OPENING
    opening.start()
    assert wait_until_final(opening) == State(Phase.READY, assistant=assistant)


def test_without_an_index_it_is_built_once_for_all_and_shows_how_far_it_is() -> None:
    go_on, reading, built = threading.Event(), threading.Event(), []

    def build(progress: Progress) -> list[Unreadable]:
        built.append(1)
        progress(2, 7, "reading workshop.pdf")
        reading.set()
        go_on.wait(10)
        return [Unreadable()]

    opening = Opening(ScriptedAssistant, lambda: False, build)
    for _ in range(5):
        opening.start()
    assert reading.wait(10)
    assert opening.state == State(Phase.BUILDING, 2, 7, "reading workshop.pdf")
    assert not opening.state.is_final
    opening.start()
    go_on.set()
    state = wait_until_final(opening)
    opening.start()
    assert built == [1]
    assert state.phase is Phase.READY
    assert state.failures == (Unreadable(),)


def test_a_refused_index_is_tried_again_once_it_may_be_mended() -> None:
    refusals: list[Exception] = [IndexMismatchError("Another model.", "Run: dalil index --full"), OSError("disk")]

    def open_assistant() -> ScriptedAssistant:
        if refusals:
            raise refusals.pop(0)
        return ScriptedAssistant()

    opening = Opening(open_assistant, lambda: True, lambda _: [])
    opening.start()
    refused = wait_until_final(opening)
    assert refused.error is not None
    assert (refused.error.reason, refused.error.mend) == ("Another model.", "Run: dalil index --full")
    opening.start()
    broken = wait_until_final(opening)
    assert broken.error is not None
    assert "disk" in broken.error.reason
    assert broken.error.mend
    opening.start()
    assert wait_until_final(opening).phase is Phase.READY


def test_the_panel_says_how_far_the_opening_is() -> None:
    building = soup(frame.opening_panel(State(Phase.BUILDING, 2, 7, "reading <a>.pdf"), "fr"))
    assert building.progress["value"] == "2"
    assert building.progress["max"] == "7"
    assert "Lecture de <a>.pdf" in building.get_text()
    assert building.section["lang"] == "fr"
    waiting = soup(frame.opening_panel(State(), "en"))
    assert "value" not in waiting.progress.attrs
    refused = soup(frame.opening_panel(State(Phase.REFUSED, error=DalilError("No <index>.", "Run it.")), "ar"))
    assert "No <index>." in refused.get_text()
    assert "Run it." in refused.get_text()
    assert WORDING["ar"].refused in refused.get_text()
    assert frame.opening_panel(State(Phase.READY, assistant=ScriptedAssistant()), "en") == ""
    unread = soup(frame.opening_panel(State(Phase.READY, failures=(Unreadable(),)), "en"))
    assert unread.li.get_text() == (
        "corpus/<locked>.pdf: It is protected by a password. Save it without one. "
        "Its earlier version stays in the index."
    )
