"""Two sentences that one side alone knows for versions of each other are told as one."""

from collections.abc import Iterator

import pytest

from rag.answering import witnesses
from rag.answering.alignment import Piece
from rag.answering.witnesses import Versions
from rag.types import AnswerSentence, Citation, Draft, Hit, Locator, Metadata, Passage, Source

FRENCH = Passage("p1", "port.fr", "Le phare est vieux.", Locator(0, 19, paragraph="3"), "fr")
ARABIC = Passage("p2", "port.ar", "المنارة قديمة.", Locator(0, 14, paragraph="3"), "ar")
SOURCES = {
    "port.fr": Source("port.fr", "Port", "port.fr.txt", "fr", Metadata()),
    "port.ar": Source("port.ar", "ميناء", "port.ar.txt", "ar", Metadata(version_of="port.fr")),
}


def quoted(passage: Passage) -> AnswerSentence:
    text = passage.text
    return AnswerSentence(text, (Citation(1, passage.report_id, passage.id, passage.locator, text, 0, len(text)),))


@pytest.mark.parametrize(("language", "first"), [("fr", FRENCH), ("ar", ARABIC)])
def test_it_stands_in_the_readers_language_with_both_citations(
    monkeypatch: pytest.MonkeyPatch, language: str, first: Passage
) -> None:
    def said(_: Versions, sentence: AnswerSentence, __: str) -> Iterator[witnesses._Said]:
        if sentence.text == ARABIC.text:
            yield witnesses._Said((Piece(FRENCH, 0, len(FRENCH.text)),))

    monkeypatch.setattr(Versions, "_said", said)
    hits = [Hit(FRENCH, 0.9, 1, versions=(Hit(ARABIC, 0.8, 1),))]
    joined = Versions(hits, SOURCES, lambda text, others: [0.0 for _ in others]).joined(
        Draft((quoted(FRENCH), quoted(ARABIC)), "extractive"), language
    )
    (sentence,) = joined.sentences
    assert sentence.text == first.text
    assert next(each.report_id for each in sentence.citations) == first.report_id
    assert {each.report_id for each in sentence.citations} == {"port.fr", "port.ar"}
