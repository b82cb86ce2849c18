"""The sample corpus: complete, up to date, in its own words; and every known fact stands where it says."""

import io
import json
import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from rag.reading import load_catalogue, read
from rag.text.normalise import fold, tidy
from rag.types import Report
from tools.make_samples import CORPUS, FORMATS, SOURCES, make_docx, read_source, recorded_source

ROOT = Path(__file__).parents[1]
REAL_REPORTS = ROOT.parent / "shared" / "corpus"
FACTS_FILE = ROOT / "eval" / "facts" / "sample.jsonl"
FACTS = [json.loads(line) for line in FACTS_FILE.read_text(encoding="utf-8").splitlines()]
CATALOGUE = tomllib.loads((CORPUS / "catalogue.toml").read_text(encoding="utf-8"))["report"]
FILES = {entry["id"]: entry["file"] for entry in CATALOGUE}
KINDS = {"number", "date", "name", "list", "text", "unanswerable"}
THOUSANDS = re.compile(r"(?<=\d)[ .,٬](?=\d{3}(?!\d))")
RUN = 10


@cache
def report(report_id: str) -> Report:
    path = CORPUS / FILES[report_id]
    return read(path, load_catalogue(CORPUS).get(path.name))


def plain(text: str) -> str:
    """Folded, single-spaced, numbers without separators of thousands."""
    return THOUSANDS.sub("", " ".join(fold(tidy(text)).split()))


@cache
def text_at(report_id: str, place: str) -> str:
    """All that a report says at a place."""
    found = report(report_id)
    return plain(" ".join(found.text[block.start : block.end] for block in found.blocks if block.paragraph == place))


def stands(alternative: str, text: str) -> bool:
    """Whether the words stand in the text, numbers not as parts of other numbers."""
    words = plain(alternative)
    before, after = (r"(?<!\d)" if words[0].isdigit() else ""), (r"(?!\d)" if words[-1].isdigit() else "")
    return re.search(before + re.escape(words) + after, text) is not None


def test_catalogue_and_folder_name_the_same_reports() -> None:
    reports = {path.name for path in CORPUS.iterdir()} - {"catalogue.toml", "README.md"}
    assert set(FILES.values()) == reports
    assert len(FILES) == len(CATALOGUE)


@pytest.mark.parametrize("entry", CATALOGUE, ids=[entry["id"] for entry in CATALOGUE])
def test_catalogue_entry_is_complete(entry: dict[str, object]) -> None:
    for field in ("title", "language", "kind", "date", "countries", "publisher", "source_url"):
        assert entry[field], field
    assert entry.get("version_of", entry["id"]) in FILES


def test_three_languages_and_five_formats() -> None:
    assert {entry["language"] for entry in CATALOGUE} == {"en", "fr", "ar"}
    assert {Path(name).suffix for name in FILES.values()} == {".pdf", ".docx", ".html", ".md", ".txt"}


@pytest.mark.parametrize("name", FORMATS)
def test_made_report_is_up_to_date(name: str) -> None:
    source = SOURCES / f"{name}.md"
    made = recorded_source(CORPUS / f"{name}{FORMATS[name]}")
    assert made == read_source(source).sha256, f"run tools/make_samples.py: {source.name} was changed"


@pytest.mark.parametrize("name", FORMATS)
def test_made_report_says_what_its_source_says(name: str) -> None:
    text, place = plain(report(name).text), 0
    for block in read_source(SOURCES / f"{name}.md").blocks:
        words = plain(block.text)
        found = text.find(words, place)
        assert found >= 0, f"lost or out of order: {block.text[:80]}"
        place = found + len(words)


@pytest.mark.parametrize(("name", "last"), [("workshop-2020.fr", 3), ("workshop-2020.ar", 2)])
def test_front_page_is_roman(name: str, last: int) -> None:
    labels = PdfReader(CORPUS / f"{name}.pdf").page_labels
    assert labels == ["i", *(str(page) for page in range(1, last + 1))]
    assert {block.page_label for block in report(name).blocks if block.paragraph == "summary"} == {"i"}


def test_docx_is_made_alike_every_time() -> None:
    sample = read_source(SOURCES / "morocco-review-2020.fr.md")
    made = make_docx(sample)
    assert made == make_docx(sample)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", re.sub(r"https?://\S+", " ", text).casefold())
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def test_no_sentence_is_taken_from_the_real_reports() -> None:
    if not REAL_REPORTS.is_dir():
        pytest.skip(f"the real reports are not here ({REAL_REPORTS.name}/ beside the repository is absent)")
    real = {run for path in REAL_REPORTS.iterdir() for run in runs(path.read_text(encoding="utf-8"))}
    assert len(real) > 1000
    written = [
        path for folder in (CORPUS, SOURCES) for path in folder.iterdir() if path.suffix not in {".pdf", ".docx"}
    ]
    taken = {
        path.name: " ".join(run)
        for path in [*written, FACTS_FILE]
        for run in runs(path.read_text(encoding="utf-8"))
        if run in real
    }
    assert not taken


def test_facts_are_balanced() -> None:
    assert len({fact["id"] for fact in FACTS}) == len(FACTS) >= 60
    assert {fact["kind"] for fact in FACTS} == KINDS
    assert len(set(Counter(fact["lang"] for fact in FACTS).values())) == 1
    unanswerable = [fact for fact in FACTS if fact["kind"] == "unanswerable"]
    assert len(unanswerable) >= 16
    assert sum(fact["note"].startswith("near miss") for fact in unanswerable) * 2 >= len(unanswerable)


def test_facts_ask_across_languages() -> None:
    """Some questions have their only evidence in another language."""
    language = {entry["id"]: entry["language"] for entry in CATALOGUE}
    crossing = [
        fact
        for fact in FACTS
        if fact["evidence"] and fact["lang"] not in {language[place["doc"]] for place in fact["evidence"]}
    ]
    assert {fact["lang"] for fact in crossing} == {"en", "fr", "ar"}


@pytest.mark.parametrize("fact", FACTS, ids=[fact["id"] for fact in FACTS])
def test_expected_answer_stands_at_each_place(fact: dict[str, Any]) -> None:
    assert bool(fact["expect"]) == bool(fact["evidence"]) == (fact["kind"] != "unanswerable")
    for place in fact["evidence"]:
        text = text_at(place["doc"], place["at"])
        assert text, f"nothing was read at {place}"
        for group in fact["expect"]:
            assert any(stands(alternative, text) for alternative in group), f"none of {group} at {place}: {text[:200]}"
