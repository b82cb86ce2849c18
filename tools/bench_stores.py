"""Measures the stores by themselves: seconds to build, megabytes on disk, milliseconds a question.

    python -m tools.bench_stores --data ../shared/data --sizes 1000 10000 100000 1000000

The passages are public paragraphs; beyond what there is, their sentences are shuffled into new ones, which for mean
vectors is the hardest case: such passages fall into no groups. Times are those of one thread on the machine as it is.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rag.embedding import StaticModel, load_bundled
from rag.stores.documents import indexed_text
from rag.stores.faiss import FaissVectors
from rag.stores.keys import KeyIndex
from rag.stores.late_interaction import LateInteraction
from rag.stores.lexical import Lexical
from rag.types import Locator, Passage
from tools.benchmarks.paragraphs import public_paragraphs
from tools.benchmarks.questions import question_sets
from tools.benchmarks.tables import Figure, Row, Table

_CANDIDATES = 300
_QUESTIONS_OF_EACH_SET = 40
_LEAST_CHARACTERS = 250  # of a passage made of shuffled sentences; some 70 tokens


@dataclass(frozen=True)
class Voice:
    """One store: how it is built of passages, and what a question costs (everything but the embedding of it)."""

    name: str
    build: Callable[[Sequence[Passage]], Any]
    ask: Callable[[Any, str], Callable[[], object]]


def voices(model: StaticModel) -> list[Voice]:
    """Return what is measured."""

    def texts(passages: Sequence[Passage]) -> list[str]:
        return [indexed_text(passage) for passage in passages]

    def spoken(passages: Sequence[Passage]) -> list[str]:
        return [passage.language for passage in passages]

    def late(passages: Sequence[Passage]) -> LateInteraction:
        return LateInteraction.build(model.token_ids(texts(passages)), len(model.vectors), spoken(passages))

    def ask_late(store: LateInteraction, question: str) -> Callable[[], object]:
        (ids,) = model.token_ids([question])
        return lambda: store.share(ids, model.vectors)

    def ask_vectors(store: FaissVectors, question: str) -> Callable[[], object]:
        vector = model.embed_question(question)
        return lambda: store.search(vector, _CANDIDATES)

    return [
        Voice("late", late, ask_late),
        Voice("lexical", Lexical.build, lambda store, question: lambda: store.share(question)),
        Voice(
            "keys",
            lambda passages: KeyIndex.build(texts(passages), spoken(passages)),
            lambda store, question: lambda: store.share(question),
        ),
        Voice("vectors", lambda passages: FaissVectors.build(model.embed_passages(texts(passages))), ask_vectors),
    ]


def passages_of(data: Path, count: int) -> list[Passage]:
    """Return so many passages: real paragraphs first, then ones made of their sentences."""
    found = public_paragraphs(data, count)
    chance = random.Random(11)  # noqa: S311
    sentences: dict[str, list[str]] = {}
    for passage in found:
        sentences.setdefault(passage.language, []).extend(re.split(r"(?<=[.!?؟])\s+|\n", passage.text))
    languages = [passage.language for passage in found]
    while len(found) < count:
        language, text = chance.choice(languages), ""
        while len(text) < _LEAST_CHARACTERS:
            text += f" {chance.choice(sentences[language])}"
        found.append(Passage(str(len(found)), "shuffled", text, Locator(0, len(text)), language))
    return found


def measured(voice: Voice, passages: Sequence[Passage], questions: Sequence[str]) -> Row:
    """Build, write, open and ask."""
    began = time.perf_counter()
    built = voice.build(passages)
    building = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "store"
        built.save(place)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
        began = time.perf_counter()
        store = type(built).load(place)
        opening = time.perf_counter() - began
        asked = [voice.ask(store, question) for question in questions]
        asked[0]()
        taken = []
        for ask in asked:
            began = time.perf_counter()
            ask()
            taken.append(1000 * (time.perf_counter() - began))
    figures: dict[str, Figure] = {
        "built in s": building,
        "MB on disk": size,
        "opened in ms": 1000 * opening,
        "median ms": float(np.median(taken)),
        "p95 ms": float(np.quantile(taken, 0.95)),
        "": getattr(built, "kind", ""),
    }
    return Row(voice.name, figures)


def tables(data: Path, sizes: Sequence[int], names: Sequence[str]) -> Iterator[Table]:
    """Yield a table for each size."""
    sets = question_sets(data, _QUESTIONS_OF_EACH_SET).values()
    questions = [asked.text for each in sets for asked in each.questions]
    model = load_bundled()
    chosen = [voice for voice in voices(model) if voice.name in names]
    note = f"{len(questions)} public questions; building counts embedding and tokenising, asking does not."
    for size in sizes:
        passages = passages_of(data, size)
        yield Table(f"{size:,} passages", note, [measured(voice, passages, questions) for voice in chosen])


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ("late", "lexical", "keys", "vectors")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=(1_000, 10_000, 100_000), help="Numbers of passages.")
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="Stores to measure; all by default.")
    arguments = parser.parse_args()
    for table in tables(arguments.data, arguments.sizes, arguments.only):
        print(table.markdown(), flush=True)


if __name__ == "__main__":
    main()
