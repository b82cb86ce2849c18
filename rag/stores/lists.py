"""Lists of numbers under names, in three arrays that are searched where they lie on disk.

What a dictionary of lists would be in memory. It knows nothing of what the names or the numbers mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamagedError
from rag.stores.arrays import REBUILD, load_array, save_array

Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class NamedLists:
    """`members[offsets[i]:offsets[i + 1]]` belong to `names[i]` (UTF-8); names and each list's members ascend."""

    names: NDArray[np.bytes_]
    offsets: NDArray[np.int64]
    members: Numbers

    @classmethod
    def build(cls, pairs: Iterable[tuple[str, int]]) -> NamedLists:
        """Gather (name, member) pairs, each counting once."""
        gathered: dict[str, list[int]] = defaultdict(list)
        for name, member in pairs:
            gathered[name].append(member)
        in_order = sorted((name.encode(), name) for name in gathered)
        lists = [np.unique(np.array(gathered[name], np.int32)) for _, name in in_order]
        names = np.array([encoded for encoded, _ in in_order] or [b""])[: len(in_order)]
        offsets = np.cumsum([0, *map(len, lists)], dtype=np.int64)
        return cls(names, offsets, np.concatenate([*lists, np.empty(0, np.int32)]))

    def save(self, folder: Path, name: str) -> None:
        """Write three .npy files into an existing folder."""
        for part in ("names", "offsets", "members"):
            save_array(folder / f"{name}.{part}.npy", getattr(self, part))

    @classmethod
    def load(cls, folder: Path, name: str) -> NamedLists:
        """Open what `save` wrote, memory-mapped; raises IndexDamagedError when it cannot be read."""
        lists = cls(*(load_array(folder / f"{name}.{part}.npy") for part in ("names", "offsets", "members")))
        if len(lists.names) + 1 != len(lists.offsets) or lists.offsets[-1] != len(lists.members):
            raise IndexDamagedError(f"The arrays of {name} in {folder} do not fit together.", REBUILD)
        return lists

    def name(self, place: int) -> str:
        """Return the name at that place."""
        return str(self.names[place], "utf-8")

    def of(self, name: str) -> Numbers:
        """Return the members under a name, none when nothing stands under it."""
        return self.of_all([name])[0]

    def of_all(self, names: list[str]) -> list[Numbers]:
        """Return the members under each of several names."""
        if not names or not len(self.names):
            return [np.empty(0, np.int32)] * len(names)
        wanted = np.array([name.encode() for name in names])
        places = np.minimum(np.searchsorted(self.names, wanted), len(self.names) - 1)
        return [
            self.at(place) if there else np.empty(0, np.int32)
            for place, there in zip(places.tolist(), (self.names[places] == wanted).tolist(), strict=True)
        ]

    def at(self, place: int) -> Numbers:
        """Return the members at that place."""
        return self.members[self.offsets[place] : self.offsets[place + 1]]
