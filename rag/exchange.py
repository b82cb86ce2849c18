"""The JSON that other programs read and write: answers, reports as understood, files of questions.

Forms only, as the documentation promises them; it asks and prints nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rag.errors import UsageError
from rag.text.citing import cite_witness
from rag.types import Answer, Block, Citation, Hit, Report, Source


def report_as_json(report: Report) -> dict[str, Any]:
    """Return the report in the form that `dalil read --json` prints."""
    blocks = [_block_as_json(block) for block in report.blocks]
    readings = [asdict(reading) | {"doubts": list(reading.doubts)} for reading in report.readings]
    told = {"pages": report.pages, "flags": list(report.flags), "readings": readings}
    return {"text": report.text, "blocks": blocks} | told


def _block_as_json(block: Block) -> dict[str, Any]:
    """`turns` says from which offset on the block stands on a further page."""
    fields = ("start", "end", "page_label", "page_number", "paragraph", "section")
    turns = [asdict(turn) for turn in block.turns]
    named = {name: getattr(block, name) for name in fields}
    return {"kind": block.kind.value} | named | {"headings": list(block.headings), "turns": turns}


def answer_as_json(answer: Answer, question_id: str | None = None) -> dict[str, Any]:
    """Return the answer in the form that `dalil ask --json` prints."""
    return {
        "id": question_id,
        "question": answer.question,
        "understood": answer.understood,
        "language": answer.language,
        "status": answer.status.value,
        "answer": answer.text,
        "citations": _citations_as_json(answer),
        "hits": [_hit_as_json(hit) for hit in answer.hits[:10]],
        "notes": list(answer.notes),
        "seconds": round(answer.provenance.seconds, 4),
    }


def _citations_as_json(answer: Answer) -> list[dict[str, Any]]:
    """`versions` are the markers of the same place in other languages, `cited_as` names the place in all of them."""
    told: dict[int, dict[str, Any]] = {}
    for together in answer.cited_together:
        cited_as = cite_witness(together, answer.sources, answer.language)
        for citation in together:
            versions = [other.marker for other in together if other is not citation]
            told[citation.marker] = {
                **_citation_as_json(citation),
                **_source_as_json(answer.sources[citation.report_id]),
                "cited_as": cited_as,
                "versions": versions,
            }
    return [told[marker] for marker in sorted(told)]


def _citation_as_json(citation: Citation) -> dict[str, Any]:
    locator = citation.locator
    told = {
        "marker": citation.marker,
        "report": citation.report_id,
        "paragraph": locator.paragraph,
        "page": locator.page_label,
        "section": locator.section,
        "quote": citation.quote,
        "passage": citation.passage_id,
    }
    return told | ({"translation": citation.translation} if citation.translation else {})


def _source_as_json(source: Source) -> dict[str, Any]:
    metadata = source.metadata
    return {
        "title": source.title,
        "language": source.language,
        "date": metadata.date,
        "kind": metadata.kind,
        "publisher": list(metadata.publisher),
    }


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    """`versions` are the same place in other languages: they share the hit's place among the ten."""
    return _found_as_json(hit) | {"versions": [_found_as_json(version) for version in hit.versions]}


def _found_as_json(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "report": passage.report_id,
        "paragraph": passage.locator.paragraph,
        "page": passage.locator.page_label,
        "text": passage.text,
        "score": round(hit.score, 6),
        "matches": [
            {"asked": match.asked, "found": match.found, "weight": round(match.weight, 4)} for match in hit.matches
        ],
    }


def read_questions(batch: Path) -> list[dict[str, Any]]:
    """Return the questions of a file of JSON lines; raises UsageError, which names the line."""
    try:
        lines = batch.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{batch} cannot be read: {error}.", "Give a file of JSON lines in UTF-8.") from error
    return [_question(batch, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _question(batch: Path, number: int, line: str) -> dict[str, Any]:
    mend = 'Each line is an object such as {"id": "1", "question": "…"}.'
    try:
        parsed = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"{batch}, line {number} is not JSON: {error.msg}.", mend) from error
    if not isinstance(parsed, dict) or not isinstance(parsed.get("question"), str):
        raise UsageError(f'{batch}, line {number} has no "question".', mend)
    history = parsed.get("history", [])
    if not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
        raise UsageError(f'{batch}, line {number}: "history" is not a list of questions.', mend)
    return parsed
