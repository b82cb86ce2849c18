"""Indexing: what changed is read and embedded, the rest carried over, and the outcome is that of a full rebuild."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.errors import IndexMismatchError
from rag.indexing import open_index
from tests.indexing.world import Entry, FakeEmbedder, World, cut, everything


def test_a_first_run_indexes_every_report(world):
    result = world.run()
    assert (result.added, result.changed, result.removed, result.unchanged) == (("a", "b", "c"), (), (), ())
    assert (result.failed, result.passages, result.written) == ((), 5, True)
    assert str(result.generation) == "gen-000001"
    stores = world.opened().stores
    assert [passage.text for passage in stores.passages] == ["un", "deux", "trois", "quatre", "الهجرة"]
    assert stores.documents.report("a").path == "a.txt"
    record = result.generation.manifest.reports[0]
    assert (record.id, record.path, record.passages, record.entry) == ("a", "a.txt", 2, "")
    assert record.sha256 == hashlib.sha256(b"un\ndeux").hexdigest()


def test_what_is_embedded_is_the_text_under_its_context(world):
    world.run()
    assert "a\nun" in world.embedder.embedded
    assert set(world.embedder.embedded) == set(world.token_model.tokenised)


def test_a_second_run_with_nothing_changed_writes_nothing(world):
    first = world.run()
    before = world.files()
    second = world.run()
    assert world.files() == before
    assert second.generation == first.generation
    assert not second.written
    assert second.unchanged == ("a", "b", "c")
    assert (second.added, second.changed, second.removed, second.failed) == ((), (), (), ())
    assert second.passages == 5
    assert (world.reader.read_files, world.embedder.embedded, world.token_model.tokenised) == ([], [], [])


def test_only_what_changed_is_read_and_embedded(world):
    world.run()
    world.put(b="trois\ncinq", d="six")
    (world.corpus / "a.txt").unlink()
    result = world.run()
    assert (result.added, result.changed, result.removed, result.unchanged) == (("d",), ("b",), ("a",), ("c",))
    assert world.reader.read_files == ["b.txt", "d.txt"]
    assert world.embedder.embedded == world.token_model.tokenised == ["b\ncinq", "d\nsix"]
    assert str(result.generation) == "gen-000002"


TEXT = st.lists(st.sampled_from(["un", "deux", "trois", "quatre", "الهجرة", "dialogue"]), min_size=1, max_size=4)
CORPUS = st.dictionaries(st.sampled_from("abcde"), TEXT.map("\n".join), min_size=1)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(CORPUS, min_size=2, max_size=4))
def test_an_index_brought_up_to_date_equals_a_full_rebuild(tmp_path_factory, states):
    world = World(tmp_path_factory.mktemp("carried"))
    for state in states:
        for path in world.corpus.iterdir():
            path.unlink()
        world.put(**state)
        world.run()
    carried = everything(world.index)
    assert carried["manifest"][1], "nothing was indexed"
    before = world.files()
    world.run()
    assert world.files() == before
    rebuilt = World(tmp_path_factory.mktemp("rebuilt"))
    rebuilt.put(**states[-1])
    rebuilt.run()
    assert everything(rebuilt.index) == carried
    world.run(full=True)
    assert everything(world.index) == carried


def test_full_reads_and_embeds_everything_again(world):
    world.run()
    result = world.run(full=True)
    assert world.reader.read_files == ["a.txt", "b.txt", "c.txt"]
    assert len(world.embedder.embedded) == len(world.token_model.tokenised) == 5
    assert (result.unchanged, result.written, str(result.generation)) == (("a", "b", "c"), True, "gen-000002")


def test_a_changed_catalogue_entry_is_a_change(world):
    world.catalogue = {"a.txt": Entry("alpha"), "b.txt": Entry("b")}
    assert world.run().added == ("alpha", "b", "c")
    world.catalogue = {"a.txt": Entry("alpha", "Another title"), "b.txt": Entry("b")}
    assert world.run().changed == ("alpha",)
    assert world.reader.read_files == ["a.txt"]
    assert world.opened().stores.documents.sources()["alpha"].title == "Another title"
    world.catalogue = {}
    result = world.run()
    assert (result.added, result.removed, result.changed) == (("a",), ("alpha",), ("b",))


def test_a_renamed_file_keeps_its_report_and_its_vectors(world):
    world.run()
    (world.corpus / "sub").mkdir()
    (world.corpus / "a.txt").rename(world.corpus / "sub" / "a.txt")
    result = world.run()
    assert (result.added, result.removed, result.unchanged) == ((), (), ("b", "c", "a"))
    assert world.embedder.embedded == []
    assert world.opened().stores.documents.report("a").path == "sub/a.txt"


def test_another_embedding_model_embeds_again_but_reads_nothing(world):
    world.run()
    world.embedder.fingerprint = "embedder-2"
    result = world.run()
    assert (world.reader.read_files, len(world.embedder.embedded), world.token_model.tokenised) == ([], 5, [])
    assert result.generation.manifest.recipe.embedder == "embedder-2"
    expected = FakeEmbedder("embedder-2").embed_passages(["a\nun"])[0]
    assert world.opened().stores.vectors.vectors()[0].tolist() == expected.tolist()


def test_another_dimension_is_no_hindrance(world):
    world.run()
    world.embedder = FakeEmbedder("embedder-9", dimension=9)
    world.run()
    assert world.opened().stores.vectors.dimension == 9


def test_another_token_model_tokenises_again_but_embeds_nothing(world):
    world.run()
    world.token_model.fingerprint = "tokens-2"
    world.run()
    assert (world.reader.read_files, world.embedder.embedded, len(world.token_model.tokenised)) == ([], [], 5)


def test_another_way_of_cutting_reads_everything_again(world):
    world.run()
    world.version = "2"
    result = world.run()
    assert world.reader.read_files == ["a.txt", "b.txt", "c.txt"]
    assert world.embedder.embedded == [], "the same text has the same vector"
    assert result.generation.manifest.recipe.passages == "2"


def test_an_index_of_another_recipe_is_refused_to_readers(world):
    recipe = world.run().generation.manifest.recipe
    assert open_index(world.index, recipe).generation.name == "gen-000001"
    with pytest.raises(IndexMismatchError, match=r"embedding model was embedder-1.*dalil index"):
        open_index(world.index, replace(recipe, embedder="other"))


def test_one_text_is_embedded_once_however_often_it_stands(world):
    world.cut = lambda report: [replace(passage, context="") for passage in cut(report)]
    world.put(a="un\nun\ndeux", b="un")
    world.run()
    assert sorted(world.embedder.embedded) == ["deux", "un", "الهجرة"]
    vectors = world.opened().stores.vectors.vectors()
    assert vectors[0].tolist() == vectors[1].tolist() == vectors[3].tolist() != vectors[2].tolist()
