"""One report in two languages is one witness: its versions are cited together, and where they differ a reader is told.

Each quoted sentence is looked for in the other versions of its report, at the same place. Where a version says the
same, its own words are a further citation of the sentence; where its figures differ, it is quoted beside; where it says
nothing of the kind, a note tells. It notes only what the sentences show: a version that is worded otherwise is silent
about nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rag.answering.alignment import Alignment, Piece, aligned
from rag.answering.quoting import Similarity
from rag.text.citing import cite, comma, version_name
from rag.text.claims import foreign
from rag.text.numbers import figures
from rag.types import AnswerSentence, Citation, Draft, Hit, Passage, Source, with_versions

_DIFFER = {
    "fr": "Les versions de « {title} » divergent, {place} : {one} donne {mine}, {other} {theirs}.",
    "en": "The versions of “{title}” differ, {place}: {one} says {mine}, {other} {theirs}.",
    "ar": "تختلف نسختا «{title}»، {place}: تذكر {one} {mine}، وتذكر {other} {theirs}.",
}
_ONE_GIVES = {
    "fr": "Pour « {title} », {place}, seule {one} donne ce chiffre : {mine} ; {other} ne le donne pas.",
    "en": "In “{title}”, {place}, only {one} gives this figure: {mine}; {other} does not.",
    "ar": "في «{title}»، {place}، لا يرد هذا الرقم إلا في {one}: {mine}، ولا تذكره {other}.",
}
_ONE_SAYS = {
    "fr": "Pour « {title} », {place}, seule {one} le dit ; {other} n’en dit rien.",
    "en": "In “{title}”, {place}, only {one} says this; {other} does not.",
    "ar": "في «{title}»، {place}، لا يرد ذلك إلا في {one}، ولا تذكره {other}.",
}
# Two of a thing may be a mere ending in Arabic, and "thousands" is no figure: words up to here are not held against
# a version that does not write them.
_LEAST_IN_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Said:
    """What a version says at the place of a sentence: its words where it says the same or another figure, and a note.

    `differs` tells that the words are no evidence for the sentence, but are to stand beside it.
    """

    words: tuple[Piece, ...] = ()
    note: str | None = None
    differs: bool = False


class Versions:
    """The versions of the passages found; `similarity` tells which share of a text each of others covers.

    It remembers how places align, since each draft of a growing answer cites the same ones again.
    """

    def __init__(self, hits: Sequence[Hit], sources: Mapping[str, Source], similarity: Similarity) -> None:
        self._sources = sources
        self._similarity = similarity
        self._alignments: dict[tuple[str, ...], Alignment] = {}
        found = {hit.passage.id: hit for hit in with_versions(hits)}
        self._passages = {passage_id: hit.passage for passage_id, hit in found.items()}
        self._lacking = {passage_id: hit.lacking for passage_id, hit in found.items()}
        # A number alone does not make two passages one place: some hit must have brought them together.
        together = {self._place(hit.passage) for hit in hits if hit.versions}
        self._places: dict[tuple[str, str], dict[str, list[Passage]]] = {}
        for passage in self._passages.values():
            if (place := self._place(passage)) and place in together:
                self._places.setdefault(place, {}).setdefault(passage.report_id, []).append(passage)

    def joined(self, draft: Draft, language: str) -> Draft:
        """Return the draft with every version that says the same cited, and notes, in `language`, where they differ."""
        told: list[AnswerSentence] = []
        notes: list[str] = []
        added: list[Citation] = []
        for sentence in draft.sentences:
            if _quoted_in(sentence, added):
                continue
            same: list[Citation] = []
            beside: list[AnswerSentence] = []
            for said in self._said(sentence, language):
                notes += [said.note] if said.note else []
                if said.words and said.differs and _cited(said.words) not in added:
                    beside.append(AnswerSentence(_text(said.words), (_cited(said.words),)))
                elif said.words and not said.differs:
                    same.append(_cited(said.words))
            # A model may say two things of one place; only a quote says no more than its words.
            place = _told_already(same, told) if _is_quote(sentence) else None
            if place is not None:
                both = replace(told[place], citations=(*told[place].citations, *sentence.citations))
                told[place] = self._in_language(both, language)
            else:
                told.append(self._in_language(replace(sentence, citations=(*sentence.citations, *same)), language))
            told += beside
            added += [*same, *(cited for other in beside for cited in other.citations)]
        return replace(draft, sentences=tuple(told), notes=(*draft.notes, *dict.fromkeys(notes)))

    def _in_language(self, sentence: AnswerSentence, language: str) -> AnswerSentence:
        """Quote the version in the reader's language where there is one, and cite it first."""
        readable = [cited for cited in sentence.citations if self._language(cited) == language]
        if not _is_quote(sentence) or not readable or readable[0].quote == sentence.text:
            return sentence
        others = tuple(cited for cited in sentence.citations if cited is not readable[0])
        return AnswerSentence(readable[0].quote, (readable[0], *others))

    def _language(self, citation: Citation) -> str | None:
        passage = self._passages.get(citation.passage_id)
        return passage.language if passage else None

    def _place(self, passage: Passage) -> tuple[str, str] | None:
        source, paragraph = self._sources.get(passage.report_id), passage.locator.paragraph
        return (source.work, paragraph) if source and paragraph else None

    def _said(self, sentence: AnswerSentence, language: str) -> Iterator[_Said]:
        """What the other versions of each cited place say; nothing of one that is cited already."""
        cited = {citation.report_id for citation in sentence.citations}
        for citation in sentence.citations:
            passage = self._passages.get(citation.passage_id)
            place = self._place(passage) if passage else None
            versions = self._places.get(place, {}) if place else {}
            for report, there in versions.items():
                if passage and report not in cited and there[0].language != passage.language:
                    yield self._compared(citation, versions[passage.report_id], there, language)
            for version in self._lacking.get(citation.passage_id, ()):
                yield _Said(note=self._note(_ONE_SAYS, citation, (str(self._language(citation)), version), language))

    def _compared(self, citation: Citation, own: Sequence[Passage], there: Sequence[Passage], language: str) -> _Said:
        both = self._alignment(own, there)
        quoted = [number for number, piece in enumerate(both.own) if _overlaps(piece, citation)]
        if not quoted:
            return _Said()
        mine = _missing(citation.quote, there)
        matched = sorted({match for number in quoted if (match := both.counterpart(number)) is not None})
        languages = own[0].language, there[0].language
        theirs = sorted({missing for number in matched for missing in _missing(both.other[number].text, own)})
        if mine and theirs:
            note = self._note(_DIFFER, citation, languages, language, mine, theirs)
            return _Said(_run(both.other, matched), note, differs=True)
        written = [missing for missing in mine if _in_digits(missing, citation.quote)]
        if written and (matched or all(map(both.alone, quoted))):
            return _Said(note=self._note(_ONE_GIVES, citation, languages, language, written))
        if not matched:
            silent = all(map(both.alone, quoted))
            return _Said(note=self._note(_ONE_SAYS, citation, languages, language) if silent else None)
        return _Said() if mine else _Said(_bearing(citation.quote, both, matched))

    def _alignment(self, own: Sequence[Passage], there: Sequence[Passage]) -> Alignment:
        key = tuple(passage.id for passage in (*own, *there))
        if key not in self._alignments:
            self._alignments[key] = aligned(sorted(own, key=_start), sorted(there, key=_start), self._similarity)
        return self._alignments[key]

    def _note(
        self,
        wording: Mapping[str, str],
        citation: Citation,
        versions: tuple[str, str],
        language: str,
        mine: Sequence[str] = (),
        theirs: Sequence[str] = (),
    ) -> str:
        one, other = (version_name(version, language) for version in versions)
        return wording[language].format(
            title=self._sources[citation.report_id].title,
            place=cite(replace(citation.locator, page_label=None, page_number=None, turns=()), language),
            one=one,
            other=other,
            mine=comma(language).join(mine),
            theirs=comma(language).join(theirs),
        )


