"""The quotes of an answer translated into the reader's language by the chat model, to stand beside the originals.

Help with reading and no evidence: the quote itself stays what it is. A translation is shown only where it agrees with
its quote in figures, countries and, roughly, in meaning; nothing is mended. The answer never fails for want of one.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from rag.answering.alignment import LEAST
from rag.answering.cleaning import plain
from rag.answering.markers import without_markers
from rag.answering.prompts import LANGUAGE_NAMES, Budget, fenced_quotations, translation_prompt
from rag.answering.quoting import Similarity
from rag.answering.replies import Limits, Reply, together, whole
from rag.errors import LanguageModelError
from rag.text.claims import foreign
from rag.text.countries import countries
from rag.text.language import detect
from rag.text.normalise import fold
from rag.text.sentences import split
from rag.types import Answer, Citation, Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

logger = logging.getLogger(__name__)

_WITHHELD = {
    "fr": "Traduction automatique non affichée, car elle ne concorde pas avec la citation : {markers}.",
    "en": "Machine translation not shown, since it does not agree with the quotation: {markers}.",
    "ar": "لم تُعرض الترجمة الآلية لأنها لا تطابق الاقتباس: {markers}.",
}
_NONE = {
    "fr": "Les citations n’ont pas pu être traduites.",
    "en": "The quotations could not be translated.",
    "ar": "تعذّرت ترجمة الاقتباسات.",
}
# On FLORES no translation is longer than 2.4 times its original; see docs/answers.md.
_LONGEST = 3.0
_ITEM = re.compile(r"^[ \t]*[\[［【]\s*(\d{1,4})\s*[\]］】][ \t]*:?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quote to be translated, with its marker and its own language."""

    marker: int
    text: str
    language: str


class ModelTranslator:
    """Asks the chat model that `name` names in the settings, once for all quotes of an answer.

    `similarity` tells which share of a text others cover, across languages; without it meaning is not compared.
    """

    def __init__(
        self,
        model: BaseChatModel,
        name: str = "language model",
        *,
        similarity: Similarity | None = None,
        budget: Budget | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._model = model
        self._name = name
        self._similarity = similarity
        self._budget = budget or Budget()
        self._limits = limits or Limits()

    def translated(self, answer: Answer) -> Answer:
        """Return the answer with a translation at each citation that is in another language and has a sound one.

        What is not shown, or failed, is told in its notes and its trace. The same answer comes back where all is in the
        reader's language.
        """
        quotations = _quotations(answer)
        if not quotations:
            return answer
        sent = self._fitting(quotations)
        try:
            reply = self._ask([quotation.text for quotation in sent], answer.language)
        except LanguageModelError as error:
            logger.warning("language model: %s", error)
            return _told(answer, (_NONE[answer.language],), failures=(error.reason,))
        proposed = {quotation.marker: said for quotation, said in zip(sent, _read(reply.text, len(sent)), strict=True)}
        objections = {
            quotation.marker: reason
            for quotation in quotations
            if (reason := objection(proposed.get(quotation.marker, ""), quotation, answer.language, self._similarity))
        }
        shown = {marker: said for marker, said in proposed.items() if marker not in objections}
        withheld = ", ".join(f"[{marker}]" for marker in objections if proposed.get(marker))
        notes: tuple[str, ...] = (_WITHHELD[answer.language].format(markers=withheld),) if withheld else ()
        notes += (_NONE[answer.language],) if not (shown or withheld) else ()
        struck = tuple(
            (proposed.get(marker, ""), f"translation of [{marker}]: {reason}") for marker, reason in objections.items()
        )
        return _told(_with_translations(answer, shown), notes, struck=struck, usage=reply.usage)

    def _fitting(self, quotations: Sequence[Quotation]) -> list[Quotation]:
        """Those that one request holds; there is always one, and what is left out has no translation."""
        lengths = accumulate(len(quotation.text) for quotation in quotations)
        return [
            quotation
            for place, (quotation, length) in enumerate(zip(quotations, lengths, strict=True))
            if not place or length <= self._budget.characters
        ]

    def _ask(self, quotations: Sequence[str], language: str) -> Reply:
        code = secrets.token_hex(8)
        asked = {
            "code": code,
            "language": LANGUAGE_NAMES[language],
            "quotations": fenced_quotations(quotations, code),
        }
        return whole(translation_prompt() | self._model, asked, self._name, self._limits)


def objection(
    translation: str, quotation: Quotation, language: str, similarity: Similarity | None = None
) -> str | None:
    """Return why the translation into `language` may not be shown; None where nothing speaks against it."""
    quote = quotation.text
    if not translation:
        return "there is none"
    if fold(translation) == fold(quote) or detect(translation, language) != language:
        return "it is not in the reader's language"
    added = foreign(translation, [(quote, quotation.language)])
    if added:
        return f"figures that the quote does not hold: {', '.join(added)}"
    lost = foreign(quote, [(translation, language)])
    if lost:
        return f"figures that it leaves out: {', '.join(lost)}"
    named = [country for country in countries(translation) if country not in countries(quote)]
    if named:
        return f"countries that the quote does not name: {', '.join(named)}"
    if len(translation) > _LONGEST * len(quote):
        return "it is much longer than the quote"
    if similarity:
        said = [translation[start:end] for start, end in split(translation)]
        if any(similarity(sentence, [quote])[0] < LEAST for sentence in said):
            return "it says something else than the quote"
    return None


def _quotations(answer: Answer) -> list[Quotation]:
    """The quotes that the reader cannot read: none of a place that is cited in the reader's language as well."""
    quotations = []
    for witness in answer.cited_together:
        versions = [Quotation(citation.marker, citation.quote, _language(answer, citation)) for citation in witness]
        if all(version.language != answer.language for version in versions):
            quotations += versions
    return sorted(quotations, key=lambda quotation: quotation.marker)


def _language(answer: Answer, citation: Citation) -> str:
    passage = answer.passage(citation.passage_id)
    return detect(citation.quote, passage.language if passage else answer.language)


def _read(reply: str, count: int) -> list[str]:
    """Return the translations of quotations 1 to `count`, "" for one that is missing or comes twice."""
    text = plain(reply)
    found = list(_ITEM.finditer(text))
    ends = [item.start() for item in found[1:]] + [len(text)]
    said: dict[int, list[str]] = {}
    for item, end in zip(found, ends, strict=False):
        said.setdefault(int(item.group(1)), []).append(without_markers(text[item.end() : end]))
    return [said[number][0] if len(said.get(number, [])) == 1 else "" for number in range(1, count + 1)]


def _with_translations(answer: Answer, shown: Mapping[int, str]) -> Answer:
    sentences = tuple(
        replace(
            sentence,
            citations=tuple(
                replace(citation, translation=shown.get(citation.marker)) for citation in sentence.citations
            ),
        )
        for sentence in answer.sentences
    )
    return replace(answer, sentences=sentences)


def _told(
    answer: Answer,
    notes: tuple[str, ...],
    *,
    failures: tuple[str, ...] = (),
    struck: tuple[tuple[str, str], ...] = (),
    usage: Usage | None = None,
) -> Answer:
    trace = answer.trace
    if trace is not None:
        trace = replace(
            trace,
            usage=together(trace.usage, usage),
            failures=trace.failures + failures,
            struck=trace.struck + struck,
        )
    return replace(answer, notes=answer.notes + notes, trace=trace)
