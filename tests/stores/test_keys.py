"""KeyIndex: names, acronyms, countries and numbers of a question find the passages of every language."""

from __future__ import annotations

import numpy as np
import pytest

from rag.errors import IndexDamagedError
from rag.stores.keys import KeyIndex

TEXTS = [
    ("fr", "Mme Hanane Bouarourou a présenté la situation du Maroc."),
    ("ar", "قدمت السيدة حنان بوارورو لمحة عامة عن تدفقات الهجرة."),
    ("fr", "Depuis 2004, 33.443 migrants ont été rapatriés avec l'OIM."),
    ("ar", "أعيد ٣٣٬٤٤٣ مهاجراً بدعم من المنظمة الدولية للهجرة."),
    ("en", "The International Organization for Migration offered free tests."),
    ("ar", "ورشة العمل الثانية لبناء القدرات."),
    ("fr", "Le Fonds vert des communes (FVC) finance des travaux."),
    ("fr", "Une somme du FVC est restée."),
    ("ar", "رحب بالمشاركين السيد عثمان بليبيسي."),
    ("en", "Nothing in particular is said here."),
]


def build(rows=TEXTS):
    return KeyIndex.build([text for _, text in rows], [language for language, _ in rows])


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Who is Hanane Bouarourou?", 1),
        ("who is bouarourou", 1),
        ("Qui est M. Othman Belbeisi ?", 8),
        ("من هي حنان بوارورو؟", 0),
        ("كم شخصاً هم ٣٣٤٤٣ ؟", 2),
        ("33 443 migrants", 3),
        ("Combien l'OIM ?", 3),
        ("ماذا فعلت المنظمة الدولية للهجرة؟", 4),
        ("Qu'est-ce que le Fonds vert des communes ?", 7),
        ("Que disent les Marocains ?", 0),
    ],
)
def test_what_needs_no_translation_is_found_in_another_language(question, row):
    share = build().share(question)
    assert share.dtype == np.float32
    assert ((share >= 0) & (share <= 1)).all()
    assert share[row] > 0.05
    assert share[[5, 9]].max() < 0.05


def test_a_question_of_names_alone_is_nearly_all_found_and_one_name_of_many_words_is_a_part():
    index = build()
    alone = index.share("Hanane Bouarourou ?")[1]
    among = index.share("Which detailed figures on seasonal labour did Bouarourou give yesterday evening?")[1]
    assert alone > 0.5
    assert 0 < among < alone / 2


def test_a_name_in_the_same_script_is_left_to_the_other_stores():
    assert build().share("Who is Bouarourou?")[0] == 0


def test_matches_show_the_words_of_both_sides_and_add_up_to_the_share():
    index, question = build(), "Did IOM and Ms Hanane Bouarourou speak of 33 443?"
    shown = {row: index.matches(question, row, TEXTS[row][1]) for row in range(len(TEXTS))}
    assert [(match.asked, match.found) for match in shown[1]] == [("Bouarourou", "بوارورو"), ("Hanane", "حنان")]
    assert {(match.asked, match.found) for match in shown[3]} == {
        ("IOM", "المنظمة الدولية للهجرة"),
        ("33 443", "٣٣٬٤٤٣"),
    }
    assert shown[9] == []
    sums = [sum(match.weight for match in shown[row]) for row in range(len(TEXTS))]
    assert sums == pytest.approx(index.share(question).tolist(), abs=1e-6)


def test_ten_times_more_passages_in_one_language_move_nothing_in_another():
    flood = [("en", f"IOM said in {1900 + row} that Mohammed saw 33,443 people in Morocco.") for row in range(100)]
    for question in ("Hanane Bouarourou, OIM, 33443, Maroc", "من هي حنان بوارورو؟"):
        before, after = build().share(question), build([*TEXTS, *flood]).share(question)
        others = [row for row, (language, _) in enumerate(TEXTS) if language != "en"]
        assert before[others].tolist() == after[others].tolist()


def test_what_is_loaded_says_what_was_built(tmp_path):
    built = build()
    built.save(tmp_path / "keys")
    loaded = KeyIndex.load(tmp_path / "keys")
    assert len(loaded) == len(TEXTS)
    for question in ("Hanane Bouarourou et le FVC", "المنظمة الدولية للهجرة ٣٣٤٤٣", "", "?"):
        assert loaded.share(question).tolist() == built.share(question).tolist()
        assert loaded.matches(question, 1, TEXTS[1][1]) == built.matches(question, 1, TEXTS[1][1])
    assert {path.suffix for path in (tmp_path / "keys").iterdir()} == {".npy", ".json"}


def test_the_same_texts_make_the_same_files(tmp_path):
    build().save(tmp_path / "a")
    build().save(tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_an_index_of_nothing_says_nothing(tmp_path):
    build([]).save(tmp_path / "keys")
    assert KeyIndex.load(tmp_path / "keys").share("Bouarourou, OIM").tolist() == []
    assert build([("fr", "…"), ("ar", "")]).share("Bouarourou, OIM, بوارورو").tolist() == [0, 0]


@pytest.mark.parametrize("name", ["keys.json", "words.names.npy", "proper.npy", "skeletons.members.npy"])
def test_a_missing_or_broken_file_is_damage(tmp_path, name):
    build().save(tmp_path / "keys")
    (tmp_path / "keys" / name).write_bytes(b"\xff\xfe")
    with pytest.raises(IndexDamagedError, match="dalil index --full"):
        KeyIndex.load(tmp_path / "keys")
    (tmp_path / "keys" / name).unlink()
    with pytest.raises(IndexDamagedError, match="dalil index --full"):
        KeyIndex.load(tmp_path / "keys")


@pytest.mark.parametrize("name", ["words.offsets.npy", "proper.npy"])
def test_arrays_that_do_not_fit_together_are_damage(tmp_path, name):
    build().save(tmp_path / "keys")
    np.save(tmp_path / "keys" / name, np.load(tmp_path / "keys" / name)[:-1])
    with pytest.raises(IndexDamagedError, match="do not fit together"):
        KeyIndex.load(tmp_path / "keys")
