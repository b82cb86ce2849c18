"""Footnotes are lifted only where the page calls them; whatever else begins with a number stays."""

from __future__ import annotations

import pytest

from rag.reading.lines import Hint, Line, Page
from rag.reading.notes import calls, lift
from rag.reading.pagination import pieces_of_pages
from rag.text.normalise import fold

PAGE = Page(1, "1")


def lines(*texts: str) -> list[Line]:
    """Lines of a page; one that begins with "|" stands apart from the one before."""
    return [Line(text.lstrip("|"), text.startswith("|"), PAGE) for text in texts]


@pytest.mark.parametrize(
    ("body", "foot"),
    [
        ("Le port a fermé1 en mai.", "|1 Voir la carte."),
        ("Le port a fermé en mai.¹", "|¹ Voir la carte."),
        ("Le port a fermé en mai [1].", "|[1] Voir la carte."),
        ("Le « port »1 a fermé.", "|1/ Voir la carte."),
        ("أُغلق الميناء في أيار.١", "|١ انظر الخريطة."),
    ],
)
def test_a_called_note_is_lifted(body: str, foot: str) -> None:
    bodies, notes = lift([lines(body, foot)])
    assert [line.text for line in bodies[0]] == [body]
    assert [(note.number, note.lines[0].text) for note in notes] == [(1, foot[1:])]


@pytest.mark.parametrize(
    ("body", "foot"),
    [
        ("Le port a fermé en mai.", "|1 Voir la carte."),
        ("Le prix est de 4.1 millions.", "|1 Voir la carte."),
        ("Le port a fermé1 en mai.", "1 Voir la carte."),
        ("Le port a fermé1 en mai.", "|3 Voir la carte."),
        ("Le port a fermé1 en mai.", "|1. La suite du rapport."),
    ],
)
def test_what_is_not_called_or_does_not_stand_apart_stays(body: str, foot: str) -> None:
    assert lift([lines(body, foot)]) == ([lines(body, foot)], [])


def test_a_note_does_not_cut_the_sentence_that_goes_on_on_the_next_page() -> None:
    first = lines("Le comité1 a visité le port au début du mois de mai puis", "|1 Celui de 2019.")
    second = [Line("la halle, le quai et la criée de la commune du littoral.", page=Page(2, "2"))]
    sentence, note = pieces_of_pages([first, second])
    assert sentence.text.startswith("Le comité1") and sentence.text.endswith(
        "mai puis la halle, le quai et la criée de la commune du littoral."
    )
    assert [page.number for _, page in sentence.turns] == [2]
    assert (note.text, note.hint, note.page) == ("1 Celui de 2019.", Hint.NOTE, PAGE)


@pytest.mark.parametrize(
    ("text", "called"), [("fin.2 Puis", True), ("4.2 millions", False), ("en 2 ans", False), ("20 %2", True)]
)
def test_what_calls_a_note(text: str, called: bool) -> None:
    assert calls(fold(text), 2) is called
