"""Proves that no benchmark text is among the training texts, by hashes of folded texts and of their sentences.

Knows only the three benchmarks of the model card (FLORES, XQuAD, PIAF); it does not look for paraphrases.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

_SENTENCE_END = re.compile(r"(?<=[.!?؟…])\s+|\n+")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_LETTERS = str.maketrans(
    {"ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": "", "œ": "oe", "æ": "ae", "ß": "ss"}
    | {chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)}
)
# Shorter sentences ("Yes.", a name) are common words, not a benchmark's.
_SHORTEST_SENTENCE = 25


def fold(text: str) -> str:
    """Folds a text to its bare letters and digits, so that spelling variants of one sentence are equal."""
    decomposed = unicodedata.normalize("NFKD", text.lower()).translate(_LETTERS)
    return _NOT_ALPHANUMERIC.sub("", decomposed)


def _digest(folded: str) -> bytes:
    return hashlib.blake2b(folded.encode(), digest_size=12).digest()


def digests(text: str) -> Iterator[bytes]:
    """Yields the hash of the whole folded text and of each of its sentences that is not trivially short."""
    whole = fold(text)
    yield _digest(whole)
    for sentence in _SENTENCE_END.split(text):
        folded = fold(sentence)
        if _SHORTEST_SENTENCE <= len(folded) < len(whole):
            yield _digest(folded)


def benchmark_digests(data: Path) -> frozenset[bytes]:
    """The hashes of every sentence, question and paragraph of the benchmarks under `data`."""
    texts: list[str] = []
    for path in sorted((data / "bitext").glob("flores.devtest.*")):
        texts += path.read_text(encoding="utf-8").splitlines()
    for path in sorted((data / "qa").glob("*.json")):
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
            for paragraph in article["paragraphs"]:
                texts.append(paragraph["context"])
                texts += [question["question"] for question in paragraph["qas"]]
    return frozenset(digest for text in texts for digest in digests(text))


def leaks(texts: Iterable[str], forbidden: frozenset[bytes]) -> bool:
    """Tells whether any of the texts is, or contains as a sentence, a benchmark text."""
    return any(digest in forbidden for text in texts for digest in digests(text))
