"""Lexical against BM25 worked out by hand from its formula, language by language."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from rag.errors import IndexDamagedError
from rag.stores.lexical import K1, B, Lexical
from rag.text.tokens import stems
from rag.types import Locator, Passage

TEXTS = [
    ("fr", "Quatorze États ont pris part au dialogue régional", "Le dialogue de Rabat"),
    ("ar", "شاركت أربع عشرة دولة في الحوار الإقليمي", ""),
    ("fr", "Les travailleurs migrants saisonniers et leurs droits", ""),
    ("en", "Fourteen states took part in the regional dialogue", "The Rabat dialogue"),
    ("fr", "Le dialogue, le dialogue et encore le dialogue", ""),
    ("ar", "حقوق العمال المهاجرين الموسميين", ""),
    ("fr", "12", ""),
]


def passage(row, language, text, context=""):
    return Passage(f"p{row}", "report", text, Locator(0, len(text)), language, context)


PASSAGES = [passage(row, *text) for row, text in enumerate(TEXTS)]


def oracle(question, passages):
    """BM25 in Lucene's form over each language alone, and the share of what is reachable."""
    scores, shares = np.zeros(len(passages)), np.zeros(len(passages))
    for language in {passage.language for passage in passages}:
        rows = [row for row, passage in enumerate(passages) if passage.language == language]
        words = {row: stems(f"{passages[row].context} {passages[row].text}", language) for row in rows}
        mean = sum(map(len, words.values())) / len(rows)
        most = 0.0
        for stem in set(stems(question, language)):
            held_by = sum(stem in words[row] for row in rows)
            rarity = math.log(1 + (len(rows) - held_by + 0.5) / (held_by + 0.5))
            most += rarity
            for row in rows:
                times = Counter(words[row])[stem]
                scores[row] += rarity * times / (times + K1 * (1 - B + B * len(words[row]) / mean)) if times else 0
        shares[rows] = scores[rows] / most if most else 0
    return scores, shares


QUESTIONS = [
    "Combien d'États ont participé au dialogue ?",
    "dialogue dialogue",
    "Which workers' rights were discussed in the dialogue?",
    "كم دولة شاركت في الحوار؟",
    "12",
    "zzz",
    "et le la",
    "",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_and_shares_are_those_of_the_formula(question):
    lexical = Lexical.build(PASSAGES)
    scores, shares = oracle(question, PASSAGES)
    assert lexical.scores(question) == pytest.approx(scores, rel=1e-5)
    assert lexical.share(question) == pytest.approx(shares, rel=1e-5)
    assert lexical.scores(question).dtype == np.float32
    some = np.array([4, 0, 4])
    assert lexical.scores(question, some).tolist() == lexical.scores(question)[some].tolist()
    assert lexical.share(question, some).tolist() == lexical.share(question)[some].tolist()


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_loaded_scores_as_what_was_built(tmp_path, question):
    built = Lexical.build(PASSAGES)
    built.save(tmp_path / "lexical")
    loaded = Lexical.load(tmp_path / "lexical")
    assert len(loaded) == len(PASSAGES)
    assert loaded.scores(question).tolist() == built.scores(question).tolist()
    assert loaded.share(question).tolist() == built.share(question).tolist()


def test_the_index_is_mapped_from_disk_and_holds_no_pickle(tmp_path):
    Lexical.build(PASSAGES).save(tmp_path / "lexical")
    assert isinstance(Lexical.load(tmp_path / "lexical")._voices[0].index.scores["data"], np.memmap)
    files = [path for path in (tmp_path / "lexical").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".npy", ".json"}
    for path in files:
        if path.suffix == ".npy":
            assert not np.load(path, allow_pickle=False).dtype.hasobject


def test_the_same_passages_make_the_same_files(tmp_path):
    Lexical.build(PASSAGES).save(tmp_path / "a")
    Lexical.build(list(PASSAGES)).save(tmp_path / "b")
    for path in (tmp_path / "a").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), path.name


def test_ten_times_more_passages_in_one_language_move_nothing_in_another():
    flood = [passage(100 + row, "en", f"regional dialogue number {row} of the states") for row in range(70)]
    question = "Combien d'États dans le dialogue régional ?"
    before = Lexical.build(PASSAGES).scores(question)
    after = Lexical.build(PASSAGES + flood).scores(question)[: len(PASSAGES)]
    french = [row for row, (language, *_) in enumerate(TEXTS) if language == "fr"]
    assert before[french].tolist() == after[french].tolist()


def test_a_share_tells_a_question_in_the_language_from_one_in_another():
    lexical = Lexical.build(PASSAGES)
    assert lexical.share("les travailleurs migrants saisonniers")[2] > 0.4
    assert lexical.share("حقوق العمال الموسميين")[2] == 0
    # One word in common with the French passage is not a question asked in French.
    assert lexical.share("Which states have spoken of a dialogue with employers?")[4] < 0.2
    assert (lexical.share("dialogue") < 1).all()


def test_a_language_without_a_stemmer_is_still_found_by_its_words():
    lexical = Lexical.build([passage(0, "es", "Los trabajadores migrantes"), passage(1, "en", "Nothing of that")])
    assert lexical.scores("trabajadores").argmax() == 0
    assert lexical.scores("trabajadores")[0] > 0


def test_passages_without_a_single_stem_score_nothing(tmp_path):
    Lexical.build([passage(0, "fr", "le la les"), passage(1, "fr", "…")]).save(tmp_path / "lexical")
    assert Lexical.load(tmp_path / "lexical").scores("le dialogue").tolist() == [0, 0]
    Lexical.build([]).save(tmp_path / "empty")
    assert Lexical.load(tmp_path / "empty").share("dialogue").tolist() == []


@pytest.mark.parametrize("name", ["languages.json", "fr/rows.npy", "fr/data.csc.index.npy", "fr/vocab.index.json"])
def test_a_missing_or_broken_file_is_damage(tmp_path, name):
    Lexical.build(PASSAGES).save(tmp_path / "lexical")
    (tmp_path / "lexical" / name).write_bytes(b"\xff\xfe")
    with pytest.raises(IndexDamagedError, match="dalil index --full"):
        Lexical.load(tmp_path / "lexical")
    (tmp_path / "lexical" / name).unlink()
    with pytest.raises(IndexDamagedError, match="dalil index --full"):
        Lexical.load(tmp_path / "lexical")
