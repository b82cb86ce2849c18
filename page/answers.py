"""A question and its answer as they stand in the chat: each sentence in its own language and direction, with markers.

The chat reads its messages as Markdown with HTML in it, so all text goes through `inert` and a message is one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from page.markup import attributes, inert, mixed
from page.wording import WORDING
from rag.errors import DalilError
from rag.text.language import detect
from rag.text.lists import listings
from rag.types import ITEM_SIGN, Answer, AnswerSentence, Status


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
    return all(map(_is_quote, answer.sentences))


def sentence_language(answer: Answer, sentence: AnswerSentence) -> str:
    """Return the language of a sentence; where its own words do not tell, that of the passage that it quotes."""
    quoted = (answer.passage(cited.passage_id) for cited in sentence.citations if cited.quote == sentence.text)
    return detect(sentence.text, next((passage.language for passage in quoted if passage), answer.language))


def _is_quote(sentence: AnswerSentence) -> bool:
    return any(sentence.text == citation.quote for citation in sentence.citations)


def _understood(answer: Answer) -> str:
    """What a follow-up was taken for, so that a reader can tell a wrong answer from a question misunderstood."""
    if not answer.understood:
        return ""
    question = f"<span {attributes(detect(answer.understood, answer.language))}>{inert(answer.understood)}</span>"
    label = inert(WORDING[answer.language].understood)
    return f'<div class="dalil-understood" {attributes(answer.language)}>{label} {question}</div>'


def _sentences(answer: Answer, turn: int) -> str:
    paragraphs = []
    written = not is_verbatim(answer)
    for language, together in groupby(answer.sentences, key=lambda sentence: sentence_language(answer, sentence)):
        runs = groupby(together, key=lambda sentence: _form(sentence, written))
        text = "".join(_run(form, list(same), turn) for form, same in runs)
        paragraphs.append(f'<div class="dalil-said" {attributes(language)}>{text}</div>')
    return "".join(paragraphs)


def _form(sentence: AnswerSentence, written: bool) -> str:
    """How a sentence stands: as an item that was written, a list quoted whole, a quote in what was written, or text."""
    if sentence.is_item:
        return "item"
    if "\n" in sentence.text:
        return "list"
    return "quote" if written and _is_quote(sentence) else "text"


def _run(form: str, sentences: Sequence[AnswerSentence], turn: int) -> str:
    """Neighbours of one form."""
    match form:
        case "item":
            items = (_marked(inert(each.text.removeprefix(ITEM_SIGN)), each, turn) for each in sentences)
            return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        case "list":
            return "".join(_whole_list(each, turn) for each in sentences)
        case "quote":
            quotes = (_marked(f"<q>{inert(each.text)}</q>", each, turn) for each in sentences)
            return "".join(f"<div>{quote}</div>" for quote in quotes)
        case _:
            return " ".join(_marked(inert(each.text), each, turn) for each in sentences)


def _whole_list(sentence: AnswerSentence, turn: int) -> str:
    """A list as its report has it: what announces it, then its items, with one marker at its end."""
    text = sentence.text
    found = next((each for each in listings(text) if (each.start, each.end) == (0, len(text))), None)
    if found is None:
        return f"<div>{_marked(inert(text), sentence, turn)}</div>"
    lead = text.splitlines()[0] if found.announced else ""
    told = [inert(text[start:end]) for start, end in found.items]
    told[-1] = _marked(told[-1], sentence, turn)
    return f"{inert(lead)}<ul>{''.join(f'<li>{item}</li>' for item in told)}</ul>"


def _marked(shown: str, sentence: AnswerSentence, turn: int) -> str:
    markers = "".join(
        f'<a class="dalil-marker" href="#{anchor(turn, citation.marker)}">[{citation.marker}]</a>'
        for citation in sentence.citations
    )
    return f"<span>{shown}</span>&#8288;<span>{markers}</span>"


def _line(kind: str, text: str, language: str) -> str:
    return f'<div class="{kind}" {attributes(language)}>{mixed(text, language)}</div>'
