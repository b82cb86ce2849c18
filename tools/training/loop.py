"""The training loop: one matrix, mean of token vectors, symmetric in-batch cross-entropy of cosines.

Needs torch, which only this tool imports. It neither reads data nor writes the model.
Loss: "multiple negatives ranking" (Henderson et al. 2017, Efficient Natural Language Response Suggestion), both ways.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Ragged:
    """Token ids of many texts in one flat array; text i is `flat[starts[i]:starts[i + 1]]`."""

    flat: NDArray[np.int32]
    starts: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """Packs rows of ids."""
        lengths = np.fromiter((len(row) for row in rows), dtype=np.int64, count=len(rows))
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        flat = np.fromiter((token for row in rows for token in row), dtype=np.int32, count=int(starts[-1]))
        return cls(flat, starts)

    def take(self, rows: Ints) -> tuple[Ints, Ints]:
        """The ids of the given rows, flat, and the offset at which each begins."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        places = np.arange(int(lengths.sum())) + np.repeat(self.starts[rows] - offsets, lengths)
        return self.flat[places].astype(np.int64), offsets


@dataclass(frozen=True)
class Tokenised:
    """A group of pairs as token ids, with a key per text so that equal texts are never each other's negatives."""

    name: str
    left: Ragged
    right: Ragged
    left_keys: Ints
    right_keys: Ints
    train: Ints
    held_out: Ints


@dataclass(frozen=True)
class Recipe:
    """What a training run is made of."""

    dimension: int = 256
    epochs: int = 2
    batch: int = 2048
    learning_rate: float = 0.01
    scale: float = 20.0
    dropout: float = 0.1
    second_moment: float = 0.99
    weight_decay: float = 0.0
    seed: int = 0
    threads: int = 2


