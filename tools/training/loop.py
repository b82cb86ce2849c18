"""The training loop: composed token vectors, and symmetric in-batch cross-entropy of two scores of a pair.

The first score is the cosine of the mean vectors, which bitext and the dense voice rest on; the second is the late
interaction of the tokens, which retrieval rests on. Needs torch, which only this tool imports. It neither reads data
nor writes the model. Loss: "multiple negatives ranking" (Henderson et al. 2017, Efficient Natural Language Response
Suggestion), both ways; late interaction: ColBERT (Khattab and Zaharia 2020).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import embedding_bag, normalize

from tools.training.ragged import Ints, Ragged

logger = logging.getLogger(__name__)


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
    epochs: int = 7
    late_epochs: int = 3  # the last ones, which also learn from late interaction
    batch: int = 2048
    learning_rate: float = 0.01
    scale: float = 20.0
    dropout: float = 0.1
    second_moment: float = 0.99
    weight_decay: float = 0.0
    late_batch: int = 512
    late_scale: float = 20.0
    late_tokens: int = 32
    seed: int = 0
    threads: int = 2


@dataclass(frozen=True)
class Side:
    """The texts of one side of a batch: positions in the batch's table of token vectors, and where each text begins."""

    tokens: Ints
    offsets: Ints

    def first(self, texts: int, longest: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The tokens of the first texts, (texts x longest), and which of them are there."""
        ends = np.append(self.offsets, len(self.tokens))
        places = self.offsets[:texts, None] + np.arange(longest)
        there = places < ends[1 : texts + 1, None]
        return self.tokens[np.where(there, places, 0)], there


def _drop_tokens(ids: Ints, offsets: Ints, share: float, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Leaves out tokens by chance; texts of one or two tokens keep theirs."""
    if share <= 0:
        return ids, offsets
    lengths = np.diff(np.append(offsets, len(ids)))
    keep = (chance.random(len(ids)) >= share) | np.repeat(lengths <= 2, lengths)
    keep[offsets[lengths > 0]] |= np.add.reduceat(keep, offsets[lengths > 0]) == 0
    kept = np.append(0, np.cumsum(keep))
    return ids[keep], kept[offsets]


def _equal_texts(group: Tokenised, rows: Ints) -> NDArray[np.bool_] | None:
    """Which pairs of the batch have a side in common, and so are no negatives of each other."""
    left, right = group.left_keys[rows], group.right_keys[rows]
    if len(np.unique(left)) == len(np.unique(right)) == len(rows):
        return None
    same = (left[:, None] == left) | (right[:, None] == right)
    np.fill_diagonal(same, val=False)
    return np.asarray(same)


@torch.no_grad()
def contrast(scores: torch.Tensor, scale: float, equal: NDArray[np.bool_] | None) -> tuple[float, torch.Tensor]:
    """Return the symmetric cross-entropy of a square of scores of at most 1, and its gradient by the scores.

    The gradient is written out (softmax less identity, over rows and over columns): twice as fast as automatic
    differentiation of two cross-entropies on a processor.
    """
    size = len(scores)
    weights = scores.sub(1).mul_(scale).exp_()
    if equal is not None:
        weights.masked_fill_(torch.from_numpy(equal), 0)
    by_row, by_column = weights.sum(dim=1), weights.sum(dim=0)
    loss = (by_row.log() + by_column.log()).mean() / 2 - scale * (scores.diagonal().mean() - 1)
    gradient = weights.mul_(by_row.reciprocal()[:, None] + by_column.reciprocal()[None])
    gradient.diagonal().sub_(2)
    return float(loss), gradient.mul_(scale / (2 * size))


def late_scores(vectors: torch.Tensor, asking: Side, answering: Side, texts: int, longest: int) -> torch.Tensor:
    """Score each of the first `texts` asking texts against each answering one: (texts x texts), at most 1.

    Each token looks for its best cosine among the other's tokens, and counts by the length of its vector.
    """
    tokens, there = asking.first(texts, longest)
    others, other_there = answering.first(texts, longest)
    used, asked = np.unique(tokens, return_inverse=True)
    other_used, held = np.unique(others, return_inverse=True)
    norms = vectors[torch.from_numpy(used)].norm(dim=1)
    cosines = (
        normalize(vectors[torch.from_numpy(used)], dim=1) @ normalize(vectors[torch.from_numpy(other_used)], dim=1).T
    )
    with torch.no_grad():
        columns = torch.from_numpy(held.reshape(-1))
        spread = cosines[:, columns].view(len(used), texts, longest)
        spread.masked_fill_(torch.from_numpy(~other_there), -1)
        best = columns.view(texts, longest).T.gather(0, spread.argmax(dim=2).reshape(len(used), texts))
    nearest = cosines.gather(1, best)
    weights = norms[torch.from_numpy(asked.reshape(tokens.shape))] * torch.from_numpy(there)
    weights = weights / weights.sum(dim=1, keepdim=True).clamp_min(1e-9)
    offsets = torch.arange(0, tokens.size, longest)
    scores: torch.Tensor = embedding_bag(
        torch.from_numpy(asked.reshape(-1)), nearest, offsets, mode="sum", per_sample_weights=weights.reshape(-1)
    )
    return scores


class Trainer:
    """Holds the rows that token vectors are composed of, and their optimiser; `run` trains, `accuracy` measures."""

    def __init__(self, parts: Ragged, rows: int, recipe: Recipe) -> None:
        torch.set_num_threads(recipe.threads)
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.chance = np.random.default_rng(recipe.seed)
        self.parts = parts
        self.weight = torch.nn.Parameter(torch.randn(rows, recipe.dimension) * 0.05)

    @property
    def vectors(self) -> NDArray[np.float32]:
        """One vector for each piece of the vocabulary, composed."""
        with torch.no_grad():
            return np.asarray(self._compose(np.arange(len(self.parts.starts) - 1)).numpy())

    def _compose(self, tokens: Ints) -> torch.Tensor:
        numbers, offsets = self.parts.take(tokens)
        composed: torch.Tensor = embedding_bag(
            torch.from_numpy(numbers), self.weight, torch.from_numpy(offsets), mode="sum"
        )
        return composed

    def _read(self, sides: Sequence[tuple[Ragged, Ints]], dropout: float) -> tuple[torch.Tensor, list[Side]]:
        """The vectors of the distinct tokens of some texts, and the texts in terms of them."""
        parts = [_drop_tokens(*texts.take(rows), dropout, self.chance) for texts, rows in sides]
        distinct, places = np.unique(np.concatenate([ids for ids, _ in parts]), return_inverse=True)
        split = np.split(places, np.cumsum([len(ids) for ids, _ in parts])[:-1])
        return self._compose(distinct), [
            Side(tokens, offsets) for tokens, (_, offsets) in zip(split, parts, strict=True)
        ]

    def _means(self, vectors: torch.Tensor, side: Side) -> torch.Tensor:
        means = embedding_bag(torch.from_numpy(side.tokens), vectors, torch.from_numpy(side.offsets), mode="mean")
        return normalize(means, dim=1)

    def _batches(self, groups: Sequence[Tokenised]) -> list[tuple[Tokenised, Ints]]:
        batches: list[tuple[Tokenised, Ints]] = []
        for group in groups:
            rows = self.chance.permutation(group.train)
            # Small groups give small batches; the last rows of a large one wait for the next epoch.
            size = min(self.recipe.batch, len(rows))
            batches += [(group, rows[at : at + size]) for at in range(0, len(rows) - size + 1, max(size, 1))]
        return [batches[index] for index in self.chance.permutation(len(batches))]

    def _backward(self, group: Tokenised, rows: Ints, late: bool) -> tuple[float, float]:
        """Adds the gradient of one batch's losses to the rows and returns both losses; 0 for the one not asked for."""
        recipe = self.recipe
        vectors, (left, right) = self._read([(group.left, rows), (group.right, rows)], recipe.dropout)
        leaf = vectors.detach().requires_grad_()
        means = self._means(leaf, left), self._means(leaf, right)
        equal = _equal_texts(group, rows)
        loss, gradient = contrast(means[0].detach() @ means[1].detach().T, recipe.scale, equal)
        torch.autograd.backward(list(means), [gradient @ means[1].detach(), gradient.T @ means[0].detach()])
        late_loss = self._late_backward(leaf, left, right, equal) if late else 0.0
        torch.autograd.backward(vectors, leaf.grad)
        return loss, late_loss

    def _late_backward(self, vectors: torch.Tensor, left: Side, right: Side, equal: NDArray[np.bool_] | None) -> float:
        recipe, total = self.recipe, 0.0
        texts = min(recipe.late_batch, len(left.offsets))
        if equal is not None:
            equal = equal[:texts, :texts]
        for asking, answering in ((left, right), (right, left)):
            scores = late_scores(vectors, asking, answering, texts, recipe.late_tokens)
            loss, gradient = contrast(scores, recipe.late_scale, equal)
            torch.autograd.backward(scores, gradient / 2)
            total += loss / 2
        return total

    def run(self, groups: Sequence[Tokenised]) -> None:
        """Trains for the recipe's epochs with a learning rate that falls linearly to nothing."""
        recipe = self.recipe
        optimiser = torch.optim.AdamW(
            [self.weight],
            lr=recipe.learning_rate,
            betas=(0.9, recipe.second_moment),
            weight_decay=recipe.weight_decay,
            fused=True,
        )
        steps = len(self._batches(groups))
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: max(0.0, 1 - step / (steps * recipe.epochs))
        )
        began = time.monotonic()
        losses: list[tuple[float, float]] = []
        for epoch in range(recipe.epochs):
            late = epoch >= recipe.epochs - recipe.late_epochs
            for group, rows in self._batches(groups):
                optimiser.zero_grad(set_to_none=True)
                losses.append(self._backward(group, rows, late))
                optimiser.step()
                schedule.step()
                if len(losses) % 100 == 0:
                    mean, late = np.mean(losses[-100:], axis=0)
                    seconds = time.monotonic() - began
                    logger.info("step %d, losses %.3f and %.3f, %.0f s", len(losses), mean, late, seconds)
            accuracy = self.mean_accuracy(groups)
            logger.info("epoch %d of %d (%d steps): held-out %.4f", epoch + 1, recipe.epochs, steps, accuracy)

    @torch.no_grad()
    def accuracy(self, group: Tokenised) -> float:
        """Share of the held-out left texts whose nearest held-out right text is theirs (or equal to theirs)."""
        rows = group.held_out
        vectors, (left, right) = self._read([(group.left, rows), (group.right, rows)], 0.0)
        nearest = (self._means(vectors, left) @ self._means(vectors, right).T).argmax(dim=1).numpy()
        return float(np.mean(group.right_keys[rows][nearest] == group.right_keys[rows]))

    def mean_accuracy(self, groups: Sequence[Tokenised]) -> float:
        """Held-out accuracy averaged over the groups with at least 100 held-out pairs; nothing to average is nan."""
        measured = [self.accuracy(group) for group in groups if len(group.held_out) >= 100]
        return float(np.mean(measured)) if measured else float("nan")
