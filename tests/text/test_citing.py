import pytest

from rag.text.citing import cite
from rag.types import Locator


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
        ({"paragraph": "summary"}, "fr", "résumé"),
        ({"section": "Introduction"}, "en", "“Introduction”"),
        ({}, "en", ""),
    ],
)
def test_a_place_is_written_as_people_cite_it(place: dict[str, object], language: str, expected: str) -> None:
    assert cite(Locator(0, 1, **place), language) == expected
