"""Reports and passages in one SQLite file, written once and then only read.

It keeps the whole text and structure of each report, so that citations can be checked and shown without the original
file. It searches nothing: that is for the other stores, whose row numbers are the passages' row numbers here.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, astuple
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rag.stores.arrays import damage_named
from rag.types import Block, BlockKind, Locator, Metadata, PageReading, PageTurn, Passage, Report, Source

_SCHEMA = """
CREATE TABLE reports (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL, language TEXT NOT NULL,
    metadata TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL, pages INTEGER, flags TEXT NOT NULL,
    readings TEXT NOT NULL
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report_id TEXT NOT NULL REFERENCES reports(id),
    text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, paragraph TEXT, section TEXT,
    page_label TEXT, page_number INTEGER, turns TEXT NOT NULL, headings TEXT NOT NULL,
    language TEXT NOT NULL, context TEXT NOT NULL
);
CREATE INDEX passages_of_report ON passages(report_id, row);
"""
_PASSAGE = (
    'id, report_id, text, start, "end", paragraph, section, page_label, page_number, turns, headings, language, context'
)


def indexed_text(passage: Passage) -> str:
    """Return what is searched of a passage: the words that it stands under, then its own."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def write(path: Path, reports: Iterable[Report], passages: Iterable[Passage]) -> None:
    """Write a new file; passages get the rows 0, 1, … in the order given.

    Raises ValueError when two reports or two passages have one id or a passage belongs to no report, OSError when the
    file cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as database:
            # A journal and syncing each commit would only cost time: the generation is synced and verified as a whole.
            database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;" + _SCHEMA)
            database.executemany(f"INSERT INTO reports VALUES ({_marks(11)})", map(_report_row, reports))  # noqa: S608
            database.executemany(
                f"INSERT INTO passages VALUES ({_marks(14)})",  # noqa: S608
                ((row, *_passage_row(passage)) for row, passage in enumerate(passages)),
            )
            database.commit()
    except sqlite3.IntegrityError as error:
        raise ValueError(f"the reports and passages do not fit together: {error}") from error
    except sqlite3.Error as error:
        raise OSError(f"{path}: {error}") from error


class Documents:
    """The reports and passages of one generation, read-only and safe to share between threads."""

    def __init__(self, path: Path) -> None:
        # "immutable" promises SQLite that no one writes, so it takes no locks and works on a read-only disk.
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._lock = threading.Lock()
        self._path = path
        with damage_named(path, sqlite3.Error):
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)

    def __len__(self) -> int:
        """Return the number of passages."""
        return int(self._read("SELECT count(*) FROM passages")[0][0])

    def close(self) -> None:
        """Close the file; nothing can be read any more."""
        with self._lock:
            self._database.close()

    def passages(self) -> tuple[Passage, ...]:
        """Return all passages; the position in the tuple is the row in every store."""
        return self._passages

    def passages_of(self, report_id: str) -> tuple[Passage, ...]:
        """Return the passages of one report in its own order; empty for an unknown report."""
        query = f"SELECT {_PASSAGE} FROM passages WHERE report_id = ? ORDER BY row"  # noqa: S608
        return tuple(map(_passage, self._read(query, report_id)))

    def report(self, report_id: str) -> Report:
        """Return one report with its text and structure; raises KeyError when it is not in the index."""
        rows = self._read("SELECT * FROM reports WHERE id = ?", report_id)
        if not rows:
            raise KeyError(report_id)
        return _report(rows[0])

    def sources(self) -> Mapping[str, Source]:
        """Return every report without its text, by id, in the order of the passages."""
        return self._sources

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        query = f"SELECT {_PASSAGE} FROM passages ORDER BY row"  # noqa: S608
        return tuple(map(_passage, self._read(query)))

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        rows = self._read("SELECT id, title, path, language, metadata, flags FROM reports ORDER BY rowid")
        return MappingProxyType({row[0]: _source(*row) for row in rows})

    def _read(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with self._lock, damage_named(self._path, sqlite3.DatabaseError):
            return self._database.execute(query, values).fetchall()


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _report_row(report: Report) -> tuple[Any, ...]:
    blocks = [
        (
            *(block.kind, block.start, block.end, block.paragraph, block.section, block.page_label, block.page_number),
            *(_turns_row(block.turns), block.headings),
        )
        for block in report.blocks
    ]
    return (
        *(report.id, report.title, report.path, report.sha256, report.language),
        *(_json(asdict(report.metadata)), report.text, _json(blocks), report.pages, _json(report.flags)),
        _json([astuple(reading) for reading in report.readings]),
    )


def _source(report_id: str, title: str, path: str, language: str, metadata: str, flags: str) -> Source:
    return Source(report_id, title, path, language, _metadata(metadata), tuple(json.loads(flags)))


def _report(row: tuple[Any, ...]) -> Report:
    report_id, title, path, sha256, language, metadata, text, blocks, pages, flags, readings = row
    return Report(
        *(report_id, title, path, sha256, language, _metadata(metadata), text),
        blocks=tuple(
            Block(BlockKind(kind), *(*rest, _turns(turns), tuple(headings)))
            for kind, *rest, turns, headings in json.loads(blocks)
        ),
        pages=pages,
        flags=tuple(json.loads(flags)),
        readings=tuple(_reading(*values) for values in json.loads(readings)),
    )


def _reading(number: int, label: str | None, extractor: str, confidence: float, doubts: list[str]) -> PageReading:
    return PageReading(number, label, extractor, confidence, tuple(doubts))


def _metadata(text: str) -> Metadata:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()
    }
    return Metadata(**values)


def _passage_row(passage: Passage) -> tuple[Any, ...]:
    place = passage.locator
    return (
        *(passage.id, passage.report_id, passage.text, place.start, place.end, place.paragraph, place.section),
        *(place.page_label, place.page_number, _json(_turns_row(place.turns)), _json(place.headings)),
        *(passage.language, passage.context),
    )


def _passage(row: tuple[Any, ...]) -> Passage:
    passage_id, report_id, text, *place, turns, headings, language, context = row
    locator = Locator(*(*place, _turns(json.loads(turns)), tuple(json.loads(headings))))
    return Passage(passage_id, report_id, text, locator, language, context)


def _turns_row(turns: Iterable[PageTurn]) -> list[tuple[Any, ...]]:
    return [(turn.start, turn.page_label, turn.page_number) for turn in turns]


def _turns(rows: Iterable[Iterable[Any]]) -> tuple[PageTurn, ...]:
    return tuple(PageTurn(*row) for row in rows)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
