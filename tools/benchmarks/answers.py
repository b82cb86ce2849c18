"""Public questions and the first sentence that is quoted: does it hold the answer, and is silence kept where none is?

The baseline reads the passage that BM25 puts first and quotes its sentence with the most words of the question. It
shares no code with the product's answers. A quote counts only from the passage that answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.intervals import proportion
from eval.types import Score
from rag.answering.extractive import certainty
from rag.embedding import StaticModel
from rag.question import understand
from rag.settings import Settings
from rag.text.claims import foreign
from rag.text.normalise import fold
from rag.text.sentences import split
from rag.text.tokens import stems
from rag.types import Hit
from rag.verification import verify
from tools.benchmarks.questions import PRODUCT, question_sets
from tools.benchmarks.rankers import CUT, Floats, Stems
from tools.benchmarks.tables import Figure, Row, Table
from tools.question_sets import Asked, QuestionSet
from tools.small_corpus import SmallCorpus, open_corpus

BASELINE = "BM25 + most words in common"
_GOALS = {"XQuAD en→en": "≥ baseline + 10", "XQuAD ar→ar": "≥ baseline + 10", "PIAF fr, second half": "≥ baseline + 10"}


@dataclass(frozen=True)
class Said:
    """A first sentence: whether it holds the answer, and how sure the one who quotes it is (any scale)."""

    right: bool
    sure: float


def tables(data: Path, model: StaticModel, count: int | None) -> list[Table]:
    """Measure all question sets: the first sentence, and answering or not."""
    first, silence, faults = [], [], []
    for name, questions in question_sets(data, count).items():
        found, quoted = _ask_product(questions, model)
        said = {BASELINE: _ask_baseline(questions), PRODUCT: found}
        faults.append(Row(name, quoted))
        figures: dict[str, Figure] = {who: _right([present for present, _ in pairs]) for who, pairs in said.items()}
        first.append(Row(name, figures, _GOALS.get(name, "")))
        silence.append(Row(name, _silence(said)))
    note = "Per cent of the questions whose first quoted sentence holds the answer and stands in the right passage."
    kept = (
        "Each question is asked twice, with the passage that answers and with that passage taken away. Area under the "
        "curve (AUC): how surely a right sentence is told from anything else. Then, at the product's own threshold, "
        "right sentences that were given, and questions without a passage that were refused, in per cent."
    )
    checked = (
        "Every question answered, however unsure; counted by comparing with the passages, apart from verification."
    )
    return [
        Table("Answer in the first quote", note, first),
        Table("Answering or not", kept, silence),
        Table("What is quoted", checked, faults),
    ]


def area_under_curve(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return the chance that a right one is surer than a wrong one, ties counting half (Mann and Whitney 1947)."""
    order = np.sort(np.asarray(wrong, np.float64))
    below = np.searchsorted(order, right, "left") + np.searchsorted(order, right, "right")
    return float(below.mean() / 2 / len(order)) if len(order) and len(right) else float("nan")


def _right(said: Sequence[Said]) -> Score:
    return proportion("right", "questions", len(said), [each.right for each in said])


def _silence(said: dict[str, list[tuple[Said, Said]]]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for who, pairs in said.items():
        both = [each for pair in pairs for each in pair]
        right, wrong = ([each.sure for each in both if each.right is wanted] for wanted in (True, False))
        figures[f"AUC, {who}"] = 100 * area_under_curve(right, wrong)
    threshold, pairs = Settings.model_fields["confidence"].default, said[PRODUCT]
    given = [present.sure >= threshold for present, _ in pairs if present.right]
    figures["right ones given"] = proportion("given", "questions", len(pairs), given)
    refused = [absent.sure < threshold for _, absent in pairs]
    figures["refused without a passage"] = proportion("refused", "questions", len(pairs), refused)
    return figures


def _ask_product(questions: QuestionSet, model: StaticModel) -> tuple[list[tuple[Said, Said]], dict[str, Figure]]:
    corpus = open_corpus(questions.passages, model)
    texts = {passage.id: passage.text for passage in questions.passages}
    said = []
    quoted = {"answers": 0, "sentences": 0, "quotes not verbatim": 0, "numbers not in their quote": 0}
    for asked in questions.questions:
        hits = corpus.retriever.hits(understand(asked.text), k=CUT + 1)
        without = [hit for hit in hits if hit.passage.id != asked.passage_id]
        said.append((_first(corpus, asked, hits[:CUT]), _first(corpus, asked, without[:CUT])))
        draft = corpus.answerer.draft(understand(asked.text), hits[:CUT])
        quoted["answers"] += bool(draft.sentences)
        for sentence in verify(draft, hits[:CUT]).sentences:
            quotes = [each.quote for each in sentence.citations]
            quoted["sentences"] += 1
            quoted["quotes not verbatim"] += sum(
                each.quote not in texts[each.passage_id] for each in sentence.citations
            )
            quoted["numbers not in their quote"] += bool(foreign(sentence.text, [(quote, "") for quote in quotes]))
    return said, {name: float(number) for name, number in quoted.items()}


def _first(corpus: SmallCorpus, asked: Asked, hits: Sequence[Hit]) -> Said:
    candidates = corpus.answerer.candidates(understand(asked.text), hits)
    if not candidates:
        return Said(False, 0.0)
    best = candidates[0]
    return Said(best.passage.id == asked.passage_id and _holds(best.text, asked), certainty(candidates))


def _ask_baseline(questions: QuestionSet) -> list[tuple[Said, Said]]:
    scores = Stems(questions.passages)
    row_of = {passage.id: row for row, passage in enumerate(questions.passages)}

    def first(asked: Asked, said: Floats) -> Said:
        row = int(said.argmax())
        passage = questions.passages[row]
        best = max(_sentences(passage.text), key=_in_common(asked.text, passage.language), default="")
        return Said(row == row_of[asked.passage_id] and _holds(best, asked), float(said[row]))

    found = []
    for asked in questions.questions:
        present = scores(asked.text)
        absent = present.copy()
        absent[row_of[asked.passage_id]] = -1
        found.append((first(asked, present), first(asked, absent)))
    return found


def _in_common(question: str, language: str) -> Callable[[str], int]:
    asked = set(stems(question, language))
    return lambda sentence: len(asked & set(stems(sentence, language)))


def _sentences(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in split(text))


def _holds(sentence: str, asked: Asked) -> bool:
    return fold(asked.answer) in fold(sentence)