def _missing(text: str, there: Sequence[Passage]) -> list[str]:
    """The figures of `text` that a place does not state, but for small numbers in words."""
    lacking = foreign(text, [(passage.text, passage.language) for passage in there])
    return [figure for figure in lacking if _in_digits(figure, text) or _is_telling(figure)]


def _is_telling(figure: str) -> bool:
    return figure.isdecimal() and int(figure) >= _LEAST_IN_WORDS and bool(int(figure) % 1000)


def _in_digits(figure: str, text: str) -> bool:
    """Tell whether the text writes the figure, or the day or year of the date, in digits."""
    written = {digits.lstrip("0") for number in figures(text) for digits in re.findall(r"\d+", number)}
    return any(digits.lstrip("0") in written for digits in re.findall(r"\d+", figure))


def _bearing(text: str, both: Alignment, matched: Sequence[int]) -> tuple[Piece, ...]:
    """The matching sentences with as many of their neighbours as state all figures of `text`; nothing if none do."""
    words = _run(both.other, matched)
    for before, after in ((0, 0), (1, 0), (0, 1), (1, 1)):
        wider = range(max(matched[0] - before, 0), min(matched[-1] + after + 1, len(both.other)))
        words = _run(both.other, wider)
        if words and not _lacks(text, words):
            return words
    return ()


