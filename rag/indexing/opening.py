"""Opening an index for searching: the current generation, checked, with its stores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.generations import Generation, Recipe, check, opened
from rag.stores.bundle import Stores


@dataclass(frozen=True)
class OpenIndex:
    """A generation and its opened stores; it stays readable when writers move on. Safe to share between threads."""

    generation: Generation
    stores: Stores

    def close(self) -> None:
        """Close the files that it holds open."""
        self.stores.close()


def open_index(index: Path, recipe: Recipe | None = None) -> OpenIndex:
    """Open the current generation of an index folder, refusing one that was not made by `recipe` when that is given.

    Raises NoIndexError, IndexDamagedError or IndexMismatchError, each with the command that mends it.
    """

    def open_stores(generation: Generation) -> OpenIndex:
        if recipe is not None:
            check(generation.manifest, recipe)
        return OpenIndex(generation, Stores.open(generation.path))

    return opened(index, open_stores)
