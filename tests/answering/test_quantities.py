"""What a sentence counts, in three languages."""

from __future__ import annotations

import pytest

from rag.answering.quantities import dates, ordinals, quantities, years


@pytest.mark.parametrize(
    ("text", "language", "counted"),
    [
        ("En 2020, 111 réseaux ont été démantelés.", "fr", [("111", "", "reseaux", False)]),
        ("Networks fell by 9 % of all cases in 2021.", "en", [("9 %", "%", "cases", False)]),
        ("The port bought 2 cranes on 4 May 2021.", "en", [("2", "", "cranes", False)]),
        ("More than 1,200 women took part.", "en", [("1,200", "", "women", True)]),
        ("وفُككت ١١١ شبكة في عام ٢٠٢٠.", "ar", [("111", "", "شبكه", False)]),
        ("استفاد نحو 300 طفل.", "ar", [("300", "", "طفل", True)]),
    ],
)
def test_figures_are_read_with_what_they_count(
    text: str, language: str, counted: list[tuple[str, str, str, bool]]
) -> None:
    found = quantities(text, language)
    assert [(each.written, each.sign, each.things[0], each.rough) for each in found] == counted


def test_a_figure_is_read_by_the_language_of_its_text() -> None:
    (french,), (english,) = quantities("33.443 migrants", "fr"), quantities("33,443 migrants", "en")
    assert french.values & english.values == {"33443"}


def test_years_dates_and_ordinals() -> None:
    assert years("In 2020 and 1999, 2,020 people", "en") == {"2020", "1999"}
    assert [each.written for each in dates("Le 4 mai 2021, puis en juin 2021", "fr")] == ["2021-05-04"]
    assert ordinals("la deuxième session") == ordinals("وعقدت الورشة الثانية") == {2}
    assert ordinals("the session") == frozenset()
