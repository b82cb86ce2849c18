"""What a report seems to be where no one says: title, language, date, countries, publisher, each with a confidence.

From the file's properties, the title and the first lines. The confidences are a rank order set by hand, not measured
probabilities: 0.9 is said outright, 0.7 is read from the title or the date line, below that it is a guess. Only what
reaches `SURE` is used without a catalogue; the rest is shown, to be corrected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.reading.lines import Properties
from rag.text.countries import UNIONS, countries, named_countries
from rag.text.dates import is_day, is_year, with_dates
from rag.text.language import detect_part
from rag.text.normalise import fold
from rag.text.units import scan
from rag.types import BlockKind, Metadata, Report

SURE = 0.7

_WORDS = re.compile(r"[^\W\d_]+")
_FIRST_LINES = 8  # blocks in which a report says when and by whom it was written
_LONGEST_DATELINE = 12  # words
_LONGEST_HEAD = 16  # blocks before the subject of a letter
_MOST_COUNTRIES = 3  # a title that names more is about a region


@dataclass(frozen=True, slots=True)
class Inferred:
    """A value for a key of the catalogue, how sure it is (0 to 1) and what it was read from."""

    key: str
    value: str | tuple[str, ...]
    confidence: float
    source: str


def infer(report: Report, properties: Properties) -> tuple[Inferred, ...]:
    """Return the best guess for each key of the catalogue about which the report says anything."""
    found = (_title(report, properties), _language(report), _date(report, properties))
    return tuple(each for each in (*found, _countries(report), _publisher(properties)) if each is not None)


def completed(metadata: Metadata, inferred: Sequence[Inferred]) -> Metadata:
    """Return what the catalogue says, and what it leaves open as far as that is sure."""
    sure = {each.key: each.value for each in inferred if each.confidence >= SURE}
    date, publisher, about = sure.get("date"), sure.get("publisher"), sure.get("countries")
    return replace(
        metadata,
        date=metadata.date or (date if isinstance(date, str) else None),
        publisher=metadata.publisher or (publisher if isinstance(publisher, tuple) else ()),
        countries=metadata.countries or (about if isinstance(about, tuple) else ()),
    )


def _title(report: Report, properties: Properties) -> Inferred | None:
    if any(block.kind is BlockKind.TITLE for block in report.blocks[:1]):
        return Inferred("title", report.title, 0.8, "the first lines")
    if any(block.kind is BlockKind.TITLE for block in report.blocks[:_LONGEST_HEAD]):
        return Inferred("title", report.title, 0.7, "the subject of the letter")
    if properties.title and properties.title == report.title:
        return Inferred("title", report.title, 0.6, "the file's properties")
    return Inferred("title", report.title, 0.3, "a heading or the file's name")


def _language(report: Report) -> Inferred:
    """The share of the text that is in the report's language, block by block."""
    sizes: Counter[str] = Counter()
    for block in report.blocks:
        text = report.text[block.start : block.end]
        sizes[detect_part(text, report.language)] += len(text)
    share = sizes[report.language] / max(1, sizes.total())
    others = ", ".join(f"{name} {count / sizes.total():.0%}" for name, count in sizes.most_common() if count)
    return Inferred("language", report.language, round(share, 2), f"the words: {others}")


def _date(report: Report, properties: Properties) -> Inferred | None:
    if properties.published and properties.date:
        return Inferred("date", properties.date, 0.9, "the file's date of publication")
    for block in report.blocks[:_FIRST_LINES]:
        if block.kind not in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH):
            continue
        text = report.text[block.start : block.end]
        if len(text.split()) <= _LONGEST_DATELINE and (day := next(_dates(text, report.language), None)):
            return Inferred("date", day, 0.8 if len(day) > 4 else 0.6, "the first lines")
    if day := next(_dates(report.title, report.language), None):
        return Inferred("date", day, 0.7, "the title")
    if properties.date:
        return Inferred("date", properties.date, 0.3, "when the file was last saved")
    return None


def _dates(text: str, language: str) -> Iterator[str]:
    """Yield the dates that a text names, as ISO dates or their beginnings; a day or month without a year is none."""
    units = with_dates(scan(text, language))
    for place, unit in enumerate(units):
        if not is_year(unit) or not 1900 <= int(unit.key) <= 2100:
            continue
        date = unit.key
        if place and units[place - 1].kind == "month":
            date += f"-{int(units[place - 1].key.split()[1]):02d}"
            if place > 1 and is_day(units[place - 2]):
                date += f"-{int(units[place - 2].key):02d}"
        yield date


def _countries(report: Report) -> Inferred | None:
    named = countries(report.title)
    if named and len(named) <= _MOST_COUNTRIES:
        return Inferred("countries", named, 0.8, "the title")
    named_often = (code for code, _, _ in named_countries(_WORDS.findall(fold(report.text))))
    counts = Counter(code for code in named_often if code not in UNIONS)
    most = counts.most_common(1)
    if most and most[0][1] >= 3 and most[0][1] * 2 > counts.total():
        return Inferred("countries", (most[0][0],), 0.5, "the country most often named")
    return None


def _publisher(properties: Properties) -> Inferred | None:
    said = properties.publisher
    return Inferred("publisher", (said,), 0.8, "the file's properties") if said else None
