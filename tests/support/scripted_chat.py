"""A scripted assistant for the chat page: answers made by hand over a few invented passages, no index.

Questions that it does not know get `not_found`; a scripted error is raised instead of answering.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rag.assistant import AskInput
from rag.text.language import detect
from rag.types import (
    Answer,
    AnswerSentence,
    Citation,
    Hit,
    Locator,
    Metadata,
    Passage,
    Provenance,
    Source,
    Status,
)

FRENCH = Passage(
    "p-fr",
    "workshop-2020.fr",
    "Au total, 111 personnes se sont connectées. Parmi elles, 27 parlaient au nom d'un gouvernement et 70 venaient "
    "d'agences des Nations Unies ; les autres appartenaient aux trois secrétariats organisateurs.",
    Locator(2000, 2190, "2", "Introduction", "iv", 4),
    "fr",
)
ARABIC = Passage(
    "p-ar",
    "workshop-2020.ar",
    "تحدثت حنان بوعروُرو باسم المغرب، وهي مسؤولة عن حقوق الإنسان في وزارة الشؤون الخارجية. وذكّرت بأن الاتفاق اعتُمد في "
    "مراكش عام 2018 ويضم 23 هدفاً.",
    Locator(900, 1037, "6", "عروض الوفود", "3", 3),
    "ar",
)
ENGLISH = Passage(
    "p-en",
    "regional-brief.en",
    "The August meeting drew 111 people. Governments sent 27 of them and United Nations agencies 70.",
    Locator(100, 196, "4", "II. The workshops of 2020"),
    "en",
)
SOURCES: Mapping[str, Source] = {
    source.id: source
    for source in (
        Source(
            "workshop-2020.fr",
            "Préparer l'examen régional : compte rendu du deuxième atelier",
            "workshop-2020.fr.pdf",
            "fr",
            Metadata(
                date="2020-08-13", publisher=("ESCWA", "IOM"), source_url="https://example.org/workshop?lang=fr&id=2"
            ),
        ),
        Source(
            "workshop-2020.ar",
            "الإعداد للاستعراض الإقليمي: محضر موجز عن ورشة العمل الثانية",
            "workshop-2020.ar.pdf",
            "ar",
            Metadata(date="2020-08-13", publisher=("ESCWA",)),
        ),
        Source(
            "regional-brief.en",
            "The Compact in the Arab Region: a briefing note",
            "regional-brief.en.txt",
            "en",
            Metadata(date="2024", publisher=("Dalil",)),
        ),
    )
}


def citation(marker: int, passage: Passage, quote: str) -> Citation:
    """Cite the words of the passage; they must be there."""
    start = passage.text.index(quote) + passage.locator.start
    return Citation(marker, passage.report_id, passage.id, passage.locator, quote, start, start + len(quote))


def quoted(marker: int, passage: Passage, quote: str) -> AnswerSentence:
    """A sentence that is the passage's own words."""
    return AnswerSentence(quote, (citation(marker, passage, quote),))


def answer(
    question: str,
    sentences: Sequence[AnswerSentence] = (),
    passages: Sequence[Passage] = (FRENCH, ARABIC, ENGLISH),
    *,
    status: Status | None = None,
    notes: Sequence[str] = (),
    language: str | None = None,
    sources: Mapping[str, Source] = SOURCES,
) -> Answer:
    """Put an answer together; not found when it has no sentences."""
    return Answer(
        question=question,
        language=language or detect(question),
        status=status or (Status.ANSWERED if sentences else Status.NOT_FOUND),
        sentences=tuple(sentences),
        hits=tuple(Hit(passage, 1.0 / rank, rank) for rank, passage in enumerate(passages, start=1)),
        sources=sources,
        notes=tuple(notes),
        provenance=Provenance("gen-000001", "scripted", "extractive", 0.01),
    )


HOW_MANY = "How many people took part in the second workshop?"
WHO = "من مثّل المغرب في ورشة العمل؟"
SCRIPT: Mapping[str, Sequence[Answer]] = {
    HOW_MANY: [
        answer(HOW_MANY, [quoted(1, ENGLISH, "The August meeting drew 111 people.")]),
        answer(
            HOW_MANY,
            [
                quoted(1, ENGLISH, "The August meeting drew 111 people."),
                quoted(2, FRENCH, "Au total, 111 personnes se sont connectées."),
            ],
        ),
    ],
    WHO: [
        answer(
            WHO,
            [quoted(1, ARABIC, "تحدثت حنان بوعروُرو باسم المغرب، وهي مسؤولة عن حقوق الإنسان في وزارة الشؤون الخارجية.")],
        )
    ],
}


@dataclass
class ScriptedAssistant:
    """Says what the script holds for a question, and keeps what it was asked.

    With `gate`, it waits for it before each answer but the first partial one, so that a test can look in between.
    """

    script: Mapping[str, Sequence[Answer] | Exception] = field(default_factory=lambda: dict(SCRIPT))
    sources: Mapping[str, Source] = field(default_factory=lambda: dict(SOURCES))
    generation: str = "gen-000001"
    gate: threading.Event | None = None
    asked: list[AskInput] = field(default_factory=list)

    def stream(self, asked: AskInput) -> Iterator[Answer]:
        """Yield the scripted answers."""
        self.asked.append(asked)
        scripted = self.script.get(asked.question, (answer(asked.question),))
        if isinstance(scripted, Exception):
            raise scripted
        for growing in scripted:
            if self.gate is not None:
                self.gate.wait(20)
            yield growing
