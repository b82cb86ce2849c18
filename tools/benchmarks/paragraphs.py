"""Public paragraphs and sentences in the three languages, to fill a corpus with or to time the model on; not to ask."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from pathlib import Path

from rag.types import Passage
from tools.question_sets import json_lines

_PARAGRAPHS = {
    "ar": ("arcd_train", "moodle_title_help", "docs_heading_passage", "covid_faq_multi"),
    "en": ("policyqa_en", "moodle_title_help", "docs_heading_passage", "covidqa_en", "laws_title_passage"),
    "fr": ("piaf_ml_cnil", "moodle_title_help", "docs_heading_passage", "laws_title_passage"),
}
_SENTENCES = ("humanitarian_gov", "library_scholarly", "docs_ngo_tech", "sdg_metadata")


def public_paragraphs(data: Path, count: int, languages: Sequence[str] = tuple(_PARAGRAPHS)) -> list[Passage]:
    """Return up to `count` distinct paragraphs, the languages in turn for as long as they last."""
    found: dict[str, Passage] = {}
    for passage in chain.from_iterable(zip_longest(*(_paragraphs(data, language) for language in languages))):
        if passage is not None and passage.text:
            found.setdefault(passage.id, passage)
            if len(found) == count:
                break
    return list(found.values())


def _paragraphs(data: Path, language: str) -> Iterator[Passage]:
    for name in _PARAGRAPHS[language]:
        yield from json_lines(data / "qa" / f"{name}.jsonl.gz", language).passages


def public_sentences(data: Path, most: int = 5_000) -> list[str]:
    """Return distinct sentences: all of FLORES in three languages and up to `most` pairs of each of several sources."""
    texts = [
        text
        for language in ("en", "fr", "ar")
        for text in (data / "bitext" / f"flores.devtest.{language}").read_text(encoding="utf-8").splitlines()
    ]
    for name in _SENTENCES:
        with gzip.open(data / "parallel" / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
            for _, line in zip(range(most), lines, strict=False):
                _, left, _, right, *_ = line.split("\t")
                texts += [left, right]
    return list(dict.fromkeys(texts))
