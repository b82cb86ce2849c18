"""Footnotes are lifted only where the page calls them; whatever else begins with a number stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.reading.lines import Hint, Line, Page
from rag.reading.notes import calls, lift
from rag.reading.pagination import pieces_of_pages
from rag.reading.text import read_text
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


SECOND = Page(2, "2")


def second(*texts: str, emphasis: float = 1.0) -> list[Line]:
    """Lines of the second page, those behind the first in letters of another size."""
    made = [Line(text.lstrip("|"), text.startswith("|"), SECOND) for text in texts]
    return [made[0], *(replace(line, emphasis=emphasis) for line in made[1:])]


BROKEN_OFF = lines("Le port a fermé en mai.1", "|1 Selon la carte que le service a dressée en hiver et")
GOING_ON = {
    "in lower case": second("La halle a rouvert.", "|qui a été publiée depuis."),
    "under a rule": second("La halle a rouvert.", "______", "Safi l'a reçue depuis."),
    "in smaller letters": second("La halle a rouvert.", "|Safi l'a reçue depuis.", emphasis=0.8),
    "above another note": second("La halle a rouvert.2", "|qui a été publiée depuis.", "2 En juin."),
    "above another note that stands apart": second("La halle a rouvert.2", "|qui a été publiée.", "|2 En juin."),
}


@pytest.mark.parametrize("page", GOING_ON.values(), ids=list(GOING_ON))
def test_a_note_goes_on_on_the_next_page(page: list[Line]) -> None:
    pieces = pieces_of_pages([BROKEN_OFF, page])
    first = next(piece for piece in pieces if piece.hint is Hint.NOTE)
    assert first.text.startswith("1 Selon la carte") and first.text.endswith(("depuis.", "publiée."))
    assert [turn for _, turn in first.turns] == [SECOND]
    place = first.turns[0][0]
    assert first.text[place - 3 : place] == "et " and pieces.index(first) == 1
    assert [piece.text for piece in pieces[2:]] in (
        [page[0].text],
        [page[0].text, "2 En juin."],
    )


def test_an_arabic_note_goes_on_where_its_last_line_is_full() -> None:
    foot = "|١ يستند هذا الرقم إلى الخريطة التي أعدتها"
    first = lines("أُغلق الميناء في أيار بعد العاصفة.١", foot)
    page = second("فُتحت القاعة في حزيران من السنة التالية.", "|المصلحة التقنية.")
    _, notes = lift([first, page])
    assert [line.text for line in notes[0].lines] == [foot[1:], "المصلحة التقنية."]
    assert lift([[*first[:-1], Line("١ انظر الخريطة", gap=True, page=PAGE)], page])[0][1] == page


@pytest.mark.parametrize(
    ("foot", "end"),
    [("|1 Voir la carte.", "|et la liste."), ("|1 Selon la carte et", "|2. La liste."), ("|1 Selon et", "|La liste.")],
)
def test_a_whole_note_and_what_does_not_go_on_stay(foot: str, end: str) -> None:
    page = second("La halle a rouvert.", end)
    bodies, notes = lift([lines("Le port a fermé en mai.1", foot), page])
    assert bodies[1] == page and [len(note.lines) for note in notes] == [1]


@pytest.mark.parametrize(
    ("text", "called"), [("fin.2 Puis", True), ("4.2 millions", False), ("en 2 ans", False), ("20 %2", True)]
)
def test_what_calls_a_note(text: str, called: bool) -> None:
    assert calls(fold(text), 2) is called


def test_without_pages_notes_are_lifted_at_the_end_and_nowhere_else() -> None:
    body = "Le port a fermé en mai.1\n\nLa halle a rouvert.\n"
    note = "1 Voir la carte.\n"
    at_end = read_text(f"{body}\n{note}".encode(), "x.txt").pieces
    assert [(piece.hint, piece.text) for piece in at_end][1] == (Hint.NOTE, "1 Voir la carte.")
    within = read_text(f"{body}\n{note}\nLe quai est vide.\n".encode(), "x.txt").pieces
    assert Hint.NOTE not in {piece.hint for piece in within} and within[-1].text == "Le quai est vide."
