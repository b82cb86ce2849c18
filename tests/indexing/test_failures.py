"""Indexing: what cannot be read is named, the rest is indexed, and what was read of it before is kept."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag.errors import NoIndexError, UsageError
from tests.indexing.world import Entry, cut


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_indexed(world):
    world.put(b="broken", d__e="sept")
    result = world.run()
    (failure,) = result.failed
    assert (failure.path, failure.reason, failure.mend) == ("b.txt", "is broken (broken).", "Repair it.")
    assert not failure.kept
    assert result.added == ("a", "c", "e")
    assert world.opened().generation.manifest.failures == result.failed
    before = world.files()
    assert world.run().failed == result.failed
    assert world.reader.read_files == ["b.txt"], "a failed file is tried again on every run"
    assert world.files() == before, "the same failure again is no news"


def test_what_was_read_before_is_kept_until_the_file_can_be_read_again(world):
    world.run()
    world.put(b="broken")
    result = world.run()
    assert [(failure.path, failure.kept) for failure in result.failed] == [("b.txt", True)]
    assert (result.removed, result.changed, result.unchanged, result.passages) == ((), (), ("a", "c"), 5)
    assert [passage.text for passage in world.opened().stores.documents.passages_of("b")] == ["trois", "quatre"]
    before = world.files()
    assert not world.run().written
    assert world.files() == before
    full = world.run(full=True)
    assert [failure.kept for failure in full.failed] == [True]
    assert len(world.opened().stores.documents.passages_of("b")) == 2
    world.put(b="cinq")
    mended = world.run()
    assert (mended.failed, mended.changed) == ((), ("b",))
    assert [passage.text for passage in world.opened().stores.documents.passages_of("b")] == ["cinq"]


def test_a_kept_report_goes_when_its_file_goes(world):
    world.run()
    world.put(b="broken")
    world.run()
    (world.corpus / "b.txt").unlink()
    result = world.run()
    assert (result.removed, result.failed) == (("b",), ())


def test_a_failed_file_that_is_gone_is_forgotten(world):
    world.put(b="broken")
    world.run()
    (world.corpus / "b.txt").unlink()
    assert world.run().written
    assert world.opened().generation.manifest.failures == ()


def test_nothing_readable_makes_no_generation(world):
    world.put(a="broken", b="broken", c="broken")
    result = world.run()
    assert (result.generation, result.written, len(result.failed)) == (None, False, 3)
    with pytest.raises(NoIndexError):
        world.opened()


def test_of_two_files_with_one_id_the_second_fails(world):
    world.put(z__a="encore un")
    result = world.run()
    (failure,) = result.failed
    assert failure.path == "z/a.txt"
    assert "same id as a.txt" in failure.reason
    assert "catalogue" in failure.mend
    assert result.added == ("a", "b", "c")


def test_a_newcomer_does_not_take_the_id_of_a_report_in_the_index(world):
    world.run()
    (world.corpus / "A").mkdir()
    (world.corpus / "A" / "b.md").write_text("autre")
    result = world.run()
    assert [failure.path for failure in result.failed] == ["A/b.md"]
    assert [passage.text for passage in world.opened().stores.documents.passages_of("b")] == ["trois", "quatre"]


def test_ids_may_be_exchanged(world):
    world.run()
    world.catalogue = {"a.txt": Entry("b"), "b.txt": Entry("a")}
    result = world.run()
    assert (result.failed, set(result.changed)) == ((), {"a", "b"})
    assert world.opened().stores.documents.report("b").path == "a.txt"


@pytest.mark.parametrize(
    "name",
    ["README.md", "readme.md", ".hidden.txt", ".git/x.txt", "~$open.txt", ".~lock.a.txt#", "a.txt~", "catalogue.toml"],
)
def test_what_is_no_report_is_passed_over(world, name):
    (world.corpus / name).parent.mkdir(exist_ok=True)
    (world.corpus / name).write_text("not a report")
    assert world.run().added == ("a", "b", "c")


def test_suffixes_are_known_in_any_case(world):
    (world.corpus / "D.TXT").write_text("sept")
    assert "D" in world.run().added


def test_an_empty_or_missing_corpus_is_named(world, tmp_path):
    world.run()
    for path in world.corpus.iterdir():
        path.unlink()
    with pytest.raises(NoIndexError, match=rf"no report in {re.escape(str(world.corpus))}.*\.md, \.txt"):
        world.run()
    assert len(world.opened().stores.passages) == 5, "an empty folder does not empty the index"
    world.corpus = tmp_path / "nowhere"
    with pytest.raises(UsageError, match=r"nowhere does not exist.*--corpus"):
        world.run()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (lambda report: 1 / 0, "ZeroDivisionError"),
        (lambda report: [], "no passage"),
        (lambda report: [replace(cut(report)[0], text="elsewhere")], "not where it says"),
        (lambda report: cut(report) * 2, "two passages of one id"),
    ],
)
def test_a_report_that_cannot_be_cut_does_not_stop_the_others(world, fault, reason):
    world.cut = lambda report: fault(report) if report.id == "b" else cut(report)
    result = world.run()
    assert [failure.path for failure in result.failed] == ["b.txt"]
    assert reason in result.failed[0].reason
    assert result.added == ("a", "c")


def test_text_that_cannot_be_stored_is_a_failure_of_its_file(world):
    read = world.reader.read
    world.reader.read = lambda path, entry: replace(read(path, entry), text="\ud800un\ndeux")
    assert {failure.reason[:12] for failure in world.run().failed} == {"could not be"}
