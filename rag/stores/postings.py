"""Which token stands in which passage, counted language by language: the arrays behind late interaction.

A *cell* is one token in the passages of one language, so that a token's rarity is counted among the passages of the
language it stands in. Knows token ids, neither texts nor vectors, and scores nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamagedError
from rag.stores.arrays import REBUILD, load_array, save_array

Ids = NDArray[np.int32]
Rows = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Postings:
    """What is stored, a .npy file each; languages are numbered, their names are not kept.

    `token_ids` are all passages' tokens in order, one after the other; passage i has those from `offsets[i]` to
    `offsets[i + 1]` and is in language `languages[i]`. `cells` are language · vocabulary + token, ascending; cell j
    stands in the rows `rows[row_offsets[j]:row_offsets[j + 1]]`. `sizes` holds the vocabulary's size and the number of
    languages.
    """

    token_ids: Ids
    offsets: Rows
    languages: Ids
    cells: Rows
    rows: Ids
    row_offsets: Rows
    sizes: Rows

    @classmethod
    def build(cls, token_ids: Sequence[Ids], vocabulary: int, languages: Sequence[str]) -> Postings:
        """Index each passage's token ids; raises ValueError for ids outside the vocabulary or lists of other length."""
        if len(token_ids) != len(languages):
            raise ValueError(f"{len(token_ids)} token lists in {len(languages)} languages")
        flat = np.concatenate([*token_ids, np.empty(0, np.int32)]).astype(np.int32)
        if len(flat) and not 0 <= flat.min() <= flat.max() < vocabulary:
            raise ValueError(f"token ids from {flat.min()} to {flat.max()} in a vocabulary of {vocabulary}")
        numbers = {name: number for number, name in enumerate(sorted(set(languages)))}
        spoken = np.array([numbers[name] for name in languages], np.int32)
        lengths = np.array([len(ids) for ids in token_ids], np.int64)
        owners = np.repeat(np.arange(len(lengths)), lengths)
        # One number for each (language, token, row), so that sorting and deduplicating is a single pass.
        pairs = (spoken[owners].astype(np.int64) * vocabulary + flat) * max(len(lengths), 1) + owners
        pairs.sort()
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        held, rows = np.divmod(pairs, max(len(lengths), 1))
        cells, held_by = np.unique(held, return_counts=True)
        sizes = np.array([vocabulary, len(numbers)], np.int64)
        return cls(flat, _offsets(lengths), spoken, cells, rows.astype(np.int32), _offsets(held_by), sizes)

    def save(self, folder: Path) -> None:
        """Write a folder of .npy files."""
        folder.mkdir()
        for field in fields(self):
            save_array(folder / f"{field.name}.npy", getattr(self, field.name))

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Open what `save` wrote, memory-mapped; raises IndexDamagedError when it cannot be read."""
        stored = cls(**{field.name: load_array(folder / f"{field.name}.npy") for field in fields(cls)})
        fit = (
            len(stored.offsets) == len(stored.languages) + 1
            and len(stored.row_offsets) == len(stored.cells) + 1
            and stored.offsets[-1] == len(stored.token_ids)
            and stored.row_offsets[-1] == len(stored.rows)
        )
        if not fit:
            raise IndexDamagedError(f"The arrays in {folder} do not fit together.", REBUILD)
        return stored

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.languages)

    @property
    def vocabulary(self) -> int:
        """The size of the model's vocabulary."""
        return int(self.sizes[0])

    @property
    def language_count(self) -> int:
        """The number of languages."""
        return int(self.sizes[1])

    @cached_property
    def tokens(self) -> Ids:
        """The distinct tokens of all passages, ascending."""
        return np.unique(self.cells % max(self.vocabulary, 1)).astype(np.int32)

    @cached_property
    def cell_of(self) -> Ids:
        """The cell of each language (row) and token of the vocabulary (column), -1 where the language lacks it."""
        table = np.full((self.language_count, self.vocabulary), -1, np.int32)
        table.reshape(-1)[self.cells] = np.arange(len(self.cells))
        return table

    @cached_property
    def held_by(self) -> Rows:
        """The number of passages that hold each cell."""
        return np.diff(self.row_offsets)

    @cached_property
    def rarities(self) -> Floats:
        """The inverse document frequency of each cell among the passages of its language."""
        spoken = self.cells // max(self.vocabulary, 1)
        return _rarity(self.held_by, self._language_sizes[spoken])

    @cached_property
    def unseen(self) -> Floats:
        """The rarity, in each language, of a token that stands nowhere in it."""
        return _rarity(np.zeros(self.language_count, np.int64), self._language_sizes)

    @cached_property
    def relative_lengths(self) -> Floats:
        """The number of each passage's tokens, divided by the mean of its language."""
        lengths = np.diff(self.offsets)
        totals = np.bincount(self.languages, weights=lengths, minlength=self.language_count)
        means = totals / np.maximum(self._language_sizes, 1)
        return np.asarray(lengths / np.where(means > 0, means, 1)[self.languages], np.float32)

    @cached_property
    def _language_sizes(self) -> Rows:
        return np.bincount(self.languages, minlength=self.language_count)


def _offsets(lengths: NDArray[np.int64]) -> Rows:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


def _rarity(held_by: Rows, rows: Rows) -> Floats:
    # The inverse document frequency of Lucene's BM25, never negative.
    return np.log1p((rows - held_by + 0.5) / (held_by + 0.5)).astype(np.float32)
