import pytest

from rag.text.names import name_key


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Bouarourou", "بوارورو"),
        ("Belbeisi", "بلبيسي"),
        ("Vitorino", "فيتورينو"),
        ("Mejo", "ميجو"),
        ("Ziade", "زيادة"),
        ("Hammouda", "حمودة"),
        ("Al-Zioud", "الزيود"),
        ("Chekkouri", "شكوري"),
        ("Hanane", "حنان"),
    ],
)
def test_a_name_has_one_key_in_both_scripts(latin: str, arabic: str) -> None:
    assert name_key(latin) == name_key(arabic) != ""


@pytest.mark.parametrize(("one", "other"), [("Belbeisi", "Bouarourou"), ("Salman", "Cherif"), ("Tantoush", "Tanger")])
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
