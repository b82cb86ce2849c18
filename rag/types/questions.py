"""Questions as understood, and which passages they may be asked of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """The kind of answer that a question asks for."""

    PERSON = "who"
    DATE = "when"
    NUMBER = "how many"
    PLACE = "where"
    LIST = "list"
    REASON = "why"
    YES_NO = "yes/no"
    DEFINITION = "definition"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood: what is searched for and what kind of answer is wanted.

    `countries` are ISO 3166 codes of the countries it names; `numbers` are normalised (no separators, ASCII digits).
    `wanted` is how many things the question says it wants ("which five areas"), None where it does not say. `focus` are
    the first content words after what asks, folded: what is counted, done or looked for.
    """

    text: str
    language: str
    kind: QuestionKind = QuestionKind.OTHER
    countries: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    wanted: int | None = None
    focus: tuple[str, ...] = ()

    @property
    def asks_for_list(self) -> bool:
        """Whether several things are asked for."""
        return self.kind is QuestionKind.LIST or self.wanted is not None


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages to search; values of one part are alternatives, an empty part filters nothing.

    `languages` are those of the passages ("fr"), `countries` ISO 3166 codes of the countries a report is about,
    `reports` ids, `years` those of the reports' dates ("2020"); `publishers` and `kinds` are written as in the
    catalogue, whatever their case and accents.
    """

    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
