"""What the previous generation hands on: reports that did not change, and the vectors and tokens of equal texts.

Vectors go by the text that was embedded, not by report, so that a paragraph is embedded once however its report is
renamed, re-read or shifted around it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.generations import Generation, IndexedReport, Recipe
from rag.stores.bundle import Stores
from rag.stores.documents import indexed_text
from rag.types import Passage, Report

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Progress = Callable[[int, int, str], None]

# A slow model does a few texts a second, a fast one ten thousand: batches grow while they take less than a tick, so
# that each model is kept busy and none leaves its user without a sign of progress.
_FIRST_BATCH, _LARGEST_BATCH, _TICK = 32, 8192, 1.0

_log = logging.getLogger(__name__)


class PassageEmbedder(Protocol):
    """What indexing needs of an embedding model."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its exact content."""

    @property
    def dimension(self) -> int:
        """The length of every vector."""

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        """Return one unit row for each text."""


class TokenModel(Protocol):
    """What indexing needs of the static model whose tokens are matched one by one."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its exact content."""

    @property
    def vectors(self) -> Floats:
        """One row for each token of the vocabulary."""

    def token_ids(self, texts: Sequence[str]) -> list[Ids]:
        """Return the ids of each text's tokens."""


@dataclass(frozen=True)
class Previous:
    """The generation that is current while the next is made."""

    generation: Generation
    stores: Stores

    @cached_property
    def by_path(self) -> dict[str, IndexedReport]:
        """Its reports by their path in the corpus."""
        return {report.path: report for report in self.generation.manifest.reports}

    def report(self, report_id: str) -> tuple[Report, tuple[Passage, ...]]:
        """Return a report with its passages."""
        return self.stores.documents.report(report_id), self.stores.documents.passages_of(report_id)


@dataclass(frozen=True)
class Embedding:
    """Makes the vectors and the tokens of passages, or takes them from `previous` where its `recipe` made the same."""

    embedder: PassageEmbedder
    token_model: TokenModel
    recipe: Recipe
    previous: Previous | None = None
    progress: Progress = field(default=lambda done, total, what: None)

    def vectors(self, passages: Sequence[Passage]) -> Floats:
        """Return (passages x dimension) unit rows."""
        texts = [indexed_text(passage) for passage in passages]
        rows = np.empty((len(texts), self.embedder.dimension), np.float32)
        carried = self._carried(texts, "embedder")
        if self.previous is not None and carried:
            rows[list(carried)] = self.previous.stores.vectors.vectors(np.array(list(carried.values()), np.int64))
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            if place not in carried:
                places.setdefault(text, []).append(place)
        # Texts of one length go together, for most models fill a batch up to its longest; the longest come first, so
        # that the work goes faster than it promised, not slower.
        missing = sorted(places, key=len, reverse=True)
        _log.info("%d vectors carried over, %d texts to embed", len(carried), len(missing))
        done, size = 0, _FIRST_BATCH
        self.progress(done, len(missing), "embedding")
        while done < len(missing):
            batch, began = missing[done : done + size], time.perf_counter()
            for text, vector in zip(batch, self.embedder.embed_passages(batch), strict=True):
                rows[places[text]] = vector
            done += len(batch)
            self.progress(done, len(missing), "embedding")
            if time.perf_counter() - began < _TICK / 2:
                size = min(2 * size, _LARGEST_BATCH)
        return rows

    def token_ids(self, passages: Sequence[Passage]) -> list[Ids]:
        """Return the token model's ids of each passage's text."""
        texts = [indexed_text(passage) for passage in passages]
        carried = self._carried(texts, "token_model")
        missing = [place for place in range(len(texts)) if place not in carried]
        made = dict(zip(missing, self.token_model.token_ids([texts[place] for place in missing]), strict=True))
        if self.previous is not None:
            made |= {place: self.previous.stores.late.token_ids(row) for place, row in carried.items()}
        return [made[place] for place in range(len(texts))]

    def _carried(self, texts: Sequence[str], made_by: str) -> dict[int, int]:
        """Return the row in the previous generation for each place whose text stands there and was made alike."""
        if self.previous is None:
            return {}
        if getattr(self.previous.generation.manifest.recipe, made_by) != getattr(self.recipe, made_by):
            return {}
        return {place: self._rows[text] for place, text in enumerate(texts) if text in self._rows}

    @cached_property
    def _rows(self) -> dict[str, int]:
        passages = self.previous.stores.passages if self.previous else ()
        return {indexed_text(passage): row for row, passage in enumerate(passages)}
