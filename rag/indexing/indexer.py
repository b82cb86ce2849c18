"""The run of `dalil index`: compare the corpus with the current generation, read what changed, write the next.

What cannot be read is named with reason and mend, and the rest is indexed; what was read of it before is kept until it
can be read again. When nothing changed nothing is written.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rag.errors import IndexMismatchError, ReadingError, UnusableIndexError
from rag.generations import FailedFile, Generation, IndexedReport, Manifest, Recipe, Writer, writing
from rag.indexing.carrying import Embedding, PassageEmbedder, Previous, Progress, TokenModel
from rag.indexing.files import Found, find
from rag.indexing.versions import detected
from rag.stores.bundle import Contents, Stores
from rag.types import Passage, Report

if TYPE_CHECKING:
    from rag.reading.catalogue import CatalogueEntry

_OUR_FAULT = "This is a fault of Dalil: please report it; the other reports are indexed."

_log = logging.getLogger(__name__)


class Reader(Protocol):
    """What reads a file; raises ReadingError."""

    def read(self, path: Path, entry: CatalogueEntry | None) -> Report:
        """Return the report in the file."""


@dataclass(frozen=True)
class IndexingResult:
    """How a run ended: ids of reports in the order of their files.

    `generation` is the current one afterwards, None when there is none because nothing could be read. Reports kept from
    before because their file cannot be read now are in `failed` alone. `written` is False when nothing had changed.
    """

    generation: Generation | None
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[FailedFile, ...]
    passages: int
    seconds: float
    written: bool


@dataclass
class _Gathered:
    """What the next generation will hold, by path, as it is put together."""

    records: dict[str, IndexedReport] = field(default_factory=dict)
    contents: dict[str, tuple[Report, tuple[Passage, ...]]] = field(default_factory=dict)
    failures: dict[str, FailedFile] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)  # by report id
    passage_ids: set[str] = field(default_factory=set)

    def take(self, record: IndexedReport, report: Report, passages: tuple[Passage, ...]) -> None:
        self.records[record.path] = record
        self.contents[record.path] = (report, passages)
        self.paths[record.id] = record.path
        self.passage_ids.update(passage.id for passage in passages)

    @property
    def reports(self) -> tuple[IndexedReport, ...]:
        return tuple(self.records[path] for path in sorted(self.records))

    @property
    def failed(self) -> tuple[FailedFile, ...]:
        return tuple(self.failures[path] for path in sorted(self.failures))


@dataclass(frozen=True)
class Indexer:
    """Builds the index of a corpus folder.

    `suffixes` are those of readable files, with dots; `passages_version` changes when the same file would be read or
    cut otherwise than before, and forces everything to be read again.
    """

    corpus: Path
    index: Path
    embedder: PassageEmbedder
    token_model: TokenModel
    reader: Reader
    cut: Callable[[Report], Sequence[Passage]]
    load_catalogue: Callable[[Path], Mapping[str, CatalogueEntry]]
    suffixes: Collection[str]
    passages_version: str = "1"

    @property
    def recipe(self) -> Recipe:
        """What makes this index."""
        return Recipe(self.embedder.fingerprint, self.token_model.fingerprint, self.passages_version)

    def run(self, full: bool = False, progress: Progress | None = None) -> IndexingResult:
        """Bring the index up to date; `full` reads and embeds everything again.

        `progress` is called with how much is done, of how much, and of what. Raises UsageError when there is no corpus
        or another writer is at work, NoIndexError when the corpus holds no report, and IndexDamagedError when the
        current generation is damaged and `full` is not set.
        """
        began = time.perf_counter()
        progress = progress or (lambda done, total, what: None)
        found = find(self.corpus, self.suffixes, self.load_catalogue(self.corpus))
        with ExitStack() as stack:
            writer = stack.enter_context(writing(self.index))
            previous = self._previous(writer, full)
            if previous is not None:
                stack.callback(previous.stores.close)
            gathered = self._gather(found, previous, full, progress)
            manifest = Manifest(self.recipe, gathered.reports, gathered.failed)
            generation = None if previous is None else previous.generation
            written = bool(manifest.reports) and (full or not _says_the_same(generation, manifest))
            if written:
                generation = self._write(writer, gathered, manifest, None if full else previous, progress)
            return _result(previous, generation, gathered, written, time.perf_counter() - began)

    def _previous(self, writer: Writer, full: bool) -> Previous | None:
        try:
            current = writer.current()
            return None if current is None else Previous(current, Stores.open(current.path))
        except IndexMismatchError as error:
            _log.info("everything is indexed again: %s", error.reason)
            return None
        except UnusableIndexError as error:
            if not full:
                raise
            _log.warning("nothing is carried over: %s", error.reason)
            return None

    def _gather(self, found: Sequence[Found], previous: Previous | None, full: bool, progress: Progress) -> _Gathered:
        gathered = _Gathered()
        known = {} if previous is None else previous.by_path
        same_cut = previous is not None and previous.generation.manifest.recipe.passages == self.passages_version
        to_read = []
        for file in found:
            record = known.get(file.name)
            unchanged = record is not None and (record.sha256, record.entry) == (file.sha256, file.entry_fingerprint)
            if previous is not None and record is not None and unchanged and same_cut and not full:
                gathered.take(record, *previous.report(record.id))
            else:
                to_read.append(file)
        # Files that are in the index already keep their ids: of two with one id the newcomer is the one refused.
        to_read.sort(key=lambda file: (file.name not in known, file.name))
        for done, file in enumerate(to_read):
            progress(done, len(to_read), f"reading {file.name}")
            try:
                gathered.take(*self._read(file, gathered))
            except ReadingError as error:
                _keep(gathered, file, error, previous)
        progress(len(to_read), len(to_read), "reading")
        return gathered

    def _read(self, file: Found, gathered: _Gathered) -> tuple[IndexedReport, Report, tuple[Passage, ...]]:
        report = replace(self.reader.read(file.path, file.entry), path=file.name, sha256=file.sha256)
        if report.id in gathered.paths:
            raise ReadingError(
                file.name,
                f"has the same id as {gathered.paths[report.id]} ({report.id}).",
                "Rename one of the two files, or give each its own id in the catalogue.",
            )
        try:
            passages = tuple(self.cut(report))
            _refuse_unsound(report, passages, gathered.passage_ids)
        except Exception as error:
            # One report that our own rules cannot take must not keep the others from being found.
            _log.exception("%s could not be cut into passages", file.name)
            reason = f"could not be cut into passages ({type(error).__name__}: {error})."
            raise ReadingError(file.name, reason, _OUR_FAULT) from error
        record = IndexedReport(
            id=report.id,
            path=file.name,
            sha256=file.sha256,
            entry=file.entry_fingerprint,
            title=report.title,
            language=report.language,
            passages=len(passages),
            flags=report.flags,
        )
        return record, report, passages

    def _write(
        self, writer: Writer, gathered: _Gathered, manifest: Manifest, previous: Previous | None, progress: Progress
    ) -> Generation:
        contents = [gathered.contents[record.path] for record in manifest.reports]
        passages = [passage for _, own in contents for passage in own]
        embedding = Embedding(self.embedder, self.token_model, manifest.recipe, previous, progress)
        vectors, token_ids = embedding.vectors(passages), embedding.token_ids(passages)
        progress(0, 1, "writing")
        reports = [report for report, _ in contents]
        found = detected(reports, passages, vectors)
        records = tuple(replace(record, version_of=found.get(record.id)) for record in manifest.reports)
        manifest = replace(manifest, reports=records)
        with writer.fresh_folder() as folder:
            Stores.write(folder, Contents(reports, passages, vectors, token_ids, len(self.token_model.vectors)))
            generation = writer.publish(folder, manifest)
        progress(1, 1, "writing")
        return generation


def _keep(gathered: _Gathered, file: Found, error: ReadingError, previous: Previous | None) -> None:
    """Note a failure, and keep what was read of the file before, unless its id has been taken by another file."""
    record = None if previous is None else previous.by_path.get(file.name)
    kept = record is not None and record.id not in gathered.paths
    if previous is not None and record is not None and kept:
        gathered.take(record, *previous.report(record.id))
    gathered.failures[file.name] = FailedFile(file.name, file.sha256, error.reason, error.mend, kept)
    _log.warning("%s %s", file.name, error.reason)


def _refuse_unsound(report: Report, passages: Sequence[Passage], taken: Collection[str]) -> None:
    report.text.encode()  # a lone surrogate can be stored nowhere
    if not passages:
        raise ValueError("no passage in it")
    ids = {passage.id for passage in passages}
    if len(ids) < len(passages) or not ids.isdisjoint(taken):
        raise ValueError("two passages of one id")
    for passage in passages:
        if report.text[passage.locator.start : passage.locator.end] != passage.text:
            raise ValueError(f"passage {passage.id} is not where it says")


def _says_the_same(generation: Generation | None, manifest: Manifest) -> bool:
    if generation is None:
        return False
    before = generation.manifest
    return (before.recipe, before.reports, before.failures) == (manifest.recipe, manifest.reports, manifest.failures)


def _result(
    previous: Previous | None, generation: Generation | None, gathered: _Gathered, written: bool, seconds: float
) -> IndexingResult:
    before = {} if previous is None else {record.id: record for record in previous.generation.manifest.reports}
    kept = {failure.path for failure in gathered.failed if failure.kept}
    read = [record for record in gathered.reports if record.path not in kept]
    same = {
        record.id
        for record in read
        if record.id in before and (record.sha256, record.entry) == (before[record.id].sha256, before[record.id].entry)
    }
    return IndexingResult(
        generation=generation,
        added=tuple(record.id for record in read if record.id not in before),
        changed=tuple(record.id for record in read if record.id in before and record.id not in same),
        removed=tuple(report_id for report_id in before if report_id not in gathered.paths),
        unchanged=tuple(record.id for record in read if record.id in same),
        failed=gathered.failed,
        passages=sum(record.passages for record in gathered.reports),
        seconds=seconds,
        written=written,
    )