def _lacks(text: str, words: Sequence[Piece]) -> bool:
    stated = foreign(text, [(_text(words), words[0].passage.language)])
    return any(_in_digits(figure, text) or _is_telling(figure) for figure in stated)


def _run(pieces: Sequence[Piece], numbers: Sequence[int]) -> tuple[Piece, ...]:
    """All sentences from the first to the last of `numbers` in the passage of the first: a quote is one slice."""
    run = pieces[numbers[0] : numbers[-1] + 1]
    return tuple(next(list(same) for _, same in groupby(run, key=lambda piece: piece.passage.id)))


def _text(words: Sequence[Piece]) -> str:
    return words[0].passage.text[words[0].start : words[-1].end]


def _cited(words: Sequence[Piece]) -> Citation:
    passage, start, end = words[0].passage, words[0].start, words[-1].end
    offset = passage.locator.start
    # Verification numbers the citations anew.
    return Citation(
        0, passage.report_id, passage.id, passage.locator, passage.text[start:end], offset + start, offset + end
    )


def _overlaps(piece: Piece, citation: Citation) -> bool:
    offset = piece.passage.locator.start
    return (
        piece.passage.report_id == citation.report_id
        and piece.start + offset < citation.quote_end
        and citation.quote_start < piece.end + offset
    )


def _is_quote(sentence: AnswerSentence) -> bool:
    return any(cited.quote == sentence.text for cited in sentence.citations)


def _quoted_in(sentence: AnswerSentence, added: Sequence[Citation]) -> bool:
    """Tell whether the very words of a sentence were cited already, as another version of what an earlier one says."""
    return any(
        cited.quote == sentence.text
        and cited.report_id == other.report_id
        and other.quote_start <= cited.quote_start
        and cited.quote_end <= other.quote_end
        for cited in sentence.citations
        for other in added
    )


def _told_already(same: Sequence[Citation], told: Sequence[AnswerSentence]) -> int | None:
    """The place of the sentence that is told already in one of these words; only one side may see that they match."""
    places = {(cited.report_id, cited.quote_start, cited.quote_end) for cited in same}
    return next(
        (
            place
            for place, sentence in enumerate(told)
            for cited in sentence.citations
            if (cited.report_id, cited.quote_start, cited.quote_end) in places
        ),
        None,
    )


def _start(passage: Passage) -> int:
    return passage.locator.start
