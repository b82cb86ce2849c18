"""A paragraph stays whole where a wrapped line begins like a numbered one, an item, a part or a heading."""

from __future__ import annotations

import textwrap
from itertools import product
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from rag.reading import read
from rag.reading.lines import Line
from rag.reading.sequence import is_numbered_later
from rag.reading.words import abbreviates_number, leads_on
from rag.reading.wrapped import join, lines_of

WIDTH = 68
FILL = {
    "en": "the millers of the upper valley asked the council for a new weir and for two pumps moved by hand",
    "fr": "les meuniers de la haute vallée ont demandé au conseil un nouveau seuil et deux pompes que porte un homme",
    "ar": "طلب أصحاب المطاحن في الوادي الأعلى من المجلس سداً جديداً ومضختين يحملهما رجل واحد وحبالاً طويلة للقوارب",
}
# The words before the break, and those that begin the next line.
RUNNING_ON = [
    ("en", "as was said in paragraph", "2. Further talks were held with the council of the valley."),
    ("en", "the rules of Article", "2. The council agreed with all of them."),
    ("en", "under order No.", "17. It was read to the millers in the spring."),
    ("en", "the weir was built in", "2019. The council paid for its stones."),
    ("en", "which is how they came to choose option", "a) of the plan because it was cheaper."),
    ("en", "as stated in", "Part I of the plan that was agreed in the spring."),
    ("en", "the old weir", "– mended in May – was opened again by the mayor."),
    ("fr", "comme il est dit au paragraphe", "2. De plus le conseil a tenu une réunion."),
    ("fr", "selon les règles de l'article", "2. Le conseil était de cet avis depuis le printemps."),
    ("fr", "conformément aux points", "a) et b) de la liste du conseil de la vallée."),
    ("fr", "comme au chapitre", "I. Les meuniers en ont reçu une copie."),
    ("ar", "كما ورد في الفقرة", "2- وقد عقد المجلس اجتماعاً آخر في الربيع."),
    ("ar", "وهي قواعد المادة", "2. ووافق المجلس عليها كلها."),
    ("ar", "كما ورد في البند", "أ- وقد عقد المجلس اجتماعاً آخر في الربيع."),
    ("ar", "كما جاء في", "القسم الأول من الخطة التي وافق عليها المجلس."),
]


def broken(language: str, before: str, after: str) -> list[str]:
    """The lines of a paragraph, the break before `after`: the line above is as full as its words allow."""
    words = FILL[language].split()
    for start, count in product(range(len(words)), range(12, 30)):
        filling = " ".join(words[(start + place) % len(words)] for place in range(count))
        lines = textwrap.wrap(f"{filling} {before}", WIDTH, break_on_hyphens=False)
        if len(lines[-1]) + 1 + len(after.split(maxsplit=1)[0]) > WIDTH:
            return [*lines, *textwrap.wrap(after, WIDTH, break_on_hyphens=False)]
    raise AssertionError(f"no line is full before {after!r}")


def texts(lines: list[str]) -> list[str]:
    return [piece.text for piece in join(lines_of("\n".join(lines)))]


@pytest.mark.parametrize("numbered", [False, True], ids=["plain", "numbered"])
@pytest.mark.parametrize(("language", "before", "after"), RUNNING_ON)
def test_a_line_that_begins_like_another_paragraph_goes_on(language, before, after, numbered):
    one, two = ("1. ", "2. ") if numbered else ("", "")
    other = textwrap.wrap(f"{two}{FILL[language].capitalize()}.", WIDTH, break_on_hyphens=False)
    lines = broken(language, before, after)
    lines[0] = one + lines[0]
    assert texts([*lines, *other]) == [" ".join(lines), " ".join(other)]


def test_the_number_that_comes_next_is_the_one_behind_a_full_stop():
    first = [
        "1. The council of the valley met the millers and heard from all of",
        "2. and 3. of the list of those who had come to see the weir opened.",
    ]
    rest = [
        "2. The second meeting was held in the spring, when the weir had been",
        "mended.",
        "3. The third was short.",
    ]
    assert texts([*first, *rest]) == [" ".join(first), " ".join(rest[:2]), rest[2]]
    lines = [Line(text) for text in (*first, *rest)]
    assert is_numbered_later(lines, 1) and not is_numbered_later(lines, 2)


def test_a_name_in_capitals_fills_a_line_and_a_heading_in_capitals_does_not():
    running = [
        "The millers of the upper valley were read what was written to them by the",
        "WORLD FOOD PROGRAMME OF THE UNITED NATIONS IN ROME AND THE COUNCIL OF ALL",
        "the Arab states, and they asked that a copy of it be sent to the mayor of",
        "the town below.",
    ]
    heading = "WHAT THE MAYOR REPLIED"
    assert texts([*running, heading, *running]) == [" ".join(running), heading, " ".join(running)]


def test_items_without_stops_are_told_by_their_letters():
    items = [
        "The millers of the upper valley asked the council of the town for:",
        "a) a new weir that is built of stones from the river and not of timber",
        "b) two pumps that can be moved by hand from one mill to the other mill",
        "c) ropes",
    ]
    assert texts(items) == items


@pytest.mark.parametrize("text", ["as said in", "selon l'article", "كما ورد في الفقرة", "of the", "point"])
def test_words_that_end_no_sentence(text):
    assert leads_on(text)


@pytest.mark.parametrize("text", ["the weir.", "vitamin A", "le seuil", "المجلس", "paragraph:"])
def test_words_that_may_end_one(text):
    assert not leads_on(text)


def test_shortened_words_before_a_number():
    assert abbreviates_number("under order No.") and abbreviates_number("selon l'art.")
    assert not abbreviates_number("they went to the casino.")


def test_paragraphs_of_a_page_stay_whole(tmp_path):
    path = Path(tmp_path, "x.pdf")
    canvas = Canvas(str(path), pagesize=A5)
    canvas.setFont("Courier", 8)
    paragraphs = [broken(*running) for running in RUNNING_ON if running[0] == "en"]
    for number, lines in enumerate(paragraphs, 1):
        lines[0] = f"{number}. {lines[0]}"
    for place, line in enumerate(line for lines in paragraphs for line in lines):
        canvas.drawString(40, A5[1] - 50 - 11 * place, line)
    canvas.save()
    report = read(path)
    assert [report.text[block.start : block.end] for block in report.blocks] == [" ".join(x) for x in paragraphs]
