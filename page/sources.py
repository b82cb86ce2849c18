"""The evidence beside the chat: a card for each cited passage, with the exact words highlighted in their paragraph.

Cards are plain HTML without scripts; everything in them is escaped. Which passages are cited was decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from page.answers import anchor
from page.markup import attributes, escape, web_address
from page.wording import WORDING, Wording
from rag.reading.flags import Flag, parse
from rag.text.citing import cite_in_file
from rag.text.language import detect
from rag.text.normalise import fold
from rag.types import Answer, Citation, Passage, Source, Status

_NEAREST = 3
_MATCHES = 4
_DOUBTS = 3
# Day before month, as the United Nations write English.
_DATES = {"en": "en_GB"}


def cards(answer: Answer, turn: int) -> str:
    """Return the cards of the passages that the answer cites; of the nearest ones where the reports do not say."""
    if answer.status is Status.NOT_FOUND:
        return "".join(_card(answer, hit.passage, (), turn) for hit in answer.hits[:_NEAREST])
    cited: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        cited.setdefault(citation.passage_id, []).append(citation)
    return "".join(
        _card(answer, answer.passage(passage_id) or _quote_alone(answer, citations[0]), citations, turn)
        for passage_id, citations in cited.items()
    )


def highlighted(passage: Passage, citations: Sequence[Citation]) -> str:
    """Return the passage's text with the cited words in <mark>; quotes that touch share one.

    Where a passage is cited more than once, each quote begins with its marker.
    """
    pieces, position = [], 0
    for start, end, markers in _spans(passage, citations):
        numbers = "".join(f"<sup>{marker}</sup>" for marker in markers) if len(citations) > 1 else ""
        pieces.append(escape(passage.text[position:start]))
        pieces.append(f"<mark>{numbers}{escape(passage.text[start:end])}</mark>")
        position = end
    return "".join(pieces) + escape(passage.text[position:])


def _spans(passage: Passage, citations: Sequence[Citation]) -> list[tuple[int, int, list[int]]]:
    offset, length = passage.locator.start, len(passage.text)
    spans: list[tuple[int, int, list[int]]] = []
    for citation in sorted(citations, key=lambda citation: (citation.quote_start, citation.quote_end)):
        start, end = max(citation.quote_start - offset, 0), min(citation.quote_end - offset, length)
        if spans and start < spans[-1][1]:
            before = spans.pop()
            spans.append((before[0], max(before[1], end), [*before[2], citation.marker]))
        elif start < end:
            spans.append((start, end, [citation.marker]))
    return spans


def _quote_alone(answer: Answer, citation: Citation) -> Passage:
    """The quote as its own passage, should the passage not be among the hits."""
    source = answer.sources.get(citation.report_id)
    language = detect(citation.quote, source.language if source else answer.language)
    at = citation.locator.within(citation.quote_start, citation.quote_end)
    return Passage(citation.passage_id, citation.report_id, citation.quote, at, language)


def _card(answer: Answer, passage: Passage, citations: Sequence[Citation], turn: int) -> str:
    source = answer.sources.get(passage.report_id)
    title = source.title if source else passage.report_id
    own = attributes(passage.language)
    markers = "".join(
        f'<span class="dalil-number" id="{anchor(turn, citation.marker)}">[{citation.marker}]</span>'
        for citation in citations
    )
    return (
        f'<article class="dalil-card" {own}>'
        f"<header>{markers}<h3 {attributes(detect(title, passage.language))}>{escape(title)}</h3></header>"
        f"{_place(passage, answer.language)}"
        f"{_doubts(source, passage, answer.language)}"
        f"<blockquote {own}>{highlighted(passage, citations)}</blockquote>"
        f"{_translations(citations, answer.language)}"
        f"{_matches(answer, passage)}"
        f"{_origin(source, answer.language)}"
        "</article>"
    )


def _place(passage: Passage, language: str) -> str:
    place = escape(cite_in_file(passage.locator, language))
    section = passage.locator.section
    if section and escape(section) not in place:
        place = f"{place}{' · ' if place else ''}<bdi>{escape(section)}</bdi>"
    name = escape(WORDING[language].languages.get(passage.language, passage.language))
    return f'<p class="dalil-place" {attributes(language)}>{place} <span class="dalil-tag">{name}</span></p>'


def _doubts(source: Source | None, passage: Passage, language: str) -> str:
    """What was doubtful when this place, or the whole report, was read."""
    found = [flag for flag in map(parse, source.flags if source else ()) if flag.concerns(passage.locator)]
    wording = WORDING[language]
    return "".join(
        f'<p class="dalil-doubt" {attributes(language)}>{escape(_doubted(flag, wording))} {_reason(flag, wording)}</p>'
        for flag in found[:_DOUBTS]
    )


def _doubted(flag: Flag, wording: Wording) -> str:
    if flag.pages:
        return wording.doubted_page
    return wording.doubted_paragraph if flag.paragraph is not None else wording.doubted_report


def _reason(flag: Flag, wording: Wording) -> str:
    """The reason in the reader's language where it is a common one, else in English as it was noted."""
    known = wording.reasons.get(flag.reason)
    return escape(known) if known else f"<bdi {attributes('en')}>{escape(flag.reason)}</bdi>"


def _translations(citations: Sequence[Citation], language: str) -> str:
    """The machine translations of the quotes, labelled, with their markers where there may be several."""
    label = f'<span class="dalil-tag">{escape(WORDING[language].translated)}</span>'
    return "".join(
        f'<p class="dalil-translation" {attributes(language)}>{label} '
        f"{f'<sup>{citation.marker}</sup>' if len(citations) > 1 else ''}{escape(citation.translation)}</p>"
        for citation in citations
        if citation.translation
    )


def _matches(answer: Answer, passage: Passage) -> str:
    """Which words of the question met which of a passage that does not use the same ones: "networks ↔ réseaux"."""
    met = next((hit.matches for hit in answer.hits if hit.passage.id == passage.id), ())
    asked = detect(answer.question, answer.language)
    pairs = [
        f"<span><bdi {attributes(asked)}>{escape(match.asked)}</bdi> ↔ "
        f"<bdi {attributes(passage.language)}>{escape(match.found)}</bdi></span>"
        for match in met
        if fold(match.asked) != fold(match.found)
    ][:_MATCHES]
    if passage.language == asked or not pairs:
        return ""
    label = escape(WORDING[answer.language].matched)
    return f'<p class="dalil-matched" {attributes(answer.language)}>{label} {" · ".join(pairs)}</p>'


def _origin(source: Source | None, language: str) -> str:
    if source is None:
        return ""
    parts = [f"<bdi>{escape(publisher)}</bdi>" for publisher in source.metadata.publisher]
    if source.metadata.date:
        parts.append(f"<time>{escape(_date(source.metadata.date, language))}</time>")
    address = web_address(source.metadata.source_url)
    if address:
        label = escape(WORDING[language].source_link)
        parts.append(f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{label}&nbsp;↗</a>')
    return f"<footer {attributes(language)}>{' · '.join(parts)}</footer>" if parts else ""


def _date(text: str, language: str) -> str:
    try:
        return format_date(date.fromisoformat(text), format="long", locale=_DATES.get(language, language))
    except ValueError:
        return text
