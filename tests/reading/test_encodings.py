"""Round trips through the encodings of the three languages, from one line up; what is doubtful says so."""

from __future__ import annotations

import pytest

from rag.reading.encodings import decode, decode_stated
from rag.text.normalise import tidy

FRENCH = """Les élèves de l'école ont planté des chênes près du château.
La mairie a reçu la pétition dès le début du mois de février.
Où sont rangées les clés ? Dans l'armoire, à côté de la fenêtre.
Le maître d'œuvre a été nommé ; il espère finir avant Noël.
Ça ne coûtera pas plus cher que prévu, précise le conseiller délégué.""".split("\n")
ARABIC = """افتتح المجلس البلدي حديقة جديدة قرب محطة القطار.
شارك في الاجتماع ثلاثون ممثلا عن الجمعيات المحلية.
كم عدد الأشجار التي غرست هذا العام؟ مئتان وأربعون، حسب المدير.
سيعرض التقرير النهائي على اللجنة في شهر مارس المقبل.
وقالت المهندسة إن الأشغال ستنتهي قبل بداية الشتاء.""".split("\n")
ENGLISH = """The council’s café – open since May – serves “naïve” art lovers.
Its façade was repaired for £900 in the summer.""".split("\n")

TEXTS = {
    "fr": (FRENCH, ("utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-15", "mac_roman", "cp850")),
    "ar": (ARABIC, ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1256", "iso-8859-6", "mac_arabic")),
    "en": (ENGLISH, ("utf-8", "utf-16-be", "windows-1252")),
    "mixed": ([f"{one} {two}" for one, two in zip(ARABIC, FRENCH, strict=True)], ("utf-8", "utf-16", "windows-1256")),
}
CASES = [(language, encoding) for language, (_, encodings) in TEXTS.items() for encoding in encodings]


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_every_line_alone_and_all_of_them_together_come_back(language: str, encoding: str) -> None:
    lines = TEXTS[language][0]
    for text in (*lines, "\n".join(lines)):
        # Some eight-bit encodings have no sign for a letter or two; the text is then one that they can write.
        writable = text.encode(encoding, "ignore").decode(encoding)
        assert tidy(decode(writable.encode(encoding), "x.txt")[0]) == tidy(writable)


@pytest.mark.parametrize(("language", "encoding"), [case for case in CASES if "utf" not in case[1]])
def test_a_guess_is_flagged_and_a_page_of_text_is_no_doubtful_one(language: str, encoding: str) -> None:
    text = "\n".join(TEXTS[language][0] * 4).encode(encoding, "ignore").decode(encoding)
    _, flags = decode(text.encode(encoding), "x.txt")
    assert len(flags) == 1 and flags[0].startswith("the encoding is not stated; read as ")
    assert "might be" not in flags[0] and "doubtful" not in flags[0]


def test_unicode_is_never_flagged() -> None:
    assert [decode("é".encode(name), "x.txt") for name in ("utf-8", "utf-8-sig", "utf-16")] == [("é", ())] * 3


def test_two_letters_that_may_be_many_things_are_doubtful() -> None:
    _, flags = decode("قف".encode("windows-1256"), "x.txt")
    assert "check the text" in flags[0]


def test_an_encoding_of_another_language_is_doubtful() -> None:
    text = "Новая школа открылась в центре города, и дети уже учатся в ней."
    _, flags = decode(text.encode("windows-1251"), "x.txt")
    assert "doubtful" in flags[0] and "save it as UTF-8" in flags[0]


def test_unicode_with_a_damaged_byte_stays_unicode() -> None:
    data = "\n".join(ARABIC).encode()
    text, flags = decode(data.replace(b".", b".\xff", 1), "x.txt")
    assert text.replace("\ufffd", "") == "\n".join(ARABIC)
    assert "some bytes are no utf-8" in flags[0]


ARABIC_LINE = "عقدت اللجنة اثني عشر اجتماعاً خلال الفترة المشمولة بالتقرير واعتمدت برنامج عملها السنوي."
FRENCH_LINE = "Le comité a été créé à l'été 2019, où la délégation a été reçue par le préfet."


@pytest.mark.parametrize(
    ("text", "stated", "real"),
    [
        (ARABIC_LINE, "iso-8859-1", "windows-1256"),
        (ARABIC_LINE, "utf-8", "windows-1256"),
        (FRENCH_LINE, "utf-8", "windows-1252"),
    ],
)
def test_an_encoding_that_is_stated_wrongly_is_not_followed_and_told(text, stated, real):
    found, flags = decode_stated(text.encode(real), stated, "x.html")
    assert found == text and flags == (f"the encoding is not {stated}, as it says; read as {real}",)


@pytest.mark.parametrize(
    ("text", "stated", "real"),
    [
        (ARABIC_LINE, "windows-1256", "utf-8"),
        (ARABIC_LINE, "windows-1256", "windows-1256"),
        (ARABIC_LINE, "iso-8859-6", "iso-8859-6"),
        (FRENCH_LINE, "iso-8859-1", "utf-8"),
        (FRENCH_LINE, "us-ascii", "windows-1252"),
        (FRENCH_LINE, "iso-8859-1", "windows-1252"),
        ("Комитет провёл двенадцать заседаний.", "windows-1251", "windows-1251"),
    ],
)
def test_an_encoding_that_is_stated_rightly_or_cannot_matter_raises_no_flag(text, stated, real):
    assert decode_stated(text.encode(real), stated, "x.html") == (text, ())


def test_an_encoding_that_no_one_knows_is_guessed():
    text, flags = decode_stated(FRENCH_LINE.encode("windows-1252"), "x-none", "x.html")
    assert text == FRENCH_LINE and len(flags) == 1
