"""Two short invented reports and an assistant that gives scripted answers about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.making import Making
from eval.run import run
from eval.types import Fact, FactKind, Place, Run
from rag.types import Answer, AnswerSentence, Citation, Hit, Locator, Passage, Provenance, Status

TEXTS = {
    "port.fr": "Le port compte 12 quais. Il date de 1931. Le directeur est Karim Saadi.",
    "port.ar": "يضم الميناء 12 رصيفا. شُيّد عام 1931.",
}
PARAGRAPHS = {
    ("port.fr", "1"): "Le port compte 12 quais.",
    ("port.fr", "2"): "Il date de 1931.",
    ("port.fr", "3"): "Le directeur est Karim Saadi.",
    ("port.ar", "1"): "يضم الميناء 12 رصيفا.",
    ("port.ar", "2"): "شُيّد عام 1931.",
}


MAKING = Making("gen-000001", "index", {"llm": None}, "code", "0", "python")


class FakeReports:
    """The reports above."""

    def text(self, report_id: str) -> str | None:
        return TEXTS.get(report_id)

    def language(self, report_id: str) -> str | None:
        return report_id[-2:] if report_id in TEXTS else None


class ScriptedAssistant:
    """Gives the scripted answer to each question, or raises the scripted error."""

    def __init__(self, script: Mapping[str, Answer | BaseException]) -> None:
        self.script = script
        self.asked: list[tuple[str, str | None]] = []
        self.histories: list[tuple[str, ...]] = []

    def ask(self, question: str, *, language: str | None = None, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, language))
        self.histories.append(tuple(history))
        answer = self.script[question]
        if isinstance(answer, BaseException):
            raise answer
        return answer


def fact(
    fact_id: str,
    expect: list[list[str]],
    evidence: list[tuple[str, str]],
    *,
    lang: str = "en",
    kind: FactKind = FactKind.NUMBER,
) -> Fact:
    groups = tuple(tuple(group) for group in expect)
    return Fact(fact_id, lang, f"{fact_id}?", kind, groups, tuple(Place(doc, at) for doc, at in evidence))


def unanswerable(fact_id: str, lang: str = "en") -> Fact:
    return fact(fact_id, [], [], lang=lang, kind=FactKind.UNANSWERABLE)


def hit(report: str, paragraph: str, rank: int) -> Hit:
    text = PARAGRAPHS[report, paragraph]
    start = TEXTS[report].index(text)
    locator = Locator(start, start + len(text), paragraph=paragraph)
    return Hit(Passage(f"{report}#{paragraph}", report, text, locator, report[-2:]), 1 / rank, rank)


def citation(marker: int, report: str, paragraph: str, quote: str | None = None) -> Citation:
    passage = hit(report, paragraph, 1).passage
    said = passage.text if quote is None else quote
    start = passage.locator.start
    return Citation(marker, report, passage.id, passage.locator, said, start, start + len(said))


def answer(
    *sentences: tuple[str, tuple[Citation, ...]],
    hits: tuple[tuple[str, str], ...] = (),
    status: Status = Status.ANSWERED,
    language: str = "en",
) -> Answer:
    return Answer(
        question="",
        language=language,
        status=status,
        sentences=tuple(AnswerSentence(text, citations) for text, citations in sentences),
        hits=tuple(hit(report, paragraph, rank) for rank, (report, paragraph) in enumerate(hits, start=1)),
        sources={},
        notes=(),
        provenance=Provenance("gen-000001", "small", "scripted", 0.0),
    )


def refusal(*hits: tuple[str, str]) -> Answer:
    return answer(hits=hits, status=Status.NOT_FOUND)


QUAYS = fact("quays", [["12"]], [("port.fr", "1"), ("port.ar", "1")])
YEAR = fact("year", [["1931"]], [("port.fr", "2")], lang="fr", kind=FactKind.DATE)
DIRECTOR = fact("director", [["Karim Saadi"]], [("port.fr", "3")], lang="ar", kind=FactKind.NAME)
BROKEN = fact("broken", [["12"]], [("port.ar", "1")])
PRICE = unanswerable("price", "fr")
WEATHER = unanswerable("weather")
FACTS = (QUAYS, YEAR, DIRECTOR, BROKEN, PRICE, WEATHER)


def script() -> dict[str, Answer | Exception]:
    """One fact of each fate: supported, correct but cited elsewhere, wrongly refused, failed, refused, answered."""
    return {
        "quays?": answer(
            ("Le port compte 12 quais.", (citation(1, "port.fr", "1"), citation(2, "port.ar", "2"))),
            hits=(("port.fr", "2"), ("port.fr", "1"), ("port.ar", "1")),
        ),
        "year?": answer(
            ("Il date de 1931.", (citation(1, "port.ar", "2"),)),
            hits=(("port.ar", "2"), ("port.fr", "1")),
            language="fr",
        ),
        "director?": refusal(("port.fr", "3"), ("port.fr", "1")),
        "broken?": RuntimeError("no luck"),
        "price?": refusal(("port.fr", "1")),
        "weather?": answer(("Le directeur est Karim Saadi depuis 2004.", (citation(1, "port.fr", "3"),))),
    }


def asked() -> Run:
    """The run of these facts with these answers."""
    return run(FACTS, ScriptedAssistant(script()), FakeReports(), made_of={"facts": "world"})
