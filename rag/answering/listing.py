"""Lists among the sentences that may answer: given whole, and preferred where they have as many items as are asked for.

Which sentence answers is decided elsewhere, by what it says; here it only grows to the list that it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from rag.text.lists import Listing, listings, tells
from rag.text.sentences import beginning, split
from rag.types import AnswerSentence, Question

Span = tuple[int, int]

_LEFT_OUT = {
    "fr": "La liste de la source compte {whole} éléments ; la réponse en donne {told}.",
    "en": "The list in the source has {whole} items; the answer gives {told}.",
    "ar": "عدد بنود القائمة في المصدر {whole}، وعدد ما تذكره الإجابة منها {told}.",
}


def units(text: str, *, lists: bool) -> tuple[Span, ...]:
    """Return what may be quoted of a text: its sentences without number or bullet, announced `lists` as one unit."""
    announced = [each for each in listings(text) if each.announced] if lists else []
    # Of a list in a list, the inner one is about less.
    wholes = [each for each in announced if not any(_within(other, each) for other in announced)]
    sentences = ((beginning(text, start, end), end) for start, end in split(text))
    loose = (span for span in sentences if not any(each.holds(*span) for each in wholes))
    return tuple(sorted(chain(loose, ((each.start, each.end) for each in wholes))))


def has_items(text: str, span: Span, count: int) -> bool:
    """Tell whether a sentence, or the list that it belongs to, has exactly so many items."""
    around = _around(text, span)
    return len(around.items) == count if around else tells(text[slice(*span)], count)


def is_another(text: str, span: Span, count: int) -> bool:
    """Tell whether a span is a whole list of lines that has another number of items."""
    return any((each.start, each.end) == span and len(each.items) != count for each in listings(text))


def announced_by(text: str, span: Span) -> Span | None:
    """Return the span of the list that a sentence announces, itself included; None where it announces none."""
    start, end = span
    found = (each for each in listings(text) if each.announced and each.start == start and end < each.items[0][0])
    return next(((each.start, each.end) for each in found), None)


def held_together(text: str, spans: Sequence[Span]) -> Span | None:
    """Return the span of the smallest list that holds all the sentences; None where none does."""
    around = [each for each in listings(text) if all(each.holds(*span) for span in spans)]
    return min(((each.start, each.end) for each in around), key=lambda span: span[1] - span[0], default=None)


def left_out(question: Question, sentences: Sequence[AnswerSentence]) -> tuple[str, ...]:
    """Return a note, in the reader's language, where a model's list is shorter than the one that it is told from."""
    items = [sentence for sentence in sentences if sentence.is_item]
    quotes = {cited.quote for sentence in items for cited in sentence.citations}
    if not question.asks_for_list or len(quotes) != 1:
        return ()
    found = [each for each in listings(quotes.pop()) if not each.start]
    whole = len(found[0].items) if found else 0
    return (_LEFT_OUT[question.language].format(whole=whole, told=len(items)),) if whole > len(items) else ()


def _around(text: str, span: Span) -> Listing | None:
    holding = [each for each in listings(text) if each.holds(*span)]
    return min(holding, key=lambda each: each.end - each.start, default=None)


def _within(inner: Listing, outer: Listing) -> bool:
    return inner is not outer and outer.holds(inner.start, inner.end)
