"""Figures and names as a reader of the page meets them: per cent, languages in words, metrics without underscores."""

from __future__ import annotations

from eval.types import Score

LANGUAGE_NAMES = {"ar": "Arabic", "en": "English", "fr": "French"}

NO_BREAK = "\u00a0"


def language_name(code: str) -> str:
    """Return "Arabic" for "ar" and "Arabic + French" for "ar+fr"; unknown codes stay as they are."""
    return " + ".join(LANGUAGE_NAMES.get(part, part) for part in code.split("+"))


def few_first(languages: str) -> tuple[int, str]:
    """Return a key that sorts one language before several ("French", "Arabic + French")."""
    return languages.count("+"), languages


def per_cent(share: float | None) -> str:
    """Return a share of 1 in whole per cent: "57 %"; "–" for None."""
    return "–" if share is None else f"{share * 100:.0f}{NO_BREAK}%"


def interval(score: Score) -> str:
    """Return the bounds of a proportion in per cent: "44–70"; empty where there are none."""
    return "" if score.low is None or score.high is None else f"{score.low * 100:.0f}–{score.high * 100:.0f}"


def count_of(score: Score) -> int:
    """Return how many of the scored units a proportion counts."""
    return round((score.value or 0.0) * score.scored)


def counted(number: int, noun: str) -> str:
    """Return "1 question", "2 questions"."""
    return f"{number}{NO_BREAK}{noun}{'' if number == 1 else 's'}"
