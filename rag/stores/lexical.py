"""BM25 over stems, each passage stemmed and weighed within its own language.

One `bm25s` index per language over that language's rows: a word's rarity is counted among the passages it could stand
in, so a flood of reports in one language moves no score in another. It finds words, not meanings: a question in another
language scores zero, and `share` says so. The stemmers themselves are in `rag.text.tokens`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from rag.stores.arrays import READING, damage_named, load_array, save_array
from rag.stores.documents import indexed_text
from rag.text.language import LANGUAGES
from rag.text.tokens import stems
from rag.types import Passage

if TYPE_CHECKING:
    from bm25s import BM25

# Lucene's own defaults. Passages are paragraphs of similar length in which a word seldom stands three times, so there
# is little for the saturation (K1) and the length (B) to do: from K1 0.8 to 2 and B 0.4 to 0.75, nDCG@10 on public
# question sets (XQuAD in English and Arabic, PIAF in French) moved by less than a point.
K1 = 1.2
B = 0.75

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class _Voice:
    """One language: its rows of the whole, and their index (None when none of them holds a stem)."""

    language: str
    rows: NDArray[np.int32]
    index: BM25 | None

    def scores(self, question: str) -> tuple[Floats, float]:
        """Return the score of each of its rows, and what the question could reach at most."""
        wanted = sorted(set(stems(question, self.language)))
        found = [stem for stem in wanted if self.index is not None and stem in self.index.vocab_dict]
        if self.index is None or not found:
            return np.zeros(len(self.rows), np.float32), 0.0
        scores = self.index.get_scores(found).astype(np.float32, copy=False)
        offsets = self.index.scores["indptr"]
        columns = [self.index.vocab_dict[stem] for stem in found]
        held_by = [int(offsets[column + 1]) - int(offsets[column]) for column in columns]
        rarities = [_rarity(count, len(self.rows)) for count in [*held_by, *[0] * (len(wanted) - len(found))]]
        # Lucene's BM25 leaves out the constant factor k1 + 1, so a stem adds at most its rarity.
        return scores, sum(rarities)


class Lexical:
    """BM25 scores of all passages for a question; safe to share between threads."""

    def __init__(self, rows: int, voices: Sequence[_Voice]) -> None:
        self._rows = rows
        self._voices = tuple(voices)

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._rows

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> Lexical:
        """Index the passages, whose position is their row."""
        by_language: dict[str, list[int]] = {}
        for row, passage in enumerate(passages):
            by_language.setdefault(_stemmed_as(passage.language), []).append(row)
        voices = []
        for language, rows in sorted(by_language.items()):
            words = [stems(indexed_text(passages[row]), language) for row in rows]
            voices.append(_Voice(language, np.array(rows, np.int32), _index(words)))
        return cls(len(passages), voices)

    def save(self, folder: Path) -> None:
        """Write a folder with one folder per language: arrays without pickles, and JSON."""
        folder.mkdir()
        contents = {
            "rows": self._rows,
            "languages": {voice.language: voice.index is not None for voice in self._voices},
        }
        (folder / "languages.json").write_text(json.dumps(contents), encoding="utf-8")
        for voice in self._voices:
            (folder / voice.language).mkdir()
            save_array(folder / voice.language / "rows.npy", voice.rows)
            if voice.index is not None:
                voice.index.save(folder / voice.language, allow_pickle=False, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """Open what `save` wrote, memory-mapped; raises IndexDamagedError when it cannot be read."""
        bm25s = _bm25s()

        with damage_named(folder, TypeError), READING:
            contents = json.loads((folder / "languages.json").read_text(encoding="utf-8"))
            voices = []
            for language, filled in contents["languages"].items():
                place = folder / language
                index = bm25s.BM25.load(place, mmap=True, allow_pickle=False) if filled else None
                voices.append(_Voice(language, load_array(place / "rows.npy"), index))
            return cls(int(contents["rows"]), voices)

    def scores(self, question: str, rows: Rows | None = None) -> Floats:
        """Return the BM25 score of every row (or of `rows`, in their order); 0 where no stem of the question stands."""
        return self._spread(question, rows, as_share=False)

    def share(self, question: str, rows: Rows | None = None) -> Floats:
        """Return the scores, each divided by the most that the question could reach in the row's language.

        For every row, or for `rows` in their order; in [0, 1). Stems that no passage of the language holds count with
        the rarity of a stem never seen, so a question in another language has a share of nearly nothing, whatever
        single word it happens to have in common.
        """
        return self._spread(question, rows, as_share=True)

    def _spread(self, question: str, rows: Rows | None, as_share: bool) -> Floats:
        spread = np.zeros(self._rows, np.float32)
        for voice in self._voices:
            scores, most = voice.scores(question)
            if most:
                spread[voice.rows] = scores / np.float32(most) if as_share else scores
        return spread if rows is None else spread[rows]


def _index(words: list[list[str]]) -> BM25 | None:
    bm25s = _bm25s()

    if not any(words):
        return None
    index: Any = bm25s.BM25(k1=K1, b=B, method="lucene")
    # bm25s would number the words in the order of a set, which differs from run to run.
    vocabulary = {word: number for number, word in enumerate(sorted({word for text in words for word in text}))}
    numbers = [[vocabulary[word] for word in text] for text in words]
    index.index((numbers, vocabulary), create_empty_token=False, show_progress=False)
    return cast("BM25", index)


def _stemmed_as(language: str) -> str:
    # A report in a language without a stemmer is still found by its exact words; English stemming harms those least.
    return language if language in LANGUAGES else "en"


def _rarity(held_by: int, rows: int) -> float:
    # Lucene's inverse document frequency, which is also what bm25s weighs with.
    return float(np.log(1 + (rows - held_by + 0.5) / (held_by + 0.5)))


def _bm25s() -> Any:
    import bm25s

    # On import it sets its own logger to talk of every step.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s
