"""The sample reports of the repository: the made files say exactly what their sources say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from rag.reading import load_catalogue
from rag.reading import read as read_file
from rag.types import BlockKind

ROOT = Path(__file__).parents[2]
CORPUS, SOURCES = ROOT / "corpus", ROOT / "tools" / "samples"
MADE = {"workshop-2020.fr": ".pdf", "workshop-2020.ar": ".pdf", "morocco-review-2020.fr": ".docx"}


@cache
def read(path: Path, entry=None):
    return read_file(path, entry)


def body(report):
    """Places and texts from the first heading on: before it, the made files carry a date and a notice of their own."""
    blocks = list(report.blocks)
    start = next(index for index, block in enumerate(blocks) if block.kind is BlockKind.HEADING)
    return [(block.kind, block.paragraph, report.text[block.start : block.end]) for block in blocks[start:]]


@pytest.mark.parametrize(("name", "suffix"), MADE.items())
def test_made_files_say_what_their_sources_say(name, suffix):
    made, source = read(CORPUS / f"{name}{suffix}"), read(SOURCES / f"{name}.md")
    assert body(made) == body(source)
    assert made.title == source.title and made.language == source.language


@pytest.mark.parametrize("name", ["workshop-2020.fr", "workshop-2020.ar"])
def test_page_labels_of_the_made_files(name):
    report = read(CORPUS / f"{name}.pdf")
    labels = [block.page_label for block in report.blocks]
    assert labels[0] == "i" and {"1", "2"} <= set(labels)
    assert next(block.page_label for block in report.blocks if block.paragraph == "summary") == "i"


def test_every_sample_of_the_catalogue_is_read_as_it_says():
    for file, entry in load_catalogue(CORPUS).items():
        report = read(CORPUS / file, entry)
        plain = read(CORPUS / file)
        assert report.flags == () and report.language == plain.language
        assert [block.paragraph for block in report.blocks] == [block.paragraph for block in plain.blocks], file
        assert any(block.kind is BlockKind.TITLE for block in report.blocks), file
