"""Made scans and how they are scored."""

from __future__ import annotations

import pytest
from PIL import ImageFont

from rag.reading.digit_network import ARABIC, LATIN
from tools.pdf_samples.scans import scan
from tools.reading_scores import number_score

SENTENCES = [
    "زار الوفد مصنع النسيج واطلع على ظروف العمل.",
    "لا تزال أعمال الحفر مستمرة في الساحة الكبرى.",
] * 3


@pytest.mark.parametrize(("digits", "others"), [(ARABIC, LATIN), (LATIN, ARABIC)])
def test_a_scan_says_what_it_shows_in_digits_of_one_script(digits, others):
    try:
        ImageFont.truetype("DejaVuSans.ttf", 20)
    except OSError:
        pytest.skip("DejaVu Sans is not installed")
    page = scan("DejaVu Sans", digits, SENTENCES, seed=3)
    text = "".join(page.lines)
    assert set(digits) & set(text) and not set(others) & set(text)
    assert page.picture.convert("L").getextrema()[0] < 140
    assert scan("DejaVu Sans", digits, SENTENCES, seed=3).lines == page.lines


def test_a_font_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="No Such Font is not installed"):
        scan("No Such Font", LATIN, SENTENCES, seed=0)


def test_wrong_numbers_count_unless_named_and_lost_ones_as_well():
    found = number_score("في 12 و 340 و 5600 ثم 77", "في 12 و 346 و 5600 ثم", "uncertain numbers: 346, 12")
    assert (found.wanted, found.right, found.right_named, found.unnamed, found.lost) == (4, 2, 1, 1, 1)
    assert number_score("12 و 340", "12 و 346", "").unnamed == 1
    missing = "page 1 is doubtful: uncertain numbers: 9; numbers may be missing at: في, من page 2 is doubtful: x, y"
    assert number_score("12 و 340 و 15 و 16 من 7", "12 من 7", missing).lost == 1
    assert number_score("1 200", "1200", "").right == 1
