"""The evidence beside the chat: a card for each cited passage, with the exact words highlighted in their paragraph.

Cards are plain HTML without scripts; everything in them is escaped. Which passages are cited was decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from page.answers import anchor
from page.markup import attributes, escape, web_address
from page.wording import WORDING, Wording
from rag.reading.flags import Flag, parse
from rag.text.citing import cite_in_file, cite_together, written_date
from rag.text.language import detect
from rag.text.normalise import fold
from rag.types import Answer, Citation, Passage, Source, Status, with_versions

_NEAREST = 3
_MATCHES = 4
_DOUBTS = 3


@dataclass(frozen=True, slots=True)
class _Shown:
    """A passage with the citations that stand in it; none where it is only near."""

    passage: Passage
    citations: tuple[Citation, ...] = ()


def cards(answer: Answer, turn: int) -> str:
    """Return the cards of the passages that the answer cites; of the nearest ones where the reports do not say.

    The same place in several languages is one card, as it is one witness.
    """
    if answer.status is Status.NOT_FOUND:
        return "".join(_card(answer, [_Shown(hit.passage)], turn) for hit in answer.hits[:_NEAREST])
    cited: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        cited.setdefault(citation.passage_id, []).append(citation)
    shown = {
        passage_id: _Shown(answer.passage(passage_id) or _quote_alone(answer, citations[0]), tuple(citations))
        for passage_id, citations in cited.items()
    }
    return "".join(
        _card(answer, [shown[passage_id] for passage_id in together], turn) for together in _witnesses(answer)
    )


def _witnesses(answer: Answer) -> list[list[str]]:
    """The ids of the cited passages, those of one witness together, in the order of their first marker."""
    witnesses: list[list[str]] = []
    for together in answer.cited_together:
        ids = [citation.passage_id for citation in together]
        known = next((witness for witness in witnesses if not set(witness).isdisjoint(ids)), None)
        if known is None:
            witnesses.append(known := [])
        known += [each for each in dict.fromkeys(ids) if each not in known]
    return witnesses


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


def _card(answer: Answer, versions: Sequence[_Shown], turn: int) -> str:
    """A card for a place; its further language versions stand below the first one, each with its own words."""
    first, *others = versions
    source = answer.sources.get(first.passage.report_id)
    further = "".join(
        f'<section class="dalil-version" {attributes(other.passage.language)}>{_heading(answer, other, turn)}'
        f"{_words(answer, other)}</section>"
        for other in others
    )
    return (
        f'<article class="dalil-card" {attributes(first.passage.language)}>'
        f"{_heading(answer, first, turn)}"
        f"{_place([shown.passage for shown in versions], answer.language)}"
        f"{_words(answer, first)}"
        f"{further}"
        f"{_origin(source, answer.language)}"
        "</article>"
    )


def _heading(answer: Answer, shown: _Shown, turn: int) -> str:
    source = answer.sources.get(shown.passage.report_id)
    title = source.title if source else shown.passage.report_id
    markers = "".join(
        f'<span class="dalil-number" id="{anchor(turn, citation.marker)}">[{citation.marker}]</span>'
        for citation in shown.citations
    )
    return f"<header>{markers}<h3 {attributes(detect(title, shown.passage.language))}>{escape(title)}</h3></header>"


def _words(answer: Answer, shown: _Shown) -> str:
    """The passage with the words cited, their translations, what was doubtful, which words of the question met."""
    passage = shown.passage
    return (
        f"{_doubts(answer.sources.get(passage.report_id), passage, answer.language)}"
        f"<blockquote {attributes(passage.language)}>{highlighted(passage, shown.citations)}</blockquote>"
        f"{_translations(shown.citations, answer.language)}"
        f"{_matches(answer, passage)}"
    )


def _place(versions: Sequence[Passage], language: str) -> str:
    first, *others = versions
    if others:
        place = escape(cite_together([(each.locator, each.language) for each in versions], language))
    else:
        place = escape(cite_in_file(first.locator, language))
    section = first.locator.section
    if section and escape(section) not in place:
        place = f"{place}{' · ' if place else ''}<bdi>{escape(section)}</bdi>"
    name = escape(WORDING[language].languages.get(first.language, first.language))
    tag = "" if others else f' <span class="dalil-tag">{name}</span>'
    return f'<p class="dalil-place" {attributes(language)}>{place}{tag}</p>'


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
    met = next((hit.matches for hit in with_versions(answer.hits) if hit.passage.id == passage.id), ())
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
        parts.append(f"<time>{escape(written_date(source.metadata.date, language))}</time>")
    address = web_address(source.metadata.source_url)
    if address:
        label = escape(WORDING[language].source_link)
        parts.append(f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{label}&nbsp;↗</a>')
    return f"<footer {attributes(language)}>{' · '.join(parts)}</footer>" if parts else ""
