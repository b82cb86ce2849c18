"""Questions in another language, word for word: a dictionary's translation of each content word, or the nearest word.

It is no translation that anyone would write; it stands in for questions in another language than the passages, of which
there is no public set but the benchmarks. Dictionaries and aligned texts come from the training data.
"""

from __future__ import annotations

import gzip
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from babel import Locale
from numpy.typing import NDArray

from rag.embedding import StaticModel
from rag.question import understand
from rag.text.countries import named_countries
from rag.text.tokens import content_words, is_function_word, stem, words
from rag.types import QuestionKind
from tools.question_sets import Asked, QuestionSet

DICTIONARIES = ("lex_wiktionary_freedict", "lex_wordnet", "tico19_terms")
ALIGNED = ("humanitarian_gov", "docs_ngo_tech", "moodle")
_MOST_WORDS = 30_000
_MOST_TRANSLATIONS = 4
_LEAST_COSINE = 0.35
_ASK = {
    "en": {
        QuestionKind.NUMBER: "How many", QuestionKind.PERSON: "Who", QuestionKind.DATE: "When",
        QuestionKind.PLACE: "Where", QuestionKind.REASON: "Why", QuestionKind.LIST: "Which of the",
    },
    "fr": {
        QuestionKind.NUMBER: "Combien de", QuestionKind.PERSON: "Qui", QuestionKind.DATE: "Quand",
        QuestionKind.PLACE: "Où", QuestionKind.REASON: "Pourquoi", QuestionKind.LIST: "Quels sont",
    },
    "ar": {
        QuestionKind.NUMBER: "كم", QuestionKind.PERSON: "من", QuestionKind.DATE: "متى",
        QuestionKind.PLACE: "أين", QuestionKind.REASON: "لماذا", QuestionKind.LIST: "ما هي أبرز",
    },
}  # fmt: skip
_ASK_ELSE = {"en": "What", "fr": "Que", "ar": "ماذا"}


@dataclass(frozen=True)
class Lexicon:
    """Translations by word and by stem, and the words of the other language with their unit vectors."""

    by_word: dict[str, list[str]]
    by_stem: dict[str, list[str]]
    vocabulary: list[str]
    vectors: NDArray[np.float32]


def lexicon(folder: Path, source: str, target: str, model: StaticModel) -> Lexicon:
    """Return what is known of the words of one language in another."""
    by_word: dict[str, list[str]] = {}
    by_stem: dict[str, list[str]] = {}
    for name in DICTIONARIES:
        for one, other in pairs(folder / f"{name}.tsv.gz", source, target):
            if len(words(one)) == 1 and len(other.split()) <= 2:
                by_word.setdefault(words(one)[0], []).append(other)
                by_stem.setdefault(stem(words(one)[0], source), []).append(other)
    counted = Counter(
        word
        for name in ALIGNED
        for _, other in pairs(folder / f"{name}.tsv.gz", source, target)
        for word in words(other)
        if len(word) > 2 and not is_function_word(word) and not any(map(str.isdigit, word))
    )
    vocabulary = [word for word, _ in counted.most_common(_MOST_WORDS)]
    return Lexicon(by_word, by_stem, vocabulary, model.embed_passages(vocabulary))


def word_for_word(
    questions: QuestionSet, source: str, target: str, known: Lexicon, model: StaticModel, seed: int = 3
) -> QuestionSet:
    """Return the questions in another language, over the same passages."""
    chosen = random.Random(seed)  # noqa: S311
    moved = tuple(
        Asked(asked.id, _moved(asked.text, source, target, known, model, chosen), asked.passage_id, asked.answer)
        for asked in questions.questions
    )
    return QuestionSet(f"{questions.name}, word for word in {target}", questions.passages, moved)


def _moved(text: str, source: str, target: str, known: Lexicon, model: StaticModel, chosen: random.Random) -> str:
    translated = []
    named = {word: code for code, start, end in named_countries(words(text)) for word in words(text)[start:end]}
    for word in content_words(text):
        if word in named:
            name = Locale(target).territories[named[word]]
            translated += [name] if name not in translated else []
            continue
        options = known.by_word.get(word) or known.by_stem.get(stem(word, source))
        if any(map(str.isdigit, word)):
            translated.append(word)
        elif options:
            translated.append(chosen.choice(options[:_MOST_TRANSLATIONS]))
        else:
            cosines = known.vectors @ model.embed_question(word)
            best = int(cosines.argmax())
            translated.append(known.vocabulary[best] if cosines[best] > _LEAST_COSINE else word)
    ask = _ASK[target].get(understand(text).kind, _ASK_ELSE[target])
    return f"{ask} {' '.join(translated)}?"


def pairs(path: Path, source: str, target: str) -> Iterator[tuple[str, str]]:
    """Yield what a file has aligned of two languages, the source's side first."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = line.rstrip("\n").split("\t")
            if (row[0], row[2]) == (source, target):
                yield row[1], row[3]
            elif (row[2], row[0]) == (source, target):
                yield row[3], row[1]
