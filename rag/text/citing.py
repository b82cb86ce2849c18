"""How a place in a report is written, in the reader's language: "para. 12 bis", "III.c, p. 9", "pp. 9–10", "الفقرة 12".

A page is named by the label that is printed on it, as in a footnote; `cite_in_file` adds the page of the file where the
two differ, for a reader who opens it. Only the wording; which place a passage has is decided when it is cut.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from babel.dates import format_date

from rag.types import Citation, Locator, Metadata, PageTurn, Source

_ANNEX = re.compile(
    r"(?:annexe?|appendi(?:x|ce)|(?:ال)?(?:مرفق|ملحق))\b(?:\s+(?:[ivxlc]+|\d+|[a-z]|ال[^\W\d_]+)\b)?", re.IGNORECASE
)

_WORDING = {
    "fr": {
        "paragraph": "par. {}",
        "page": "p. {}",
        "pages": "p. {}–{}",
        "file": "page {} du fichier",
        "row": "ligne {}",
        "summary": "résumé",
        "title": "titre",
        "section": "« {} »",
    },
    "en": {
        "paragraph": "para. {}",
        "page": "p. {}",
        "pages": "pp. {}–{}",
        "file": "page {} of the file",
        "row": "row {}",
        "summary": "summary",
        "title": "title",
        "section": "“{}”",
    },
    "ar": {
        "paragraph": "الفقرة {}",
        "page": "ص {}",
        "pages": "ص {}–{}",
        "file": "الصفحة {} من الملف",
        "row": "الصف {}",
        "summary": "الموجز",
        "title": "العنوان",
        "section": "«{}»",
    },
}
# Day before month, as the United Nations write English.
_LOCALES = {"en": "en_GB"}
_IN: Mapping[str, Mapping[str, str]] = {
    "fr": {},
    "en": {},
    "ar": {"fr": "بالفرنسية", "en": "بالإنجليزية", "ar": "بالعربية"},
}
_VERSIONS = {
    "fr": {"fr": "la version française", "en": "la version anglaise", "ar": "la version arabe"},
    "en": {"fr": "the French version", "en": "the English version", "ar": "the Arabic version"},
    "ar": {"fr": "النسخة الفرنسية", "en": "النسخة الإنجليزية", "ar": "النسخة العربية"},
}


def comma(language: str) -> str:
    """Return the comma that parts items, with its space."""
    return "، " if language == "ar" else ", "


def cite(locator: Locator, language: str) -> str:
    """Return the place as people cite it; the section's name where there is neither paragraph nor page."""
    wording = _WORDING[language]
    parts = []
    if locator.paragraph in ("summary", "title"):
        parts.append(wording[locator.paragraph])
    elif locator.paragraph and locator.paragraph[0].isdecimal():
        parts += [*_annex(locator), wording["paragraph"].format(locator.paragraph)]
    elif locator.paragraph and locator.paragraph.startswith("row "):
        parts.append(wording["row"].format(locator.paragraph.removeprefix("row ")))
        if locator.section:
            parts.append(wording["section"].format(locator.section))
    elif locator.paragraph:
        parts.append(locator.paragraph)
    labels = list(dict.fromkeys(label for page in locator.pages if (label := _label(page))))
    if len(labels) > 1:
        parts.append(wording["pages"].format(labels[0], labels[-1]))
    elif labels:
        parts.append(wording["page"].format(labels[0]))
    if not parts and locator.section:
        parts.append(wording["section"].format(locator.section))
    return comma(language).join(parts)


def cite_together(places: Sequence[tuple[Locator, str]], language: str) -> str:
    """Return one place of a report in several languages: "para. 9, fr and ar", "par. 9, fr (p. 3) et ar (p. 2)".

    `places` holds the place in each version with the version's language; the pages are told apart where they differ.
    """
    cited = [cite(place, language) for place, _ in places]
    names = [_IN[language].get(version, version) for _, version in places]
    if len(set(cited)) == 1:
        return comma(language).join([cited[0], _listed(names, language)])
    without = [cite(replace(place, page_label=None, page_number=None, turns=()), language) for place, _ in places]
    if len(set(without)) > 1 or not without[0]:
        return _listed([f"{place} ({name})" for place, name in zip(cited, names, strict=True)], language)
    pages = [each.removeprefix(without[0]).lstrip(comma(language)) for each in cited]
    told = [f"{name} ({page})" if page else name for name, page in zip(names, pages, strict=True)]
    return comma(language).join([without[0], _listed(told, language)])


def cite_witness(citations: Sequence[Citation], sources: Mapping[str, Source], language: str) -> str:
    """Return the place of citations that are one witness: one report, in one language or in several."""
    if len(citations) == 1:
        return cite(citations[0].locator, language)
    return cite_together([(each.locator, sources[each.report_id].language) for each in citations], language)


def written_date(iso: str | None, language: str) -> str:
    """Return a date, or as much of one as is known ("2020", "2020-08"), in the reader's language; "" where none is."""
    try:
        return format_date(date.fromisoformat(iso or ""), format="long", locale=_LOCALES.get(language, language))
    except ValueError:
        return iso or ""


def published(metadata: Metadata, language: str) -> str:
    """Return publisher and date: "Harbour News, 9 May 2022"; "" where neither is known."""
    known = [*metadata.publisher, written_date(metadata.date, language)]
    return comma(language).join(filter(None, known))


def version_name(version: str, language: str) -> str:
    """Return the version of a report in that language as a reader calls it: "the French version"."""
    return _VERSIONS[language].get(version, version)


def cite_in_file(locator: Locator, language: str) -> str:
    """Return the place as people cite it, with the page of the file where another label is printed on that page."""
    number = locator.page_number
    if number is None or locator.page_label in (None, str(number)):
        return cite(locator, language)
    return f"{cite(locator, language)} ({_WORDING[language]['file'].format(number)})"


def _listed(items: Sequence[str], language: str) -> str:
    """The items as a sentence lists them; Arabic writes its "and" onto the next word."""
    if language == "ar":
        return " و".join([items[0], *(item.removeprefix("ب") for item in items[1:])])
    last = f" {'et' if language == 'fr' else 'and'} "
    return last.join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else items[0]


def _annex(locator: Locator) -> list[str]:
    """The annex as its own heading names it, since numbers start again there: "Annex II", "المرفق الأول"."""
    named = (_ANNEX.match(heading) for heading in locator.headings)
    return [match.group().strip() for match in named if match][:1]


def _label(page: PageTurn) -> str | None:
    return page.page_label or (str(page.page_number) if page.page_number is not None else None)
