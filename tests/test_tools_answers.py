import gzip
from pathlib import Path

import numpy as np
import pytest

from rag.answering.signals import NAMES
from rag.embedding import load_bundled
from rag.types import Locator, Passage
from tools.near_misses import near_misses
from tools.question_sets import Asked, QuestionSet
from tools.train_answers import validate
from tools.training.choice import AGAINST, EITHER_WAY, Example, fit
from tools.word_for_word import DICTIONARIES, lexicon, word_for_word

TEXT = "En 1998, Marie Dupont fonda le port de Salines avec douze marins."
PASSAGE = Passage("p", "set", TEXT, Locator(0, len(TEXT)), "fr")
OTHER = Passage("q", "set", "Le moulin de Jean Martin date de 1870.", Locator(0, 38), "fr")
QUESTIONS = QuestionSet(
    "set",
    (PASSAGE, OTHER),
    (
        Asked("1", "Que fonda Marie Dupont ?", "p", "le port"),
        Asked("2", "De quand date le moulin de Jean Martin ?", "q", "1870"),
        Asked("3", "Combien de marins y avait-il ?", "p", "douze"),
        Asked("4", "Que fonda-t-elle en 1998 ?", "p", "le port"),
    ),
)


def test_near_misses_ask_of_another_name_or_year_that_the_passage_does_not_name() -> None:
    missed = near_misses(QUESTIONS)
    texts = {asked.id: asked.text for asked in missed.questions}
    assert {"1~", "2~"} <= texts.keys()
    assert "3~" not in texts
    assert texts["1~"] == "Que fonda Jean Martin ?"
    assert texts["2~"] == "De quand date le moulin de Marie Dupont ?"
    assert all("1998" not in texts[key] for key in texts.keys() & {"4~"})
    assert all(asked.passage_id == "" for asked in missed.questions)


def test_words_are_moved_by_the_dictionary(tmp_path: Path) -> None:
    for name in (*DICTIONARIES, "humanitarian_gov", "docs_ngo_tech", "moodle"):
        with gzip.open(tmp_path / f"{name}.tsv.gz", "wt", encoding="utf-8") as file:
            file.write("en\tsailor\tfr\tmarin\tmade up\n")
    known = lexicon(tmp_path, "fr", "en", load_bundled())
    moved = word_for_word(QUESTIONS, "fr", "en", known, load_bundled())
    assert moved.questions[2].text.startswith("How many sailor")
    assert moved.questions[2].answer == "douze"


def test_countries_keep_their_names_when_words_are_moved(tmp_path: Path) -> None:
    for name in (*DICTIONARIES, "humanitarian_gov", "docs_ngo_tech", "moodle"):
        with gzip.open(tmp_path / f"{name}.tsv.gz", "wt", encoding="utf-8") as file:
            file.write("en\tsailor\tfr\tmarin\tmade up\n")
    asked = Asked("9", "Combien de marins vivent en Allemagne ?", "", "")
    questions = QuestionSet("one", QUESTIONS.passages, (asked,))
    moved = word_for_word(questions, "fr", "en", lexicon(tmp_path, "fr", "en", load_bundled()), load_bundled())
    assert "Germany" in moved.questions[0].text


def _example(coverage: float, others: float, answered: bool) -> Example:
    signals = np.zeros((3, len(NAMES)))
    signals[:, NAMES.index("coverage")] = (others, coverage, others)
    signals[0, NAMES.index("year_missing")] = 1.0
    return Example(signals, np.array([False, True, False]) if answered else None)


def test_learning_finds_what_tells_the_answer_and_when_there_is_none() -> None:
    made = [_example(0.9, 0.2, answered=True) for _ in range(40)] + [_example(0.2, 0.1, answered=False)] * 40
    weights = fit([(made, 1.0)])
    figures = validate(weights, made)
    assert figures == {"first_right_where_found": 1.0, "auc": 1.0, "given": 1.0, "refused": 1.0}
    which, whether = (dict(zip(NAMES, row, strict=True)) for row in (weights.which, weights.whether))
    assert which["coverage"] > 0 and which["year_missing"] <= 0
    assert whether["coverage"] > 0 and whether["year_missing"] <= 0


@pytest.mark.parametrize("name", NAMES)
def test_every_signal_has_a_sense(name: str) -> None:
    assert (name in AGAINST) + (name in EITHER_WAY) <= 1


def test_a_signal_never_counts_against_its_sense() -> None:
    turned = [_example(0.1, 0.9, answered=True)] * 20
    weights = fit([(turned, 1.0)])
    assert [row[NAMES.index("coverage")] for row in (weights.which, weights.whether)] == pytest.approx([0, 0])
