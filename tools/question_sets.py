"""Public question sets as small corpora: passages, questions, and the passage and words that answer each.

Reads the forms they are published in (SQuAD's, and JSON lines with question, context, answer). Data only; scores
nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.types import Locator, Passage


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its id, the id of the passage that answers it, and the words that do."""

    id: str
    text: str
    passage_id: str
    answer: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions over passages of one language each."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Asked, ...]


def squad(path: Path, language: str) -> QuestionSet:
    """Return a set in SQuAD's form."""
    return _gather(path.name, language, (row for article in _articles(path) for row in _rows(article)))


def halves(path: Path, language: str) -> tuple[QuestionSet, QuestionSet]:
    """Return a set in SQuAD's form as two, to learn from one half and to measure on the other.

    Every second article's questions go into the first; the second asks its own over the paragraphs of all articles, as
    many as the whole set has.
    """
    articles = _articles(path)
    first = _gather(f"{path.name}, first half", language, (row for article in articles[::2] for row in _rows(article)))
    whole = squad(path, language)
    learned = {asked.id for asked in first.questions}
    rest = tuple(asked for asked in whole.questions if asked.id not in learned)
    return first, QuestionSet(f"{path.name}, second half", whole.passages, rest)


def json_lines(path: Path, language: str) -> QuestionSet:
    """Return the lines of that language of a compressed JSON lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        parsed = [json.loads(line) for line in file]
    rows = (
        (str(row.get("id", number)), row["question"], row["context"], row.get("answer") or "")
        for number, row in enumerate(parsed)
        if row["lang"] == language
    )
    return _gather(f"{path.name}:{language}", language, rows)


def sample(questions: QuestionSet, count: int, seed: int = 7) -> QuestionSet:
    """Return `count` of the questions, chosen at random, over all passages."""
    chosen = random.Random(seed).sample(questions.questions, min(count, len(questions.questions)))  # noqa: S311
    return QuestionSet(questions.name, questions.passages, tuple(chosen))


def across(questions: QuestionSet, passages: QuestionSet) -> QuestionSet:
    """Return the questions of one set over the passages of its translation; both share their questions' ids."""
    place = {asked.id: asked for asked in passages.questions}
    moved = tuple(
        Asked(asked.id, asked.text, place[asked.id].passage_id, place[asked.id].answer)
        for asked in questions.questions
        if asked.id in place
    )
    return QuestionSet(f"{questions.name} over {passages.name}", passages.passages, moved)


def _articles(path: Path) -> list[Any]:
    return list(json.loads(path.read_text(encoding="utf-8"))["data"])


def _rows(article: Any) -> Iterator[tuple[str, str, str, str]]:
    for paragraph in article["paragraphs"]:
        for asked in paragraph["qas"]:
            if asked["answers"]:
                yield str(asked["id"]), asked["question"], paragraph["context"], asked["answers"][0]["text"]


def _gather(name: str, language: str, rows: Iterator[tuple[str, str, str, str]]) -> QuestionSet:
    passages: dict[str, Passage] = {}
    questions = []
    for question_id, question, context, answer in rows:
        text = " ".join(context.split())
        passage_id = hashlib.sha256(text.encode()).hexdigest()[:16]
        passages.setdefault(passage_id, Passage(passage_id, name, text, Locator(0, len(text)), language))
        questions.append(Asked(question_id, question, passage_id, " ".join(answer.split())))
    return QuestionSet(name, tuple(passages.values()), tuple(questions))
