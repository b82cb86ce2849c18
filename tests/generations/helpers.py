"""Generations of two files that hold one word, so that a mixture of two would be seen."""

from __future__ import annotations

from rag.generations import FailedFile, IndexedReport, Manifest, Recipe, open_current, writing

RECIPE = Recipe("model-a", "tokens-a", "1")
REPORT = IndexedReport("r1", "2023/r1.pdf", "aa", "bb", "Le titre الحوار", "fr", 3, ("scanned",))
FAILED = FailedFile("x.docx", "cc", "It is no DOCX file.", "Save it again.", kept=True)
MANIFEST = Manifest(RECIPE, (REPORT,), (FAILED,))


def publish(index, content="one"):
    with writing(index) as writer, writer.fresh_folder() as folder:
        (folder / "part").mkdir()
        (folder / "part" / "data.npy").write_text(content * 100)
        (folder / "documents.sqlite").write_text(content)
        return writer.publish(folder, MANIFEST)


def content(index):
    generation = open_current(index)
    texts = {(generation.path / "documents.sqlite").read_text(), (generation.path / "part/data.npy").read_text()[:3]}
    assert len(texts) == 1, "half of one generation and half of another"
    return texts.pop()


def entries(index):
    return sorted(path.name for path in index.iterdir() if path.name != ".lock")
