"""Measures what answers rest on: when a word stands for another one, and coverage.

    python -m tools.bench_answers --data ../shared/data

Prints how probable it is, by their cosine, that a word stands for one of another language, and how far a sentence is
covered by its own translation and by another sentence. How often passages are found and answers right is measured by
`tools.bench`.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answering.evidence import Evidence
from rag.embedding import StaticModel, load_bundled
from rag.text.tokens import content_words
from tools.benchmarks.tables import Row, Table
from tools.word_for_word import pairs

ALIGNED = ("humanitarian_gov", "refugee_info", "sdg_metadata", "docs_ngo_tech")
# Shorter sentences are mostly headings and buttons, alike in all of them.
_LEAST_LETTERS = 60
_BINS = np.round(np.arange(0, 1.01, 0.1), 1)


def certainty_by_cosine(folder: Path, model: StaticModel, count: int) -> Table:
    """Return how often the nearest word, at a cosine, belongs to a translation and not to another sentence.

    Both kinds of sentences weigh alike, so that 50 per cent says nothing.
    """
    rows = []
    for source, target in (("en", "fr"), ("en", "ar"), ("fr", "en"), ("fr", "ar"), ("ar", "en"), ("ar", "fr")):
        found = [pair for name in ALIGNED for pair in pairs(folder / f"{name}.tsv.gz", source, target)]
        long = [pair for pair in found if min(map(len, pair)) > _LEAST_LETTERS]
        chosen = random.Random(1).sample(long, min(count, len(long)))  # noqa: S311
        texts, translations = [text for text, _ in chosen], [translation for _, translation in chosen]
        own, other = (_shares(texts, held, model) for held in (translations, [*translations[7:], *translations[:7]]))
        certain = 100 * own / np.maximum(own + other, 1e-9)
        names = [f"{low:.1f}" for low in _BINS[:-1]]
        rows.append(Row(f"{source} in {target}", dict(zip(names, np.round(certain).tolist(), strict=True))))
    return Table("When a word stands for another", "Per cent, by the cosine from which the column begins.", rows)


def _shares(texts: Sequence[str], held: Sequence[str], model: StaticModel) -> NDArray[np.float64]:
    """The share of content words whose nearest word in the other text has each cosine."""
    cosines: list[float] = []
    for text, other in zip(texts, held, strict=True):
        vectors = _unit(np.array([model.vectors[ids].sum(axis=0) for ids in model.token_ids(content_words(text))]))
        (ids,) = model.token_ids([other])
        if len(vectors) and len(ids):
            cosines += (vectors @ _unit(model.vectors[ids]).T).max(axis=1).tolist()
    counted = np.histogram(np.clip(cosines, 0, 1), _BINS)[0]
    return np.asarray(counted / max(counted.sum(), 1), np.float64)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), np.float32)


def coverage_by_translations(folder: Path, model: StaticModel) -> Table:
    """Return the low quantiles of the coverage by a translation, and the high ones of that by another sentence."""
    texts = {
        language: (folder / f"flores.devtest.{language}").read_text(encoding="utf-8").splitlines()
        for language in ("en", "fr", "ar")
    }
    evidence = Evidence(model, lambda ids: np.ones(len(ids), np.float32))
    rows = []
    for asked, found in (("en", "fr"), ("en", "ar"), ("fr", "ar")):
        shifted = [*texts[found][1:], texts[found][0]]
        for name, others in (("own translation", texts[found]), ("another sentence", shifted)):
            covered = [evidence.similarity(text, [other])[0] for text, other in zip(texts[asked], others, strict=True)]
            rows.append(Row(f"{asked} covered by {found}, {name}", _quantiles(covered)))
    return Table("Coverage (FLORES devtest)", "Quantiles over the sentences.", rows)


def _quantiles(values: Sequence[float]) -> dict[str, float | str]:
    return {f"{share:.0%}": f"{np.quantile(values, share):.2f}" for share in (0.01, 0.05, 0.5, 0.95, 0.99)}


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=1500, help="Aligned sentences taken of each two languages.")
    arguments = parser.parse_args()
    logging.disable(logging.DEBUG)
    model = load_bundled()
    print(certainty_by_cosine(arguments.data / "parallel", model, arguments.sentences).markdown(), flush=True)
    print(coverage_by_translations(arguments.data / "bitext", model).markdown())


if __name__ == "__main__":
    main()
