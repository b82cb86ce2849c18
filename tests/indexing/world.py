"""A corpus and an index with fakes that count what they do; every vector and token can be worked out by a reader."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

import numpy as np

from rag.errors import ReadingError
from rag.indexing import Indexer, open_index
from rag.types import Block, BlockKind, Locator, Metadata, Passage, Report

VOCABULARY = 97


def number(text):
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


@dataclass
class FakeEmbedder:
    """A vector a text, drawn from its hash; remembers what it was asked to embed."""

    fingerprint: str = "embedder-1"
    dimension: int = 4
    embedded: list[str] = field(default_factory=list)

    def embed_passages(self, texts):
        self.embedded += texts
        rows = [np.random.default_rng(number(self.fingerprint + text)).normal(size=self.dimension) for text in texts]
        return np.array([row / np.linalg.norm(row) for row in rows], np.float32)


@dataclass
class FakeTokenModel:
    """A token a word, numbered by its hash."""

    fingerprint: str = "tokens-1"
    tokenised: list[str] = field(default_factory=list)

    @property
    def vectors(self):
        return np.random.default_rng(0).normal(size=(VOCABULARY, 4)).astype(np.float32)

    def token_ids(self, texts):
        self.tokenised += texts
        return [np.array([number(word) % VOCABULARY for word in text.split()], np.int32) for text in texts]


@dataclass(frozen=True)
class Entry:
    """As much of a catalogue entry as indexing looks at."""

    id: str
    title: str = "From the catalogue"


@dataclass
class FakeReader:
    """Paragraphs between empty lines; a file that begins with "broken" cannot be read."""

    read_files: list[str] = field(default_factory=list)

    def read(self, path, entry):
        self.read_files.append(path.name)
        text = path.read_text()
        if text.startswith("broken"):
            raise ReadingError(str(path), f"is broken ({text}).", "Repair it.")
        blocks = tuple(
            Block(BlockKind.PARAGRAPH, match.start(), match.end(), str(place))
            for place, match in enumerate(re.finditer(r"[^\n]+", text), 1)
        )
        return Report(
            id=entry.id if entry else path.stem,
            title=entry.title if entry else path.stem,
            path=str(path),
            sha256="not looked at",
            language="ar" if "ه" in text else "fr",
            metadata=Metadata(),
            text=text,
            blocks=blocks,
        )


def cut(report):
    return [
        Passage(
            id=hashlib.sha256(f"{report.id}{block.start}{report.text}".encode()).hexdigest()[:16],
            report_id=report.id,
            text=report.text[block.start : block.end],
            locator=Locator(block.start, block.end, block.paragraph),
            language=report.language,
            context=report.title,
        )
        for block in report.blocks
    ]


class World:
    """A corpus, an index and the fakes that count what they do."""

    def __init__(self, folder):
        self.corpus, self.index = folder / "corpus", folder / "index"
        self.corpus.mkdir(parents=True)
        self.catalogue = {}
        self.embedder, self.token_model, self.reader = FakeEmbedder(), FakeTokenModel(), FakeReader()
        self.cut, self.version = cut, "1"

    def put(self, **files):
        for name, text in files.items():
            path = self.corpus / f"{name.replace('__', '/')}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)

    def run(self, full=False, progress=None):
        self.embedder.embedded.clear()
        self.token_model.tokenised.clear()
        self.reader.read_files.clear()
        indexer = Indexer(
            self.corpus, self.index, self.embedder, self.token_model, self.reader, self.cut,
            load_catalogue=lambda folder: self.catalogue, suffixes={".txt", ".md"}, passages_version=self.version,
        )  # fmt: skip
        return indexer.run(full, progress)

    def opened(self):
        return open_index(self.index)

    def files(self):
        return {
            str(path.relative_to(self.index)): path.read_bytes()
            for path in self.index.rglob("*")
            if path.is_file() and path.name != ".lock"
        }


def everything(index):
    """What can be told of an opened index, but for its name and date."""
    stores, manifest = open_index(index).stores, open_index(index).generation.manifest
    table = FakeTokenModel().vectors
    return {
        "passages": stores.passages,
        "reports": [stores.documents.report(report_id) for report_id in stores.documents.sources()],
        "vectors": stores.vectors.vectors().tobytes(),
        "tokens": [stores.late.token_ids(row).tolist() for row in range(len(stores.late))],
        "late": stores.late.scores(np.array([1, 2, 3], np.int32), table).tolist(),
        "lexical": stores.lexical.scores("un deux trois الهجره").tolist(),
        "manifest": (manifest.recipe, manifest.reports, manifest.failures),
    }
