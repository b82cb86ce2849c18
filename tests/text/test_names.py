"""Names across scripts: the spellings of one name are found together and judged alike, other words are not."""

from __future__ import annotations

import numpy as np
import pytest
from babel import Locale

from rag.text.names import keys_held, keys_sought, likeness, readings, spelled
from rag.text.normalise import fold


def like(latin: str, arabic: str) -> float:
    """How alike a Latin word is to the likeliest reading of an Arabic one; 0 when they would not be compared."""
    latin = fold(latin)
    return max(
        float(likeness(spelled([latin]), spelled([form]))[0]) if set(keys_sought(latin)) & set(keys_held(form)) else 0.0
        for form in readings(fold(arabic))
    )


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Bouarourou", "بوارورو"),
        ("Belbeisi", "بلبيسي"),
        ("Belbeisi", "بليبيسي"),
        ("Mohammed", "محمد"),
        ("Mohamed", "محمد"),
        ("Khadija", "خديجة"),
        ("Beyoncé", "بيونسيه"),
        ("Othman", "عثمان"),
        ("Ferjani", "الفرجاني"),
        ("Guterres", "غوتيريش"),
        ("Guterres", "جوتيريس"),
        ("Churchill", "تشرشل"),
        ("Texas", "تكساس"),
        ("Voronezh", "فورونيج"),
        ("Zioud", "والزيود"),
    ],
)
def test_two_spellings_of_one_name_are_alike(latin, arabic):
    assert like(latin, arabic) > 0.2


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Bouarourou", "بليبيسي"),
        ("Belbeisi", "بوارورو"),
        ("Khadija", "محمد"),
        ("Guterres", "الهجرة"),
        ("workshop", "ورشة"),
        ("the", "في"),
        ("", "محمد"),
        ("aei", "وي"),
    ],
)
def test_other_words_are_not(latin, arabic):
    assert like(latin, arabic) < 0.05


def test_it_does_not_matter_which_script_asks():
    name, other = "belbeisi", "بلبيسي"
    assert set(keys_sought(name)) & set(keys_held(other))
    assert set(keys_sought(other)) & set(keys_held(name))


def test_the_reading_without_article_and_particles_is_among_the_readings():
    assert readings("والزيود") == ("والزيود", "زيود")
    assert "رباط" in readings("للرباط")
    assert readings("Rabat".lower()) == ("rabat",)


def test_most_names_of_countries_are_found_in_the_other_script_and_few_by_chance():
    """CLDR's names of one word; about one in four is a translation, which no letters tell ("Greece", اليونان)."""
    english, arabic = Locale("en").territories, Locale("ar").territories
    pairs = [
        (english[code], arabic[code])
        for code in sorted(english)
        if code in arabic and english[code].isalpha() and arabic[code].isalpha()
    ]
    found = np.mean([like(*pair) > 0.05 for pair in pairs])
    latin = [fold(name) for name, _ in pairs]
    forms = [readings(fold(name))[-1] for _, name in pairs]
    sure = likeness(spelled(np.repeat(latin, len(forms)).tolist()), spelled(forms * len(latin)))
    by_chance = (sure.reshape(len(latin), -1) > 0.05) & ~np.eye(len(latin), dtype=bool)
    assert found > 0.7
    # Jordan and Jordanian, Niger and Nigeria, Iran and Iraq are alike and no accident.
    assert by_chance.mean() < 0.002
