"""A question and its answer as they stand in the chat: each sentence in its own language and direction, with markers.

The chat reads its messages as Markdown with HTML in it, so all text goes through `inert` and a message is one line.
"""

from __future__ import annotations

from itertools import groupby

from page.markup import attributes, inert
from page.wording import WORDING
from rag.errors import DalilError
from rag.text.language import detect
from rag.types import Answer, AnswerSentence, Status


def anchor(turn: int, marker: int) -> str:
    """Return the id of the source with that marker, for the answer to question number `turn` of the conversation."""
    return f"source-{turn}-{marker}"


def question_bubble(text: str, language: str) -> str:
    """Return the question in its own direction."""
    return f"<div {attributes(detect(text, language))}>{inert(text)}</div>"


def pending(language: str) -> str:
    """Return what stands in the chat until there is a first sentence."""
    return f'<div class="dalil-pending" {attributes(language)}>{inert(WORDING[language].searching)}</div>'


def growing(answer: Answer, turn: int) -> str:
    """Return an answer that may still change: its sentences so far, without a verdict."""
    return _understood(answer) + (_sentences(answer, turn) or pending(answer.language))


def finished(answer: Answer, turn: int) -> str:
    """Return the final answer with its notes, or that the reports do not say."""
    wording = WORDING[answer.language]
    notes = "".join(_line("dalil-note", note, answer.language) for note in answer.notes)
    if answer.status is Status.NOT_FOUND:
        return _understood(answer) + _line("dalil-not-found", wording.not_found, answer.language) + notes
    if answer.status is Status.FAILED:
        return notes or _line("dalil-note", wording.broken, answer.language)
    origin = wording.verbatim if is_verbatim(answer) else wording.written
    return _understood(answer) + _sentences(answer, turn) + notes + _line("dalil-origin", origin, answer.language)


def failed(error: DalilError | None, language: str) -> str:
    """Return an error of ours with its reason and its mend; without one, that something went wrong."""
    if error is None:
        return _line("dalil-error", WORDING[language].broken, language)
    return _line("dalil-error", f"{error.reason} {error.mend}".strip(), "en")


def is_verbatim(answer: Answer) -> bool:
    """Tell whether every sentence is the very words of one of its citations."""
    return all(any(sentence.text == citation.quote for citation in sentence.citations) for sentence in answer.sentences)


def sentence_language(answer: Answer, sentence: AnswerSentence) -> str:
    """Return the language of a sentence; that of the passage it cites where its own words do not tell."""
    passages = (answer.passage(citation.passage_id) for citation in sentence.citations)
    default = next((passage.language for passage in passages if passage), answer.language)
    return detect(sentence.text, default)


def _understood(answer: Answer) -> str:
    """What a follow-up was taken for, so that a reader can tell a wrong answer from a question misunderstood."""
    if not answer.understood:
        return ""
    question = f"<span {attributes(detect(answer.understood, answer.language))}>{inert(answer.understood)}</span>"
    label = inert(WORDING[answer.language].understood)
    return f'<div class="dalil-understood" {attributes(answer.language)}>{label} {question}</div>'


def _sentences(answer: Answer, turn: int) -> str:
    paragraphs = []
    for language, together in groupby(answer.sentences, key=lambda sentence: sentence_language(answer, sentence)):
        text = " ".join(_marked(sentence, turn) for sentence in together)
        paragraphs.append(f'<div class="dalil-said" {attributes(language)}>{text}</div>')
    return "".join(paragraphs)


def _marked(sentence: AnswerSentence, turn: int) -> str:
    markers = "".join(
        f'<a class="dalil-marker" href="#{anchor(turn, citation.marker)}">[{citation.marker}]</a>'
        for citation in sentence.citations
    )
    return f"<span>{inert(sentence.text)}</span>&#8288;<span>{markers}</span>"


def _line(kind: str, text: str, language: str) -> str:
    return f'<div class="{kind}" {attributes(language)}>{inert(text)}</div>'
