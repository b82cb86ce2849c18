"""Tables of letters put right from the font in the file: fonts and files made here, and those of a real program."""

from __future__ import annotations

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.otTables import GDEF, GlyphClassDef
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from rag.reading import read
from rag.reading.letter_tables import names_of, with_own_letters, with_rising_ranges
from tools.make_pdf_samples import FOLDER

# Index and name: what is drawn (a box of so many units, or the glyphs that it is made of), how wide, which letter.
_GLYPHS = {
    ".notdef": (10, 500, None),
    "alef": (20, 240, "ا"),
    "lam": (30, 240, "ل"),
    "hamza": (5, 0, None),
    "alef_hamza": (("alef", "hamza"), 240, "أ"),
    "alef_narrow": (22, 0, None),
    "lam_wide": (33, 500, None),
    "alef_narrow_hamza": (("alef_narrow", "hamza"), 0, None),
    "meem": (40, 400, "م"),
    "meem_again": (40, 420, None),
    "private": (50, 400, "\ue000"),
    "vowel": (6, 0, None),
    "space": (0, 250, " "),
}
_ORDER = list(_GLYPHS)


def font() -> TTFont:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(_ORDER)
    builder.setupCharacterMap({ord(letter): name for name, (_, _, letter) in _GLYPHS.items() if letter})
    drawn = {}
    for name, (shape, _, _) in _GLYPHS.items():
        pen = TTGlyphPen(drawn)
        if isinstance(shape, tuple):
            for part in shape:
                pen.addComponent(part, (1, 0, 0, 1, 0, 0))
        elif shape:
            pen.moveTo((0, 0))
            for corner in ((0, shape), (shape, shape), (shape, 0)):
                pen.lineTo(corner)
            pen.closePath()
        drawn[name] = pen.glyph()
    builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics({name: (wide, 0) for name, (_, wide, _) in _GLYPHS.items()})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    table = newTable("GDEF")
    table.table = GDEF()
    table.table.Version = 0x00010000
    table.table.GlyphClassDef = GlyphClassDef()
    table.table.GlyphClassDef.classDefs = {"hamza": 3, "vowel": 3, "alef_narrow": 1}
    table.table.AttachList = table.table.LigCaretList = table.table.MarkAttachClassDef = None
    builder.font["GDEF"] = table
    file = io.BytesIO()
    builder.save(file)
    return TTFont(io.BytesIO(file.getvalue()))


def names(*lines: list[str]) -> dict[str, str]:
    found = names_of(font(), [[_ORDER.index(name) for name in line] for line in lines])
    return {_ORDER[glyph]: name for glyph, name in found.items()}


def test_letters_are_those_that_the_font_tells_and_private_ones_are_unknown():
    found = names(["meem", "alef"])
    assert (found["meem"], found["alef"], found["private"]) == ("م", "ا", "\ufffd")


def test_a_glyph_that_looks_as_another_is_the_same_letter():
    assert names(["meem_again"])["meem_again"] == "م"


def test_lam_and_alef_are_two_nameless_glyphs_always_side_by_side_with_the_signs_on_them():
    found = names(["meem", "alef_narrow", "lam_wide"], ["alef_narrow_hamza", "lam_wide", "alef"])
    assert [found[name] for name in ("alef_narrow", "lam_wide", "alef_narrow_hamza")] == ["ا", "ل", "أ"]


@pytest.mark.parametrize(
    "lines",
    [
        [["alef_narrow", "lam_wide"], ["alef_narrow", "meem"]],
        [["alef_narrow", "lam_wide"], ["meem", "lam_wide"]],
        [["alef_narrow", "lam_wide"], ["alef", "lam"]],
    ],
)
def test_glyphs_that_also_stand_elsewhere_or_beside_lam_and_alef_by_name_stay_unknown(lines):
    found = names(*lines)
    assert (found["alef_narrow"], found["lam_wide"]) == ("\ufffd", "\ufffd")


def test_a_vowel_sign_without_a_name_is_nothing():
    assert names(["meem", "vowel"])["vowel"] == "\ufffe"


def pdf(table: str) -> bytes:
    """A page that draws "lam alef meem" with this table of letters."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    file, letters, content = StreamObject(), StreamObject(), StreamObject()
    saved = io.BytesIO()
    font().save(saved)
    file.set_data(saved.getvalue())
    letters.set_data(table.encode())
    codes = "".join(f"{_ORDER.index(name):04x}" for name in ("meem", "alef", "lam"))
    content.set_data(f"BT /F1 20 Tf 20 50 Td <{codes}> Tj ET".encode())
    name = NameObject
    descriptor = DictionaryObject({name("/Type"): name("/FontDescriptor"), name("/FontName"): name("/Own")})
    descriptor[name("/FontFile2")] = writer._add_object(file)
    inner = DictionaryObject({name("/Type"): name("/Font"), name("/Subtype"): name("/CIDFontType2")})
    inner |= {name("/BaseFont"): name("/Own"), name("/FontDescriptor"): writer._add_object(descriptor)}
    outer = DictionaryObject({name("/Type"): name("/Font"), name("/Subtype"): name("/Type0")})
    outer |= {name("/BaseFont"): name("/Own"), name("/Encoding"): name("/Identity-H")}
    outer[name("/DescendantFonts")] = ArrayObject([writer._add_object(inner)])
    outer[name("/ToUnicode")] = writer._add_object(letters)
    fonts = DictionaryObject({name("/F1"): writer._add_object(outer)})
    page[name("/Resources")] = DictionaryObject({name("/Font"): fonts})
    page[name("/Contents")] = writer._add_object(content)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def table_of(text: str) -> str:
    return f"begincmap\n1 beginbfchar\n<0001> <{text.encode('utf-16-be').hex()}>\nendbfchar\nendcmap"


def test_only_a_table_that_takes_a_glyph_for_words_is_put_right():
    right, wrong = pdf(table_of("ا")), pdf(table_of("المدرسة في القرية"))
    assert with_own_letters(PdfReader(io.BytesIO(right)), right) is right
    mended = with_own_letters(PdfReader(io.BytesIO(wrong)), wrong)
    (used,) = PdfReader(io.BytesIO(mended)).pages[0]["/Resources"]["/Font"].values()
    assert "<0001> <0627>" in used.get_object()["/ToUnicode"].get_data().decode()


def test_a_damaged_file_is_left_as_it_is():
    data = pdf(table_of("المدرسة في القرية")).replace(b"/Contents", b"/Contentz")
    assert with_own_letters(PdfReader(io.BytesIO(data)), data) is data


def test_ranges_rise():
    assert with_rising_ranges("2024-2021 10-5 2020-11-2019") == "2021-2024 10-5 2020-11-2019"


@pytest.mark.parametrize("name", ["arabic", "arabic-columns", "mixed"])
def test_pages_of_a_program_that_errs_are_read_without_recognition(name):
    report = read(FOLDER / f"{name}.weasyprint.pdf")
    assert {page.extractor for page in report.readings} == {"pdfium"} and report.flags == ()
