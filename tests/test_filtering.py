"""Which passages a filter leaves; the oracle is a plain loop over every passage."""

from itertools import product

import numpy as np
import pytest

from rag.errors import UsageError
from rag.filtering import RowFilter
from rag.text.normalise import fold
from rag.types import Filters, Locator, Metadata, Passage, Source


def source(name: str, **metadata: object) -> Source:
    return Source(name, name, f"{name}.txt", "fr", Metadata(**metadata))  # type: ignore[arg-type]


def passage(name: str, report: str, language: str) -> Passage:
    return Passage(name, report, "…", Locator(0, 1), language)


SOURCES = {
    each.id: each
    for each in (
        source("review", countries=("MA",), date="2020", publisher=("Gouvernement du Maroc",), kind="Revue"),
        source(
            "workshop", countries=("MA", "DZ"), date="2020-08-13", publisher=("CESAO", "Ligue arabe"), kind="atelier"
        ),
        source("press", date="2023-01-27", publisher=("Médias 24",), kind="presse"),
        source("bare"),
    )
}
PASSAGES = [
    passage("p0", "review", "fr"),
    passage("p1", "workshop", "ar"),
    passage("p2", "workshop", "fr"),
    passage("p3", "press", "fr"),
    passage("p4", "bare", "en"),
    passage("p5", "review", "fr"),
    passage("p6", "press", "ar"),
]


@pytest.fixture(scope="module")
def row_filter() -> RowFilter:
    return RowFilter(PASSAGES, SOURCES)


def rows_one_by_one(filters: Filters) -> list[int]:
    def meets(wanted: tuple[str, ...], held: tuple[str | None, ...]) -> bool:
        return not wanted or bool({fold(each) for each in wanted} & {fold(each) for each in held if each})

    def allowed(each: Passage) -> bool:
        facts = SOURCES[each.report_id].metadata
        return (
            meets(filters.languages, (each.language,))
            and meets(filters.reports, (each.report_id,))
            and meets(filters.countries, facts.countries)
            and meets(filters.years, (facts.year,))
            and meets(filters.publishers, facts.publisher)
            and meets(filters.kinds, (facts.kind,))
        )

    return [row for row, each in enumerate(PASSAGES) if allowed(each)]


def test_every_combination_leaves_what_a_plain_loop_leaves(row_filter: RowFilter) -> None:
    parts = {
        "languages": [(), ("fr",), ("ar", "en")],
        "reports": [(), ("review", "press")],
        "countries": [(), ("DZ",), ("QA", "MA")],
        "years": [(), ("2020",), ("2023", "2020"), ("1999",)],
        "publishers": [(), ("CESAO",), ("Médias 24", "Gouvernement du Maroc")],
        "kinds": [(), ("presse", "atelier")],
    }
    for values in product(*parts.values()):
        filters = Filters(**dict(zip(parts, values, strict=True)))
        assert row_filter.rows(filters).tolist() == rows_one_by_one(filters), filters


def test_no_filter_leaves_all_rows_and_they_cannot_be_spoilt(row_filter: RowFilter) -> None:
    rows = row_filter.rows(Filters())
    assert (rows.dtype, rows.tolist()) == (np.int64, list(range(len(PASSAGES))))
    with pytest.raises(ValueError, match="read-only"):
        rows[0] = 1


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(publishers=("MEDIAS 24",)), [3, 6]),
        (Filters(publishers=("ligue ARABE",)), [1, 2]),
        (Filters(kinds=("Présse",)), [3, 6]),
        (Filters(countries=("dz",)), [1, 2]),
        (Filters(years=("٢٠٢٠",)), [0, 1, 2, 5]),
        (Filters(countries=("QA",)), []),
        (Filters(years=("1999",)), []),
    ],
)
def test_case_accents_and_digits_do_not_matter(row_filter: RowFilter, filters: Filters, rows: list[int]) -> None:
    assert row_filter.rows(filters).tolist() == rows


@pytest.mark.parametrize(
    ("filters", "named", "there_is"),
    [
        (Filters(reports=("revue",)), "report 'revue'", "review; "),
        (Filters(publishers=("Ligue",)), "publisher 'Ligue'", "Ligue arabe; "),
        (Filters(kinds=("loi",)), "kind 'loi'", "atelier"),
        (Filters(languages=("fr", "es")), "language 'es'", "ar"),
    ],
)
def test_what_the_index_does_not_hold_is_told_with_what_it_does(
    row_filter: RowFilter, filters: Filters, named: str, there_is: str
) -> None:
    with pytest.raises(UsageError, match=named) as told:
        row_filter.rows(filters)
    assert there_is in told.value.mend


def test_report_ids_are_exact() -> None:
    sources = {name: source(name) for name in ("Annexe", "annexe")}
    both = RowFilter([passage("p0", "Annexe", "fr"), passage("p1", "annexe", "fr")], sources)
    assert both.rows(Filters(reports=("annexe",))).tolist() == [1]


def test_a_catalogue_without_publishers_says_so() -> None:
    with pytest.raises(UsageError, match="names no publisher"):
        RowFilter([passage("p0", "bare", "fr")], {"bare": SOURCES["bare"]}).rows(Filters(publishers=("CESAO",)))


def test_nothing_indexed_leaves_nothing() -> None:
    assert RowFilter([], {}).rows(Filters(countries=("MA",))).tolist() == []
