"""Structure cases in three languages: short reports, each with one difficulty, and what reading should make of them.

The sentences come from `tools.structure_samples.words`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rag.types import BlockKind
from tools.structure_samples.paged import Item, Layout
from tools.structure_samples.words import LANGUAGES, Words

TITLE, HEADING, PARAGRAPH = BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH
QUESTION, LIST_ITEM = BlockKind.QUESTION, BlockKind.LIST_ITEM


@dataclass(frozen=True)
class Case:
    """A report and how it is set; `flags` are expected word for word, `labels` by number of the page in the file."""

    name: str
    items: list[Item]
    layout: Layout = field(default_factory=Layout)
    flags: tuple[str, ...] = ()
    labels: dict[int, str] = field(default_factory=dict)


def title(words: Words) -> Item:
    """The title of the language's report."""
    return Item(TITLE, "title", words.title)


def para(words: Words, number: int, count: int = 3, mark: str = ".") -> Item:
    """A numbered paragraph of so many sentences."""
    return Item(PARAGRAPH, str(number), f"{words.number(number)}{mark} {words.text(number * 2, count)}")


def heading(words: Words, place: int) -> Item:
    """One of the language's headings."""
    return Item(HEADING, None, words.headings[place])


def numbered(words: Words, numbers: list[int], count: int = 3) -> list[Item]:
    """The title, then these paragraphs, with a heading before the first and the fourth."""
    items = [title(words)]
    for place, number in enumerate(numbers):
        if place % 3 == 0:
            items.append(heading(words, place // 3 % len(words.headings)))
        items.append(para(words, number, count))
    return items


def _running(words: Words) -> Iterator[Case]:
    one_to_nine = list(range(1, 10))
    items = numbered(words, one_to_nine, 4)
    yield Case("numbered paragraphs under headings", items)
    yield Case(
        "narrow pages, a header and a page number", items, Layout(54, 18, lambda n: words.title, lambda n: f"- {n} -")
    )
    left_right = Layout(60, 12, header=lambda n: words.title if n % 2 else f"A/74/{words.code}", footer=words.number)
    yield Case("left and right pages differ", items, left_right)
    pages = {1: "Page {} of 12", 0: "{}/12"}[words.code == "ar"]
    yield Case("a footer counts the pages", items, Layout(60, 20, footer=lambda n: pages.format(words.number(n))))
    front = ["i", "ii"]
    labels = {1: "i", 2: "ii"} | {n: str(n - 2) for n in range(3, 30)}
    roman = Layout(60, 14, footer=lambda n: front[n - 1] if n < 3 else str(n - 2))
    yield Case("roman labels, then arabic ones", numbered(words, list(range(1, 13)), 4), roman, labels=labels)
    shifted = Layout(66, 16, footer=lambda n: words.number(n + 40))
    yield Case("an offprint from page 41", items, shifted, labels={n: str(n + 40) for n in range(1, 30)})
    header = Layout(66, 18, header=lambda n: f"{words.headings[0]} {words.headings[1]} {words.number(n + 6)}")
    yield Case("the page number stands in the header", items, header, labels={n: str(n + 6) for n in range(1, 30)})
    yield Case("hyphens other than a full stop", [title(words), *(para(words, n, 3, "-") for n in one_to_nine)])


def _numbers(words: Words) -> Iterator[Case]:
    yield Case("a gap", numbered(words, [1, 2, 3, 5, 6, 7]), flags=("para. 4: missing between 3 and 5",))
    lost = ("paras. 4–11: missing between 3 and 12",)
    yield Case("lost pages", numbered(words, [1, 2, 3, 12, 13, 14, 15]), flags=lost)
    yield Case("two in the wrong order", numbered(words, [1, 2, 4, 3, 5, 6]), flags=("para. 4: out of order, after 2",))
    twice = [*numbered(words, [1, 2, 3])]
    again = Item(PARAGRAPH, "3", f"{words.number(3)}. {words.text(1)}")
    twice += [again, para(words, 4), para(words, 5)]
    yield Case("a number twice", twice, flags=("para. 3: this number occurs more than once",))
    inserted = Item(PARAGRAPH, f"3 {words.inserted}", f"{words.number(3)} {words.inserted}. {words.text(1)}")
    yield Case("a number put in later", [*numbered(words, [1, 2, 3]), inserted, para(words, 4), para(words, 5)])
    yield Case("an excerpt from paragraph 15", numbered(words, [15, 16, 17, 18, 19]))
    annex = [*numbered(words, [1, 2, 3, 4]), Item(HEADING, None, words.annex), *(para(words, n) for n in (1, 2, 3))]
    yield Case("numbers start again in an annex", annex)
    listed = [*numbered(words, [1, 2])]
    intro = Item(PARAGRAPH, "3", f"{words.number(3)}. {words.text(4, 2)[:-1]}:")
    inner = [Item(LIST_ITEM, "3", f"{words.number(n)}. {text}") for n, text in enumerate(words.items, 1)]
    yield Case("a numbered list within a paragraph", [*listed, intro, *inner, para(words, 4), para(words, 5)])


def _chapters(words: Words) -> Iterator[Case]:
    def within(chapter: int, place: int) -> Item:
        number = f"{words.number(chapter)}.{words.number(place)}"
        return Item(PARAGRAPH, f"{chapter}.{place}", f"{number} {words.text(chapter * 5 + place, 3)}")

    def chapter(number: int, places: list[int]) -> list[Item]:
        headed = replace(heading(words, number - 1), text=f"{words.number(number)}. {words.headings[number - 1]}")
        return [headed, *(within(number, place) for place in places)]

    whole = [title(words), *chapter(1, [1, 2, 3]), *chapter(2, [1, 2, 3, 4])]
    yield Case("paragraphs numbered within chapters", whole)
    yield Case("paragraphs numbered within chapters, on narrow pages", whole, Layout(54, 18))
    lost = [title(words), *chapter(1, [1, 2]), *chapter(2, [1, 2, 4])]
    yield Case("a number within a chapter is missing", lost, flags=("para. 2.3: missing between 2.2 and 2.4",))


def _parts_of_paragraphs(words: Words) -> Iterator[Case]:
    letters = "أبجد" if words.code == "ar" else "abcd"
    wrapped = "{}) {}" if words.code == "ar" else "({}) {}"
    intro = Item(PARAGRAPH, "2", f"{words.number(2)}. {words.text(4, 2)[:-1]}:")
    lettered = [Item(LIST_ITEM, "2", wrapped.format(*pair)) for pair in zip(letters, words.items, strict=True)]
    yield Case(
        "lettered sub-paragraphs", [title(words), para(words, 1), intro, *lettered, para(words, 3), para(words, 4)]
    )
    small = zip(("i", "ii", "iii", "iv"), words.items, strict=True)
    roman = [Item(LIST_ITEM, "2", f"({label}) {text}") for label, text in small]
    yield Case("roman sub-paragraphs", [title(words), para(words, 1), intro, *roman, para(words, 3), para(words, 4)])
    bullets = [Item(LIST_ITEM, "2", text, f"• {text}") for text in words.items]
    yield Case("bullets", [title(words), para(words, 1), intro, *bullets, para(words, 3), para(words, 4)])
    second = Item(PARAGRAPH, "3", words.text(7, 4))
    more = [title(words), para(words, 1), para(words, 2), para(words, 3), second, para(words, 4)]
    yield Case("a paragraph goes on in a second one", more)
    long = [title(words), *(para(words, number, 9) for number in range(1, 7))]
    yield Case("long paragraphs across pages", long, Layout(60, 12, footer=lambda n: f"- {n} -"))


def _notes(words: Words) -> Iterator[Case]:
    def called(number: int, note: int) -> Item:
        text = f"{words.number(number)}. {words.text(number * 2, 4)}{note}"
        return Item(PARAGRAPH, str(number), text, note=f"{note} {words.note} {words.text(note + 40, note)}")

    plain = {number: para(words, number, 5) for number in range(1, 8)}
    two = [title(words), plain[1], called(2, 1), plain[3], called(4, 2), plain[5], plain[6]]
    yield Case("footnotes on several pages", two, Layout(64, 16))
    yield Case("footnotes and page numbers", two, Layout(60, 18, footer=words.number))
    bracketed = [
        title(words),
        plain[1],
        Item(PARAGRAPH, "2", f"{words.number(2)}. {words.text(3, 4)} [1]", note=f"[1] {words.note}"),
        plain[3],
        plain[4],
    ]
    yield Case("a footnote in brackets", bracketed, Layout(64, 14))


def _questions(words: Words) -> Iterator[Case]:
    letters = "أب" if words.code == "ar" else "ab"
    lettered = [title(words)]
    for part, name in enumerate(words.parts):
        lettered.append(Item(HEADING, None, name))
        for place, letter in enumerate(letters):
            label = f"{'I' * (part + 1)}.{'ab'[place]}"
            lettered.append(Item(QUESTION, label, f"{letter}) {words.questions[part * 2 + place]}"))
            lettered.append(Item(PARAGRAPH, label, words.text(part * 2 + place, 3)))
    yield Case("a questionnaire in parts", lettered)
    yield Case("a questionnaire across pages", lettered, Layout(50, 12, footer=lambda n: f"- {n} -"))
    asked = [title(words)]
    for number, question in enumerate(words.questions, 1):
        asked.append(Item(QUESTION, str(number), f"{words.number(number)}. {question}"))
        asked.append(Item(PARAGRAPH, str(number), words.text(number, 4)))
    yield Case("numbered questions", asked)
    named = {"fr": "Question {} : {}", "en": "Question {}: {}", "ar": "السؤال {}: {}"}[words.code]
    spelled = [title(words)]
    for number, question in enumerate(words.questions, 1):
        spelled.append(Item(QUESTION, str(number), named.format(words.number(number), question)))
        spelled.append(Item(PARAGRAPH, str(number), words.text(number, 4)))
    yield Case("questions that say so", spelled)


def _unnumbered(words: Words) -> Iterator[Case]:
    items, ordinal = [title(words)], 0
    for place in range(3):
        if place:
            items.append(heading(words, place))
        for step in range(2):
            ordinal += 1
            items.append(Item(PARAGRAPH, str(ordinal), words.text(place * 3 + step, 4)))
    yield Case("paragraphs counted where none is numbered", items)


def _hyphens(words: Words) -> Iterator[Case]:
    if words.code != "ar":
        layout = Layout(58, 22, hyphenate=True)
        yield Case("words broken at line ends", numbered(words, list(range(1, 8)), 5), layout)
    else:
        persian = [title(words)]
        digits = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
        persian += [Item(PARAGRAPH, str(n), f"{str(n).translate(digits)}- {words.text(n, 3)}") for n in range(1, 13)]
        yield Case("Persian digits", persian)
        tatweel = [Item(PARAGRAPH, str(n), f"{words.number(n)} ـ {words.text(n, 3)}") for n in range(1, 6)]
        yield Case("a stretched dash after the number", [title(words), *tatweel])


def cases() -> Iterator[tuple[str, Case]]:
    """Every case with its language."""
    for words in LANGUAGES:
        for family in (_running, _numbers, _chapters, _parts_of_paragraphs, _notes, _questions, _unnumbered, _hyphens):
            for case in family(words):
                yield words.code, case
