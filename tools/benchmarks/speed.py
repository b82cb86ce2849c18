"""How fast and how large: embedding, the whole query path, the vector index, the model's folder.

Times are those of the machine as it is; on a busy one, ask again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rag.embedding import StaticModel
from rag.question import understand
from rag.verification import verify
from tools.benchmarks.paragraphs import public_paragraphs, public_sentences
from tools.benchmarks.questions import question_sets
from tools.benchmarks.rankers import CUT, found_by_product
from tools.benchmarks.tables import Figure, Row, Table
from tools.small_corpus import SmallCorpus, open_corpus

_GOAL_MS = {1_000: "≤ 30 ms", 10_000: "≤ 30 ms; answer ≤ 150 ms", 100_000: "≤ 120 ms"}
_ASKED = 200


def embedding(data: Path, folder: Path) -> list[Row]:
    """Return the speed on sentences that the model has not met, and its size."""
    sentences = public_sentences(data)
    model = StaticModel.load(folder)
    model.embed_passages(["warm up"])
    began = time.perf_counter()
    model.embed_passages(sentences)
    speed = len(sentences) / (time.perf_counter() - began)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    began = time.perf_counter()
    StaticModel.load(folder)
    loading = 1000 * (time.perf_counter() - began)
    name = f"sentences embedded a second ({len(sentences):,}, none twice)"
    return [
        Row(name, {"measured": speed}, "≥ 20,000"),
        Row("model folder, MB", {"measured": size}, "≤ 30"),
        Row("model loaded, ms", {"measured": loading}),
    ]


def queries(data: Path, model: StaticModel, size: int) -> Row:
    """Return the time of the whole query path and what the vector index of that size is, with its recall."""
    passages = public_paragraphs(data, size)
    began = time.perf_counter()
    corpus = open_corpus(passages, model)
    building = time.perf_counter() - began
    sets = question_sets(data, _ASKED // 5)
    asked = [each.text for questions in sets.values() for each in questions.questions]
    for text in asked[:5]:
        found_by_product(corpus.retriever, text)
    taken = []
    for text in asked:
        began = time.perf_counter()
        found_by_product(corpus.retriever, text)
        taken.append(1000 * (time.perf_counter() - began))
    answering = [_answered(corpus, text) for text in asked]
    figures: dict[str, Figure] = {
        "median ms": float(np.median(taken)),
        "p95 ms": float(np.quantile(taken, 0.95)),
        "answer, median ms": float(np.median(answering)),
        "answer, p95 ms": float(np.quantile(answering, 0.95)),
        "indexed in s": building,
        "vector index": getattr(corpus.vectors, "kind", "exact"),
        "its recall@10": _recall(corpus, asked, model),
    }
    return Row(f"{len(passages):,} passages", figures, _GOAL_MS.get(size, ""))


def _answered(corpus: SmallCorpus, text: str) -> float:
    """Milliseconds from a question to its verified sentences, quoted without a language model."""
    began = time.perf_counter()
    question = understand(text)
    hits = corpus.retriever.hits(question, k=CUT)
    verify(corpus.answerer.draft(question, hits), hits)
    return 1000 * (time.perf_counter() - began)


def tables(data: Path, model: StaticModel, folder: Path, sizes: Sequence[int]) -> list[Table]:
    """Measure everything."""
    note = (
        f"A question goes in, {CUT} hits come out ({_ASKED} public questions in three languages, one thread); and a "
        "question goes in, verified quotes come out."
    )
    return [
        Table("Embedding", "Cold: words that the model has not met yet take longest.", embedding(data, folder)),
        Table("The whole query path", note, [queries(data, model, size) for size in sizes]),
    ]


def _recall(corpus: SmallCorpus, asked: Sequence[str], model: StaticModel) -> float:
    """The share of the ten truly nearest passages that the vector index finds."""
    vectors = model.embed_passages([passage.text for passage in corpus.passages])
    shares = []
    for text in asked:
        question = model.embed_question(text)
        cosines = vectors @ question
        found, _ = corpus.vectors.search(question, CUT)
        tenth = np.partition(cosines, -min(CUT, len(cosines)))[-min(CUT, len(cosines))]
        shares.append(float(np.mean(cosines[found] >= tenth - 1e-6)))
    return float(np.mean(shares))
