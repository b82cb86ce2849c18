"""What is one thing in all three languages reads as one: numbers, percentages, dates."""

from __future__ import annotations

import datetime

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text.comparable import readings
from rag.text.figures import values
from rag.text.months import month_names
from rag.text.number_words import read_number
from tests.support.spelled import arabic, english, french

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def keys(text: str, language: str | None = None) -> list[list[str]]:
    return [[unit.key for unit in reading] for reading in readings(text, language)]


@pytest.mark.parametrize(
    ("figure", "fr", "ar", "en", "unknown"),
    [
        ("33.443", ["33443"], ["33443"], ["33.443"], ["33443", "33.443"]),
        ("33,443", ["33443", "33.443"], ["33443", "33.443"], ["33443"], ["33443", "33.443"]),
        ("33 443", ["33443"], ["33443"], ["33443"], ["33443"]),
        ("33'443", ["33443"], ["33443"], ["33443"], ["33443"]),
        ("1.234.567", ["1234567"], ["1234567"], ["1234567"], ["1234567"]),
        ("1.234,5", ["1234.5"], ["1234.5"], ["1234.5"], ["1234.5"]),
        ("1,234.50", ["1234.5"], ["1234.5"], ["1234.5"], ["1234.5"]),
        ("9,5", ["9.5"], ["9.5"], ["9.5"], ["9.5"]),
        ("0.443", ["0.443"], ["0.443"], ["0.443"], ["0.443"]),
        ("1234,567", ["1234.567"], ["1234.567"], ["1234.567"], ["1234.567"]),
        ("007", ["7"], ["7"], ["7"], ["7"]),
        ("1.2.3", [], [], [], []),
    ],
)
def test_separators_are_read_by_the_language(figure, fr, ar, en, unknown):
    assert [list(values(figure, language)) for language in ("fr", "ar", "en", "")] == [fr, ar, en, unknown]


@settings(deadline=None)
@given(st.integers(2, 10**9 - 1))
def test_number_words_read_back_as_their_number(number):
    for words in (french(number), english(number), arabic(number), arabic(number, feminine=True)):
        assert keys(words) == [[str(number)]]


def test_every_number_up_to_a_thousand_reads_back():
    for number in range(2, 1001):
        spelled = {french(number), english(number), arabic(number), arabic(number, feminine=True)}
        assert {tuple(map(tuple, keys(words))) for words in spelled} == {((str(number),),)}


@pytest.mark.parametrize("words", ["un", "one", "واحد", "fifth", "cinquième", "خامس", "new", "و", "million"])
def test_what_is_no_number(words):
    assert read_number([words]) is None


def test_neighbouring_numbers_stay_apart():
    assert keys("deux, trois; four and five; خمسة وستة") == [["2", "3", "4", "and", "5", "5", "6"]]


@pytest.mark.parametrize(
    "text",
    ["9 %", "9%", "9 pour cent", "neuf pour cent", "nine per cent", "9 percent", "٩ في المائة", "٩٪", "٪٩", "%٩"],
)
def test_a_percentage_has_one_form(text):
    assert keys(text) == [["9", "%"]]


@pytest.mark.parametrize("text", ["9 points de pourcentage", "nine percentage points", "٩ نقاط مئوية"])
def test_points_are_not_per_cent(text):
    assert keys(text) == [["9", "% points"]]


dates = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))


def forms(day: datetime.date) -> list[tuple[str, str]]:
    """The forms of a date in the three languages, each with its language."""
    locales = ("fr", "en_GB", "en_US", "ar_EG", "ar_LB", "ar_MA", "ar_TN")
    written = [(format_date(day, "long", locale), locale[:2]) for locale in locales]
    written += [(format_date(day, "medium", locale), locale[:2]) for locale in ("fr", "en_GB", "en_US")]
    figures = [f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}"]
    written += [(figure, language) for figure in figures for language in ("fr", "ar")]
    written += [(f"{day:%d.%m.%Y}", "en"), *((f"{day:%Y-%m-%d}", language) for language in ("fr", "ar", "en"))]
    written += [(figure.translate(ARABIC_INDIC), "ar") for figure in figures]
    both = [format_date(day, "MMMM", locale) for locale in ("ar_LB", "ar_EG")]
    return [*written, (f"{day.day} {'/'.join(both)} {day.year}", "ar")]


@settings(deadline=None)
@given(dates)
def test_a_date_has_one_reading_in_every_form(day):
    expected = [[str(day.day), f"month {day.month}", str(day.year)]]
    assert {form: keys(*form) for form in forms(day)} == dict.fromkeys(forms(day), expected)


@settings(deadline=None)
@given(dates, dates)
def test_two_dates_never_read_alike(one, other):
    if one != other:
        assert not {tuple(keys(*form)[0]) for form in forms(one)} & {tuple(keys(*form)[0]) for form in forms(other)}


@settings(deadline=None)
@given(dates)
def test_which_comes_first_in_english_figures_is_told_by_the_day_or_not_at_all(day):
    american = keys(f"{day:%m/%d/%Y}", "en")
    expected = [str(day.day), f"month {day.month}", str(day.year)]
    assert expected in american
    assert len(american) == (2 if day.day <= 12 and day.day != day.month else 1)


def test_a_text_keeps_to_one_order_of_its_dates():
    assert keys("05/08/2020, 06/09/2020", "en") == [
        ["5", "month 8", "2020", "6", "month 9", "2020"],
        ["8", "month 5", "2020", "9", "month 6", "2020"],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26 et 27 janvier", ["26", "27", "month 1"]),
        ("26-27 January", ["26", "27", "month 1"]),
        ("January 26 and 27", ["26", "27", "month 1"]),
        ("من 26 إلى 27 يناير", ["من", "26", "27", "month 1"]),
        ("du 1er au 5 mai", ["du", "1", "–", "5", "month 5"]),
        ("the 13th of August", ["the", "13", "month 8"]),
        ("August of 2020", ["month 8", "2020"]),
        ("آب من عام 2020", ["month 8", "2020"]),
        ("le premier mai", ["le", "1", "month 5"]),
        ("13 sept. 2020", ["13", "month 9", "2020"]),
        ("sept communes", ["7", "communes"]),
        ("it may be", ["it", "may", "be"]),
        ("the 3rd summit", ["the", "3°", "summit"]),
    ],
)
def test_days_and_months(text, expected):
    assert keys(text) == [expected]


def test_twelve_months_in_every_calendar():
    assert set(month_names().values()) == set(range(1, 13))
    assert {name for name, number in month_names().items() if number == 8} >= {
        ("aout",),
        ("august",),
        ("اب",),
        ("غشت",),
        ("اوت",),
    }