def _drop_tokens(ids: Ints, offsets: Ints, share: float, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Leaves out tokens by chance; texts of one or two tokens keep theirs."""
    if share <= 0:
        return ids, offsets
    lengths = np.diff(np.append(offsets, len(ids)))
    keep = (chance.random(len(ids)) >= share) | np.repeat(lengths <= 2, lengths)
    keep[offsets[lengths > 0]] |= np.add.reduceat(keep, offsets[lengths > 0]) == 0
    kept = np.append(0, np.cumsum(keep))
    return ids[keep], kept[offsets]


class Trainer:
    """Holds the matrix and its optimiser; `run` trains, `accuracy` measures on held-out pairs."""

    def __init__(self, pieces: int, recipe: Recipe) -> None:
        torch.set_num_threads(recipe.threads)
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.chance = np.random.default_rng(recipe.seed)
        self.bag = torch.nn.EmbeddingBag(pieces, recipe.dimension, mode="mean")
        torch.nn.init.normal_(self.bag.weight, std=0.05)

    def embed(self, sides: Sequence[tuple[Ragged, Ints]], dropout: float = 0.0) -> torch.Tensor:
        """Unit vectors of the given rows of each side, one side below the other (one pass costs half of two)."""
        parts = [_drop_tokens(*texts.take(rows), dropout, self.chance) for texts, rows in sides]
        shifts = np.cumsum([0, *(len(ids) for ids, _ in parts[:-1])])
        ids = np.concatenate([ids for ids, _ in parts])
        offsets = np.concatenate([offsets + shift for (_, offsets), shift in zip(parts, shifts, strict=True)])
        vectors: torch.Tensor = self.bag(torch.from_numpy(ids), torch.from_numpy(offsets))
        return torch.nn.functional.normalize(vectors, dim=1)

    def _batches(self, groups: Sequence[Tokenised]) -> list[tuple[Tokenised, Ints]]:
        batches: list[tuple[Tokenised, Ints]] = []
        for group in groups:
            rows = self.chance.permutation(group.train)
            # Small groups give small batches; the last rows of a large one wait for the next epoch.
            size = min(self.recipe.batch, len(rows))
            batches += [(group, rows[at : at + size]) for at in range(0, len(rows) - size + 1, max(size, 1))]
        return [batches[index] for index in self.chance.permutation(len(batches))]

    def _backward(self, group: Tokenised, rows: Ints) -> float:
        """Adds the gradient of one batch's loss to the matrix and returns the loss.

        The gradient by the scores is written out (softmax less identity, over rows and over columns): twice as fast as
        automatic differentiation of two cross-entropies on a processor.
        """
        scale, size = self.recipe.scale, len(rows)
        vectors = self.embed([(group.left, rows), (group.right, rows)], self.recipe.dropout)
        with torch.no_grad():
            left, right = vectors[:size], vectors[size:]
            cosines = left @ right.T
            # Cosines are at most 1, so this exponential cannot overflow.
            weights = cosines.sub(1).mul_(scale).exp_()
            keys = (group.left_keys[rows], group.right_keys[rows])
            if any(len(np.unique(side)) < size for side in keys):
                same = (keys[0][:, None] == keys[0]) | (keys[1][:, None] == keys[1])
                np.fill_diagonal(same, val=False)
                weights.masked_fill_(torch.from_numpy(same), 0)
            by_row, by_column = weights.sum(dim=1), weights.sum(dim=0)
            loss = (by_row.log() + by_column.log()).mean() / 2 - scale * (cosines.diagonal().mean() - 1)
            gradient = weights.mul_(by_row.reciprocal()[:, None] + by_column.reciprocal()[None])
            gradient.diagonal().sub_(2)
            gradient.mul_(scale / (2 * size))
            by_vector = torch.cat([gradient @ right, gradient.T @ left])
        torch.autograd.backward(vectors, by_vector)
        return loss.item()

    def run(self, groups: Sequence[Tokenised]) -> None:
        """Trains for the recipe's epochs with a learning rate that falls linearly to nothing."""
        recipe = self.recipe
        optimiser = torch.optim.AdamW(
            self.bag.parameters(),
            lr=recipe.learning_rate,
            betas=(0.9, recipe.second_moment),
            weight_decay=recipe.weight_decay,
            fused=True,
        )
        steps = sum(len(group.train) // max(min(recipe.batch, len(group.train)), 1) for group in groups)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: max(0.0, 1 - step / (steps * recipe.epochs))
        )
        began, losses = time.monotonic(), []
        for epoch in range(recipe.epochs):
            for group, rows in self._batches(groups):
                optimiser.zero_grad(set_to_none=True)
                losses.append(self._backward(group, rows))
                optimiser.step()
                schedule.step()
                if len(losses) % 100 == 0:
                    logger.info(
                        "step %d, loss %.3f, %.0f s", len(losses), np.mean(losses[-100:]), time.monotonic() - began
                    )
            logger.info(
                "epoch %d of %d (%d steps): loss %.3f, held-out accuracy %.4f",
                epoch + 1,
                recipe.epochs,
                steps,
                np.mean(losses[-steps:]),
                self.mean_accuracy(groups),
            )

    @torch.no_grad()
    def accuracy(self, group: Tokenised) -> float:
        """Share of the held-out left texts whose nearest held-out right text is theirs (or equal to theirs)."""
        rows = group.held_out
        vectors = self.embed([(group.left, rows), (group.right, rows)])
        nearest = (vectors[: len(rows)] @ vectors[len(rows) :].T).argmax(dim=1).numpy()
        return float(np.mean(group.right_keys[rows][nearest] == group.right_keys[rows]))

    def mean_accuracy(self, groups: Sequence[Tokenised]) -> float:
        """Held-out accuracy averaged over the groups with at least 100 held-out pairs; nothing to average is nan."""
        measured = [self.accuracy(group) for group in groups if len(group.held_out) >= 100]
        return float(np.mean(measured)) if measured else float("nan")
