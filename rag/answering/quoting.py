"""The words of a passage that a generated sentence rests on, as a verbatim slice.

Chooses the closest sentence, or up to three in a row, and never decides whether they carry the sentence: a poor match
is returned like a good one and is for `rag.verification` to strike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from rag.text.numbers import numbers
from rag.text.sentences import beginning, split
from rag.text.tokens import stems
from rag.types import Passage

# (text, candidates) -> how near each candidate is, about 0 to 1; serves where the languages differ.
Similarity = Callable[[str, list[str]], Sequence[float]]

_LONGEST = 3
# A number is the surest sign across languages: it outweighs a few shared words.
_NUMBER_WEIGHT = 3.0
# What one more sentence must add, as a share of what the whole passage has in common with the sentence.
_COST_OF_A_SENTENCE = 0.25


def closest_span(sentence: str, passage: Passage, similarity: Similarity | None = None) -> tuple[int, int] | None:
    """Return (start, end) in `passage.text` of what is closest to `sentence`; None when the passage has no text.

    Shared numbers and word stems count by their rarity within the passage. Both sides are stemmed by the passage's
    language: names and figures still meet when the sentence is in another one.
    """
    spans = [(beginning(passage.text, start, end), end) for start, end in split(passage.text)]
    if not spans:
        return None
    texts = [passage.text[start:end] for start, end in spans]
    shared = [_signs(text, passage.language) & _signs(sentence, passage.language) for text in texts]
    frequency = Counter(sign for signs in shared for sign in signs)
    weight = {sign: (_NUMBER_WEIGHT if sign.startswith("#") else 1.0) / count for sign, count in frequency.items()}
    total = sum(weight.values()) or 1.0
    nearness = list(similarity(sentence, texts)) if similarity else [0.0] * len(texts)

    def worth(window: tuple[int, int]) -> float:
        first, last = window
        covered = set().union(*shared[first : last + 1])
        gain = sum(weight[sign] for sign in covered) / total
        return gain + max(nearness[first : last + 1]) - _COST_OF_A_SENTENCE * (last - first)

    windows = [(first, first + more) for more in range(_LONGEST) for first in range(len(spans) - more)]
    first, last = max(windows, key=worth)
    return spans[first][0], spans[last][1]


def _signs(text: str, language: str) -> set[str]:
    """Return the numbers of `text` (with "#" before) and the stems of its words."""
    return {f"#{number}" for number in numbers(text)} | {stem for stem in stems(text, language) if not stem.isdecimal()}
