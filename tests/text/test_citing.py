import pytest

from rag.text.citing import cite, cite_in_file
from rag.types import Locator, PageTurn


@pytest.mark.parametrize(
    ("place", "language", "expected"),
    [
        ({"paragraph": "12"}, "en", "para. 12"),
        ({"paragraph": "12"}, "fr", "par. 12"),
        ({"paragraph": "12"}, "ar", "الفقرة 12"),
        ({"paragraph": "III.c", "page_label": "9", "page_number": 9}, "en", "III.c, p. 9"),
        ({"paragraph": "6", "page_label": "3"}, "ar", "الفقرة 6، ص 3"),
        ({"page_label": "iv", "page_number": 4}, "en", "p. iv"),
        ({"page_number": 4}, "fr", "p. 4"),
        ({"paragraph": "12 bis"}, "en", "para. 12 bis"),
        ({"page_label": "ix", "page_number": 9, "turns": (PageTurn(1, "1", 10),)}, "en", "pp. ix–1"),
        ({"paragraph": "3", "page_number": 4, "turns": (PageTurn(1, None, 5),)}, "ar", "الفقرة 3، ص 4–5"),
        ({"paragraph": "summary"}, "fr", "résumé"),
        ({"section": "Introduction"}, "en", "“Introduction”"),
        ({}, "en", ""),
    ],
)
def test_a_place_is_written_as_people_cite_it(place: dict[str, object], language: str, expected: str) -> None:
    assert cite(Locator(0, 1, **place), language) == expected


@pytest.mark.parametrize(
    ("place", "language", "expected"),
    [
        ({"page_label": "iv", "page_number": 6}, "en", "p. iv (page 6 of the file)"),
        ({"paragraph": "2", "page_label": "iv", "page_number": 6}, "fr", "par. 2, p. iv (page 6 du fichier)"),
        ({"page_label": "3", "page_number": 5}, "ar", "ص 3 (الصفحة 5 من الملف)"),
        ({"page_label": "6", "page_number": 6}, "en", "p. 6"),
        ({"paragraph": "2"}, "en", "para. 2"),
    ],
)
def test_the_page_of_the_file_is_told_where_another_label_is_printed(
    place: dict[str, object], language: str, expected: str
) -> None:
    assert cite_in_file(Locator(0, 1, **place), language) == expected
