"""How a place in a report is written, in the reader's language: "para. 12 bis", "III.c, p. 9", "pp. 9–10", "الفقرة 12".

A page is named by the label that is printed on it, as in a footnote; `cite_in_file` adds the page of the file where the
two differ, for a reader who opens it. Only the wording; which place a passage has is decided when it is cut.
"""

from __future__ import annotations

import re

from rag.types import Locator, PageTurn

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
    return ("، " if language == "ar" else ", ").join(parts)


def cite_in_file(locator: Locator, language: str) -> str:
    """Return the place as people cite it, with the page of the file where another label is printed on that page."""
    number = locator.page_number
    if number is None or locator.page_label in (None, str(number)):
        return cite(locator, language)
    return f"{cite(locator, language)} ({_WORDING[language]['file'].format(number)})"


def _annex(locator: Locator) -> list[str]:
    """The annex as its own heading names it, since numbers start again there: "Annex II", "المرفق الأول"."""
    named = (_ANNEX.match(heading) for heading in locator.headings)
    return [match.group().strip() for match in named if match][:1]


def _label(page: PageTurn) -> str | None:
    return page.page_label or (str(page.page_number) if page.page_number is not None else None)
