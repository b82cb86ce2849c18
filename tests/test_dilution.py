"""Ten times more passages in one language leave what is found in another where it was."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from eval.loading import load_facts
from eval.types import Score
from rag.embedding import StaticModel, load_bundled
from rag.types import Locator, Passage
from tests.conftest import SHARED
from tools.benchmarks import dilution
from tools.small_corpus import open_corpus, read_corpus

ROOT = Path(__file__).parents[1]
DATA = SHARED / "data"
MOST_MOVED = 0.02

SENTENCES = {
    "en": (
        "The {what} of {where} {did} {count} {things} in {year}.",
        ("harbour office", "school board", "water board", "farmers' union", "museum", "bus company", "public library"),
        ("repaired", "opened", "sold", "counted", "painted", "closed", "inspected", "rented out"),
        ("bridges", "boats", "classrooms", "wells", "orchards", "ticket machines", "reading rooms", "warehouses"),
    ),
    "fr": (
        "En {year}, {what} de {where} {did} {count} {things}.",
        ("le port", "le conseil scolaire", "la régie des eaux", "la coopérative", "le musée", "la bibliothèque"),
        ("a réparé", "a ouvert", "a vendu", "a compté", "a repeint", "a fermé", "a inspecté", "a loué"),
        ("ponts", "bateaux", "salles de classe", "puits", "vergers", "guichets", "salles de lecture", "entrepôts"),
    ),
}
TOWNS = "Aldmoor Brenk Castelro Dunvale Estrim Falkona Gorsel Hembury Istrana Jolvik Karsted Lommel".split()


@pytest.fixture(scope="module")
def model() -> StaticModel:
    return load_bundled()


def made_up(language: str, count: int) -> list[Passage]:
    """Paragraphs of three sentences about towns that do not exist."""
    pattern, whats, dids, things = SENTENCES[language]
    chance = random.Random(11)  # noqa: S311
    texts = (
        " ".join(
            pattern.format(
                what=chance.choice(whats),
                where=chance.choice(TOWNS),
                did=chance.choice(dids),
                things=chance.choice(things),
                count=chance.randrange(2, 3000),
                year=chance.randrange(1950, 2015),
            )
            for _ in range(3)
        )
        for _ in range(count)
    )
    return [
        Passage(f"flood-{number}", f"flood-{language}", text, Locator(0, len(text)), language)
        for number, text in enumerate(texts)
    ]


def value(score: Score) -> float:
    assert score.value is not None
    return score.value


@pytest.mark.parametrize(("asked_in", "flood"), [("fr", "en"), ("ar", "en"), ("ar", "fr"), ("en", "fr")])
def test_sample_reports(model: StaticModel, asked_in: str, flood: str) -> None:
    passages = [passage for passage in read_corpus(ROOT / "corpus", model).passages if passage.language == asked_in]
    places = {(passage.report_id, passage.locator.paragraph): passage.id for passage in passages}
    asked = [
        dilution.Wanted(fact.question, frozenset(places[wanted] for wanted in evidence))
        for fact in load_facts(ROOT / "eval" / "facts" / "sample.jsonl")
        if fact.lang == asked_in and (evidence := {(place.doc, place.at) for place in fact.evidence} & places.keys())
    ]
    assert len(asked) > 5
    more = made_up(flood, dilution.TIMES * len(passages))
    before = dilution.recall(open_corpus(passages, model).retriever, asked)
    after = dilution.recall(open_corpus([*passages, *more], model).retriever, asked)
    assert value(before) > 0.7
    assert abs(value(after) - value(before)) < MOST_MOVED


@pytest.mark.skipif(not DATA.is_dir(), reason="the public question sets are not here: ../shared/data is absent")
@pytest.mark.parametrize(
    ("asked_in", "flood"), [("fr", "en"), ("fr", "ar"), ("en", "fr"), ("en", "ar"), ("ar", "en"), ("ar", "fr")]
)
def test_public_paragraphs(model: StaticModel, asked_in: str, flood: str) -> None:
    before, after = dilution.before_and_after(
        dilution.public_questions(DATA, asked_in), dilution.flood(DATA, flood), model, 200
    )
    assert abs(value(after) - value(before)) < MOST_MOVED
