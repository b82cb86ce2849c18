from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from rag.errors import IndexDamagedError
from rag.stores.words import Words
from rag.types import Locator, Passage


def passage(text: str, language: str = "en", context: str = "") -> Passage:
    return Passage(text, "report", text, Locator(0, len(text)), language, context)


PASSAGES = (
    passage("The networks fell. Two remain.", context="Harbour review"),
    passage("Son réseau, ses réseaux.", "fr"),
    passage("A network of ports.", "en"),
    passage("…"),
)


def read(held: Words, rows: Sequence[int]) -> list[list[str]]:
    reading = held.read(np.array(rows))
    ends = [*reading.sentences.tolist(), len(reading.words)]
    spans = pairwise(ends)
    return [[held.texts[number] for number in reading.words[start:end].tolist()] for start, end in spans]


def number(held: Words, word: str, language: str) -> int:
    found = held.stem_number(word, language)
    assert found is not None
    return found


def test_words_come_back_by_sentence_with_what_they_stand_under() -> None:
    held = Words.build(PASSAGES)
    assert read(held, [2, 0]) == [
        ["a", "network", "of", "ports"],
        ["harbour", "review"],
        ["the", "networks", "fell"],
        ["two", "remain"],
    ]
    reading = held.read(np.array([2, 0]))
    assert reading.owners.tolist() == [0, 1, 1, 1]
    assert reading.context.tolist() == [False, True, False, False]
    assert reading.passages.tolist() == [0, 4]


def test_a_passage_without_words_holds_one_that_is_silent() -> None:
    held = Words.build(PASSAGES)
    (word,) = held.read(np.array([3])).words.tolist()
    assert held.texts[word] == ""
    assert held.silent[word]


def test_a_stem_is_as_rare_as_the_passages_of_its_language_are_few_that_hold_it() -> None:
    held = Words.build(PASSAGES)
    in_two_of_three, in_one_of_three = number(held, "networks", "en"), number(held, "ports", "en")
    in_the_only_one = number(held, "reseaux", "fr")
    rarities = held.stem_rarities
    assert rarities[in_one_of_three] > rarities[in_two_of_three]
    assert rarities[in_two_of_three] > rarities[in_the_only_one]
    assert held.stem_number("networks", "fr") is None
    assert held.unseen("en") > rarities[in_one_of_three]


def test_more_passages_in_one_language_leave_the_others_as_they_were() -> None:
    flood = [passage(f"Networks of port number {count}.") for count in range(50)]
    few, many = Words.build(PASSAGES), Words.build([*PASSAGES, *flood])
    stems = [number(held, "reseau", "fr") for held in (few, many)]
    assert few.stem_rarities[stems[0]] == many.stem_rarities[stems[1]]
    assert few.mean_lengths["fr"] == many.mean_lengths["fr"]


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    held = Words.build(PASSAGES)
    held.save(tmp_path / "words")
    loaded = Words.load(tmp_path / "words")
    assert len(loaded) == len(PASSAGES)
    assert read(loaded, [0, 1, 2, 3]) == read(held, [0, 1, 2, 3])
    assert loaded.stem_number("ports", "en") == held.stem_number("ports", "en")
    assert loaded.languages.tolist() == ["en", "fr", "en", "en"]
    np.testing.assert_array_equal(loaded.rarities, held.rarities)


def test_nothing_can_be_held() -> None:
    assert len(Words.build([])) == 0


@pytest.mark.parametrize("file", ["words.npy", "names.json"])
def test_damage_is_named(tmp_path: Path, file: str) -> None:
    Words.build(PASSAGES).save(tmp_path / "words")
    (tmp_path / "words" / file).write_bytes(b"{")
    with pytest.raises(IndexDamagedError, match=file):
        Words.load(tmp_path / "words")
