"""How a place in a report is written, in the reader's language: "para. 12", "III.c, p. 9", "p. iv", "الفقرة 12".

Only the wording; which place a passage has is decided when it is cut.
"""

from __future__ import annotations

from rag.types import Locator

_WORDING = {
    "fr": {"paragraph": "par. {}", "page": "p. {}", "summary": "résumé", "title": "titre", "section": "« {} »"},
    "en": {"paragraph": "para. {}", "page": "p. {}", "summary": "summary", "title": "title", "section": "“{}”"},
    "ar": {"paragraph": "الفقرة {}", "page": "ص {}", "summary": "الموجز", "title": "العنوان", "section": "«{}»"},
}


def cite(locator: Locator, language: str) -> str:
    """Return the place as people cite it; the section's name where there is neither paragraph nor page."""
    wording = _WORDING[language]
    parts = []
    if locator.paragraph in ("summary", "title"):
        parts.append(wording[locator.paragraph])
    elif locator.paragraph and locator.paragraph.isdecimal():
        parts.append(wording["paragraph"].format(locator.paragraph))
    elif locator.paragraph:
        parts.append(locator.paragraph)
    page = locator.page_label or (str(locator.page_number) if locator.page_number else None)
    if page:
        parts.append(wording["page"].format(page))
    if not parts and locator.section:
        parts.append(wording["section"].format(locator.section))
    return ("، " if language == "ar" else ", ").join(parts)
