"""Every known fact stands where it says: each expected group is held at each named place of the reports.

The text of a place is all that the report gives under that name: of a questionnaire the question with its answer, of a
numbered paragraph also the list or table that continues it. The paragraph's own number is left out, for it answers
nothing; so are the headings and the title, unless the place is the title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from eval.loading import load_facts
from eval.matching import held, holds
from eval.types import Fact, FactKind, Place
from rag.reading import load_catalogue, read
from rag.text.normalise import fold
from rag.types import Block, BlockKind, Metadata, Report
from tests.conftest import SHARED

ROOT = Path(__file__).parents[2]
NEAR_MISS = "near miss: "
UNRELATED = "unrelated"
_LABEL = re.compile(r"\s*(\d+)\s*[.)–-]\s*(?=\D)")

Places = Mapping[Place, str]

# Groups that are known not to be held at one place, with the reason; each must still be so.
KNOWN = {
    "s-031: 'aucune ligne' not at morocco-figures-2020.ar, 9": "'and not' is one word there, too short to be cut",
    "dev-053: 'décembre 2018' not at yabiladi-2023-champions-dialogue.fr, 1": "that paragraph is about the dialogue",
    "dev-053: 'Marrakech' not at yabiladi-2023-champions-dialogue.fr, 1": "that paragraph is about the dialogue",
}


@cache
def sample_facts() -> tuple[Fact, ...]:
    return load_facts(ROOT / "eval" / "facts")


@pytest.fixture(scope="session")
def sample_places() -> Places:
    return places_of(reports_in(ROOT / "corpus"))


@pytest.fixture(scope="session")
def real_places(real_reports: Path) -> Places:
    return places_of(reports_in(real_reports))


def reports_in(folder: Path) -> list[Report]:
    return [read(folder / file, entry) for file, entry in load_catalogue(folder).items()]


def places_of(reports: Iterable[Report]) -> dict[Place, str]:
    """Return the text of every place that has a name."""
    places: dict[Place, str] = {}
    for report in reports:
        for block in report.blocks:
            if block.paragraph is not None:
                place = Place(report.id, block.paragraph)
                places[place] = f"{places.get(place, '')}\n{_text(report, block)}"
    return places


def _text(report: Report, block: Block) -> str:
    text = report.text[block.start : block.end]
    label = _LABEL.match(text)
    return text[label.end() :] if label and fold(label[1]) == block.paragraph else text


def unproved(facts: Iterable[Fact], places: Places) -> list[str]:
    """Return, in words, each place that does not exist and each group that is not held at a place."""
    faults = []
    for fact in facts:
        for place in fact.evidence:
            if place not in places:
                faults.append(f"{fact.id}: no {place.at} in {place.doc}")
                continue
            found = held(places[place], fact.expect)
            faults += [
                f"{fact.id}: {group[0]!r} not at {place.doc}, {place.at}"
                for group, alternative in zip(fact.expect, found, strict=True)
                if alternative is None
            ]
    return faults


def known(prefix: str) -> list[str]:
    return [fault for fault in KNOWN if fault.startswith(prefix)]


def test_every_sample_fact_stands_at_every_place_it_names(sample_places: Places) -> None:
    assert unproved(sample_facts(), sample_places) == known("s-")


def test_every_development_fact_stands_at_every_place_it_names(real_places: Places) -> None:
    path = SHARED / "eval" / "dev.jsonl"
    if not path.is_file():
        pytest.skip("the development facts are not here: ../shared/eval/dev.jsonl is absent")
    assert unproved(load_facts(path), real_places) == known("dev-")


def test_the_proof_finds_what_is_not_there() -> None:
    places = places_of([_report("3. Le port a 12 quais.", "3")])
    right = Fact("q", "fr", "Combien de quais ?", FactKind.NUMBER, (("12", "douze"),), (Place("port", "3"),))
    assert unproved([right], places) == []
    assert unproved([replace(right, expect=(("12",), ("13",)))], places) == ["q: '13' not at port, 3"]
    assert unproved([replace(right, expect=(("3",),))], places) == ["q: '3' not at port, 3"]
    assert unproved([replace(right, evidence=(Place("port", "4"),))], places) == ["q: no 4 in port"]
    assert unproved([replace(right, evidence=(Place("quay", "3"),))], places) == ["q: no 3 in quay"]


def _report(text: str, paragraph: str) -> Report:
    block = Block(BlockKind.PARAGRAPH, 0, len(text), paragraph)
    return Report("port", "Port", "port.txt", "", "fr", Metadata(), text, (block,))


def test_unanswerable_facts_say_how_near_they_come() -> None:
    unanswerable = [fact for fact in sample_facts() if not fact.answerable]
    near = [fact for fact in unanswerable if fact.note.startswith(NEAR_MISS)]
    assert len(unanswerable) >= 40
    assert len(near) >= len(unanswerable) / 2
    assert {fact.note for fact in unanswerable if fact not in near} == {UNRELATED}
    assert not any(fact.expect or fact.evidence for fact in unanswerable)
    for slip in ("wrong country", "wrong year", "wrong person", "false premise"):
        assert {fact.lang for fact in near if fact.note == NEAR_MISS + slip} >= {"fr", "ar", "en"}, slip


def test_languages_and_kinds_are_in_balance() -> None:
    facts = sample_facts()
    assert len([fact for fact in facts if not fact.id.startswith("s-")]) >= 150
    by_language = Counter(fact.lang for fact in facts)
    assert max(by_language.values()) <= 1.1 * min(by_language.values())
    by_kind = Counter((fact.lang, fact.kind) for fact in facts)
    assert all(by_kind[language, kind] >= 10 for language in by_language for kind in FactKind), by_kind


def test_questions_are_asked_across_languages() -> None:
    languages = {entry.id: entry.language for entry in load_catalogue(ROOT / "corpus").values()}
    across = Counter(
        fact.lang
        for fact in sample_facts()
        if fact.answerable and fact.lang not in {languages[place.doc] for place in fact.evidence}
    )
    assert all(across[language] >= 10 for language in ("fr", "ar", "en")), across


def test_conversations_have_two_or_three_turns_each_a_fact_of_its_own() -> None:
    facts = sample_facts()
    asked = {(*fact.history, fact.question) for fact in facts}
    continued = {fact.history for fact in facts}
    conversations = [fact for fact in facts if fact.history and (*fact.history, fact.question) not in continued]
    by_language = Counter(fact.lang for fact in conversations)
    assert all(by_language[language] >= 10 for language in ("fr", "ar", "en")), by_language
    assert {len(fact.history) + 1 for fact in conversations} == {2, 3}
    assert [fact.id for fact in facts if fact.history and fact.history not in asked] == []


def test_no_question_is_asked_twice() -> None:
    asked = Counter((fact.lang, *map(fold, (*fact.history, fact.question))) for fact in sample_facts())
    assert [question for question, times in asked.items() if times > 1] == []


def test_no_question_gives_its_answer_away() -> None:
    told = [
        fact.id
        for fact in sample_facts()
        if fact.answerable and holds("\n".join((*fact.history, fact.question)), fact.expect)
    ]
    assert told == []
