import pytest

from rag.text.numbers import figures, numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("33.443 migrants", {"33443"}),
        ("33,443 migrants", {"33443"}),
        ("133 274 ressortissants", {"133274"}),
        ("٣٣٬٤٤٣ مهاجراً", {"33443"}),
        ("1.234.567", {"1234567"}),
        ("24%, puis 3,5 %", {"24", "3.5"}),
        ("le 13.08.2020", {"13", "8", "2020"}),
        ("en 2017 435 mesures", {"2017", "435"}),
        ("loi n°14-27", {"14", "27"}),
        ("cinq sessions", {"5"}),
        ("خمس جلسات", {"5"}),
        ("sessions three and four", {"3", "4"}),
        ("dix-sept pays", {"17"}),
        ("un an, one year", set()),
    ],
)
def test_numbers_in_normal_form(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(("one", "other"), [("33.443", "33.343"), ("33,4", "334"), ("111", "11"), ("2019", "2020")])
def test_near_misses_stay_apart(one: str, other: str) -> None:
    assert not figures(one) & figures(other)
