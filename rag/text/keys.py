"""What a text holds that needs no translation: countries, acronyms and numbers as keys, and words that may be names.

"Maroc" and "المغرب" have the key country:MA, "OIM" and "IOM" acronym:iom, "33.443" and "٣٣٤٤٣" number:33443. Names have
no common key: their words are compared by `rag.text.names`. It weighs nothing: that is for the index of keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from rag.text.acronyms import Acronyms
from rag.text.countries import named_countries
from rag.text.numbers import stated_figures
from rag.text.tokens import FUNCTION_WORDS
from rag.text.written import Written, written

# Up to a dozen a number tells little, and reports count their paragraphs and objectives with it.
LEAST_NUMBER = 13
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?؟:;•▪●\n«\"“(–—-])\s*$")
_NOT_CONTENT = frozenset().union(*FUNCTION_WORDS.values(), "l d c j m n s t qu jusqu lorsqu puisqu quoiqu".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """One key that a text holds, at `text[start:end]`."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a text, in order, and its remaining content words, any of which may be part of a name."""

    mentions: tuple[Mention, ...]
    words: tuple[Written, ...]


def keys(text: str, acronyms: Acronyms) -> Keys:
    """Return what `text` holds that is the same in every language."""
    words = written(text)
    named = [(f"acronym:{thing.key}", thing.first, thing.last) for thing in acronyms.find(words)]
    taken = set(chain.from_iterable(range(first, last) for _, first, last in named))
    # Some bodies have a code as if they were countries: the European Union is EU.
    countries = named_countries([word.folded for word in words])
    named += [(f"country:{code}", first, last) for code, first, last in countries if first not in taken]
    mentions = [Mention(key, words[first].start, words[last - 1].end) for key, first, last in named]
    mentions += [
        Mention(f"number:{number}", start, end)
        for number, start, end in stated_figures(text)
        if float(number) >= LEAST_NUMBER
    ]
    covered = set(chain.from_iterable(range(first, last) for _, first, last in named))
    rest = (word for place, word in enumerate(words) if place not in covered)
    return Keys(
        tuple(sorted(mentions, key=lambda mention: mention.start)),
        tuple(word for word in rest if len(word.folded) > 1 and word.folded not in _NOT_CONTENT),
    )


def is_proper(text: str, word: Written) -> bool:
    """Tell whether a word has a capital that no beginning of a sentence gave it."""
    return word.word[0].isupper() and not _SENTENCE_BEGINS.search(text, max(0, word.start - 4), word.start)
