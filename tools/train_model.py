"""Trains the bundled trilingual embedding model from the training data, in one command.

    python -m tools.train_model --data ../shared/data --out rag/models/dalil-static

Proves first that no benchmark text is in the training texts. The model card is written by hand, from the figures that
`tools.bench` prints.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tools.training import leakage, vocabulary
from tools.training.composition import compose
from tools.training.loop import Recipe, Tokenised, Trainer
from tools.training.pairs import Group, collect
from tools.training.ragged import Ragged
from tools.training.saving import save

logger = logging.getLogger(__name__)

HELD_OUT_SHARE = 0.01
HELD_OUT_MOST = 500
LONGEST = 192  # tokens of a text that are read


def drop_leaks(groups: Sequence[Group], forbidden: frozenset[bytes]) -> int:
    """Removes the pairs that hold a benchmark text, asserts that none is left, and returns how many were removed."""
    dropped = 0
    for group in groups:
        pairs = list(zip(group.left, group.right, strict=True))
        clean = [pair for pair in pairs if not leakage.leaks(pair, forbidden)]
        dropped += len(pairs) - len(clean)
        group.left, group.right = [left for left, _ in clean], [right for _, right in clean]
    remaining = sum(leakage.leaks((text,), forbidden) for group in groups for text in chain(group.left, group.right))
    if remaining:
        raise AssertionError(f"{remaining} training texts hold a benchmark text")
    return dropped


def _keys(texts: Sequence[str]) -> NDArray[np.int64]:
    digests = (hashlib.blake2b(leakage.fold(text).encode(), digest_size=8).digest() for text in texts)
    return np.fromiter((int.from_bytes(digest, "big", signed=True) for digest in digests), np.int64, len(texts))


def _ids(tokenizer: Tokenizer, texts: Sequence[str]) -> Ragged:
    rows: list[list[int]] = []
    for at in range(0, len(texts), 20_000):
        encodings = tokenizer.encode_batch_fast(list(texts[at : at + 20_000]), add_special_tokens=False)
        rows += [encoding.ids[:LONGEST] for encoding in encodings]
    return Ragged.of(rows)


def tokenise(groups: Sequence[Group], tokenizer: Tokenizer) -> list[Tokenised]:
    """Turns groups into token ids and holds out a part of each, chosen by the hash of the left text."""
    tokenised = []
    for group in groups:
        left, right = _ids(tokenizer, group.left), _ids(tokenizer, group.right)
        left_keys, right_keys = _keys(group.left), _keys(group.right)
        usable = (np.diff(left.starts) > 0) & (np.diff(right.starts) > 0)
        chosen = usable & ((left_keys % 10_000) < 10_000 * HELD_OUT_SHARE)
        held_out = np.flatnonzero(chosen)[:HELD_OUT_MOST]
        training = usable.copy()
        training[held_out] = False
        tokenised.append(Tokenised(group.name, left, right, left_keys, right_keys, np.flatnonzero(training), held_out))
    return tokenised


def texts_by_source(groups: Sequence[Group]) -> list[list[str]]:
    """The training texts of each source and language, each once."""
    by_source: dict[tuple[str, str], dict[str, None]] = {}
    for group in groups:
        for language, texts in zip(group.languages, (group.left, group.right), strict=True):
            by_source.setdefault((group.source.split(" ")[0], language), {}).update(dict.fromkeys(texts))
    return [list(texts) for texts in by_source.values()]


def prepare(data: Path, pieces: int) -> tuple[Tokenizer, list[Tokenised]]:
    """Collects and checks the pairs, trains the tokenizer, and tokenises."""
    groups = collect(data)
    logger.info("%d pairs in %d groups", sum(len(group.left) for group in groups), len(groups))
    forbidden = leakage.benchmark_digests(data)
    logger.info(
        "benchmark check: %d hashes, %d pairs dropped, none left", len(forbidden), drop_leaks(groups, forbidden)
    )
    tokenizer = vocabulary.train(texts_by_source(groups), pieces)
    logger.info("tokenizer of %d pieces", tokenizer.get_vocab_size())
    return tokenizer, tokenise(groups, tokenizer)


def finish(vectors: NDArray[np.float32], groups: Sequence[Tokenised]) -> NDArray[np.float32]:
    """Gives pieces that training never saw a middling norm, so that an exact match of a rare name or number counts."""
    seen = np.zeros(len(vectors), dtype=np.int64)
    for group in groups:
        for side in (group.left, group.right):
            seen += np.bincount(side.flat, minlength=len(vectors))
    norms = np.linalg.norm(vectors, axis=1)
    unseen = seen == 0
    vectors[unseen] *= (np.median(norms[~unseen]) / norms[unseen])[:, None]
    vectors[0] = 0  # the unknown piece says nothing
    return vectors


def main() -> None:
    """Reads the command line and trains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pieces", type=int, default=97_000)
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--learning-rate", type=float, default=Recipe.learning_rate)
    parser.add_argument("--threads", type=int, default=Recipe.threads)
    arguments = parser.parse_args()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    tokenizer, groups = prepare(arguments.data, arguments.pieces)
    recipe = Recipe(epochs=arguments.epochs, learning_rate=arguments.learning_rate, threads=arguments.threads)
    pieces = [tokenizer.id_to_token(number) or "" for number in range(tokenizer.get_vocab_size())]
    trainer = Trainer(*compose(pieces), recipe)
    trainer.run(groups)
    save(arguments.out, tokenizer, finish(trainer.vectors, groups))


if __name__ == "__main__":
    main()
