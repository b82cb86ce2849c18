"""The catalogue is read strictly, and its errors name the file and the entry."""

from __future__ import annotations

import pytest

from rag.errors import UsageError
from rag.reading import CatalogueEntry, load_catalogue, read
from rag.types import Metadata

ENTRY = """
[[report]]
id = "ports"
file = "ports.txt"
title = "Les ports"
language = "fr"
date = 2021-05-14
publisher = "Office"
countries = ["ma", "TN"]
paragraphs = "numbered"
version_of = "harbours"
source_url = "https://example.org"
kind = "report"
note = "not used"

[[report]]
file = "other.md"
"""


def test_entries_by_file_name(tmp_path):
    (tmp_path / "catalogue.toml").write_text(ENTRY, encoding="utf-8")
    entries = load_catalogue(tmp_path)
    assert entries["other.md"] == CatalogueEntry("other", "other.md")
    assert entries["ports.txt"] == CatalogueEntry(
        "ports",
        "ports.txt",
        "Les ports",
        "fr",
        Metadata(("MA", "TN"), "2021-05-14", ("Office",), "report", "https://example.org", "harbours"),
        "numbered",
    )


def test_no_catalogue_no_entries(tmp_path):
    assert dict(load_catalogue(tmp_path)) == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[report]\n", "cannot be read"),
        ("report = 3", "not a list of tables"),
        ('[[report]]\nid = "a"', r"entry 1 \(a\) names no file"),
        ('[[report]]\nfile = "a.md"\nlanguage = "de"', r"entry 1 \(a.md\): language = \"de\" is not known"),
        ('[[report]]\nfile = "a.md"\nparagraphs = "lettered"', 'paragraphs = "lettered" is not known'),
        ('[[report]]\nfile = "a.md"\ntitle = ["a"]', "title is not a text"),
        ('[[report]]\nfile = "a.md"\ncountries = [3]', "countries is not a list of texts"),
        ('[[report]]\nfile = "a.md"\n[[report]]\nfile = "a.md"', "names the file a.md twice"),
        ('[[report]]\nfile = "a.md"\n[[report]]\nfile = "a.txt"', "gives the id a twice"),
    ],
)
def test_errors_name_file_entry_and_mend(tmp_path, text, reason):
    (tmp_path / "catalogue.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=reason) as caught:
        load_catalogue(tmp_path)
    assert "catalogue.toml" in caught.value.reason and caught.value.mend


def test_the_catalogue_wins_over_the_file(tmp_path):
    path = tmp_path / "ports.md"
    path.write_text("# Titre du fichier\n\nUn texte en français sur les ports.\n", encoding="utf-8")
    entry = CatalogueEntry("p", "ports.md", "Titre du catalogue", "ar", Metadata(("MA",)))
    report = read(path, entry)
    assert (report.id, report.title, report.language, report.metadata.countries) == (
        "p",
        "Titre du catalogue",
        "ar",
        ("MA",),
    )
    plain = read(path)
    assert (plain.id, plain.title, plain.language, plain.metadata) == ("ports", "Titre du fichier", "fr", Metadata())
