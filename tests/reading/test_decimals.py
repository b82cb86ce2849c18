"""Paragraphs that are numbered within chapters are cited by both numbers."""

from __future__ import annotations

import pytest

from rag.reading import read
from rag.reading.decimals import number

BODY = "Le conseil a examiné la demande de la coopérative et l'a renvoyée à la commission."
ARABIC = "نظر المجلس في طلب التعاونية وأحاله إلى اللجنة المختصة في الدورة المقبلة."


def found(tmp_path, *lines: str):
    path = tmp_path / "rapport.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    report = read(path)
    return [(block.kind.value, block.paragraph) for block in report.blocks], report.flags


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1.1 Le conseil", (1, 1)),
        ("2.13. Le conseil", (2, 13)),
        ("1.2.3 Le conseil", (1, 2, 3)),
        ("١-٢- المجلس", (1, 2)),
        ("١.٢ المجلس", (1, 2)),
        ("1. Le conseil", ()),
        ("3.5 % des ménages", ()),
        ("14.05.2021 Le conseil", ()),
    ],
)
def test_a_number_has_several_parts_and_words_behind_it(text, parts):
    assert number(text) == parts


def test_chapters_and_their_paragraphs(tmp_path):
    chapters = ["Rapport", "1. Contexte", *(f"1.{n} {BODY}" for n in (1, 2)), "a) les routes ;", "b) les écoles."]
    blocks, flags = found(tmp_path, *chapters, "2. Constats", *(f"2.{n} {BODY}" for n in (1, 2, 4)), BODY)
    assert [place for _, place in blocks] == [
        "title",
        None,
        "1.1",
        "1.2",
        "1.2",
        "1.2",
        None,
        "2.1",
        "2.2",
        "2.4",
        "2.4",
    ]
    assert [kind for kind, _ in blocks[1:4]] == ["heading", "paragraph", "paragraph"]
    assert flags == ("para. 2.3: missing between 2.2 and 2.4",)


def test_arabic_numbers_within_chapters(tmp_path):
    blocks, flags = found(tmp_path, "تقرير المجلس", f"١-١- {ARABIC}", f"١-٢- {ARABIC}", f"٢-١- {ARABIC}")
    assert [place for _, place in blocks] == ["title", "1.1", "1.2", "2.1"] and flags == ()


def test_a_numbered_paragraph_before_its_own_parts_keeps_its_number(tmp_path):
    lines = [f"1. {BODY}", f"1.1 {BODY}", f"1.2 {BODY}", f"2. {BODY}", f"3. {BODY}", f"3.1 {BODY}"]
    blocks, flags = found(tmp_path, "Rapport", *lines)
    assert [place for _, place in blocks[1:]] == ["1", "1.1", "1.2", "2", "3", "3.1"] and flags == ()


def test_a_few_such_numbers_in_a_report_change_nothing(tmp_path):
    lines = [*(f"{n}. {BODY}" for n in range(1, 8)), f"1.1 {BODY}", f"1.2 {BODY}"]
    blocks, _ = found(tmp_path, "Rapport", *lines)
    assert [place for _, place in blocks[1:8]] == [str(n) for n in range(1, 8)]
