"""Spreadsheets: rows say their headers and know their numbers."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from rag.errors import ReadingError
from rag.passages import cut
from rag.reading import read
from rag.reading.lines import Hint
from rag.reading.sheets import read_csv, read_xlsx
from rag.text.citing import cite
from rag.types import BlockKind
from tests.reading.test_archives import with_member
from tests.reading.test_docx_forms import strict


def data_of(workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def rows(report):
    kept = (BlockKind.TABLE_ROW, BlockKind.HEADING)
    return [(b.paragraph, report.text[b.start : b.end]) for b in report.blocks if b.kind in kept]


@pytest.fixture
def workbook():
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Prises"
    sheet.append(["Prises par port"])
    sheet.append([])
    sheet.append(["Port", "Date", "Tonnes", 2019])
    sheet.append(["Safi", date(2021, 5, 3), 30, 12.5])
    sheet.append(["Agadir", datetime(2021, 5, 4, 8, 30), 1200, None])
    other = made.create_sheet("Navires")
    other.append(["Navire", "Équipage"])
    other.append(["Al Amal", 9])
    return made


def test_rows_say_their_headers_and_know_their_numbers(workbook, tmp_path):
    path = tmp_path / "prises.xlsx"
    path.write_bytes(data_of(workbook))
    report = read(path)
    assert report.title == "prises"
    assert rows(report) == [
        (None, "Prises"),
        ("row 4", "Port: Safi; Date: 2021-05-03; Tonnes: 30; 2019: 12.5"),
        ("row 5", "Port: Agadir; Date: 2021-05-04 08:30; Tonnes: 1200"),
        (None, "Navires"),
        ("row 2", "Navire: Al Amal; Équipage: 9"),
    ]
    assert "Prises par port" in report.text
    passages = {passage.text: passage for passage in cut(report)}
    locator = passages["Navire: Al Amal; Équipage: 9"].locator
    assert [cite(locator, language) for language in ("fr", "en", "ar")] == [
        "ligne 2, « Navires »",
        "row 2, “Navires”",
        "الصف 2، «Navires»",
    ]


def test_merged_cells_count_for_all_that_they_cover(workbook):
    sheet = workbook.active
    sheet.append(["Agadir", None, 40])
    sheet.merge_cells("A5:A6")
    assert read_xlsx(data_of(workbook), "x.xlsx").pieces[5].text == "Port: Agadir; Tonnes: 40"


def test_hidden_sheets_are_read_and_told(workbook):
    workbook["Navires"].sheet_state = "hidden"
    contents = read_xlsx(data_of(workbook), "x.xlsx")
    assert contents.flags == ("sheet “Navires” is hidden in the file and was read",)
    assert contents.pieces[-1].text == "Navire: Al Amal; Équipage: 9"


def test_formulas_that_were_never_computed_are_told(workbook):
    workbook.active["C7"] = "=SUM(C4:C5)"
    contents = read_xlsx(data_of(workbook), "x.xlsx")
    assert contents.flags == ("1 formulas have no computed value: open the file in its program and save it",)


def test_without_a_header_the_cells_stand_alone():
    workbook = openpyxl.Workbook()
    workbook.active.append([1, 2, 3])
    workbook.active.append([4, 5, 6])
    assert [piece.text for piece in read_xlsx(data_of(workbook), "x.xlsx").pieces[1:]] == ["1; 2; 3", "4; 5; 6"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_values_in_any_separator_and_encoding(tmp_path, separator, encoding):
    lines = [["Région", "Année", "Ménages"], ["Fès, Meknès", "2019", "1 250"], ["Souss", "2020", "980"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    path = tmp_path / "menages.csv"
    path.write_bytes(text.encode(encoding))
    assert rows(read(path)) == [
        ("row 2", "Région: Fès, Meknès; Année: 2019; Ménages: 1 250"),
        ("row 3", "Région: Souss; Année: 2020; Ménages: 980"),
    ]


def test_arabic_values_in_windows_1256(tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes("الجهة;السنة;عدد الأسر\nفاس مكناس;2019;1250\nسوس ماسة;2020;980\n".encode("windows-1256"))
    report = read(path)
    assert report.language == "ar"
    assert rows(report)[0] == ("row 2", "الجهة: فاس مكناس; السنة: 2019; عدد الأسر: 1250")


def test_a_cell_of_several_lines_is_one_cell():
    pieces = read_csv(b'port,note\nSafi,"deux\nlignes"\nAgadir,une\n', "x.csv").pieces
    assert [piece.text for piece in pieces[1:]] == ["port: Safi; note: deux lignes", "port: Agadir; note: une"]


def test_thousands_of_rows_are_read_and_far_too_many_refused():
    lines = [f"port {number},{number}" for number in range(5000)]
    assert len(read_csv("\n".join(["port,tonnes", *lines]).encode(), "x.csv").pieces) == 5001
    with pytest.raises(ReadingError, match="more than 100000 rows") as caught:
        read_csv(b"a,b\n" + b"1,2\n" * 100_001, "x.csv")
    assert caught.value.mend


def test_other_archives_are_no_workbooks(workbook, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 600)
    with pytest.raises(ReadingError, match="protected by a password, or is an old Excel file"):
        read(path)


def test_formulas_are_read_as_what_they_were_computed_to(workbook):
    workbook.active["C7"] = "=SUM(C4:C5)"
    data = data_of(workbook)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    computed = sheet.replace(b"</f><v></v>", b"</f><v>1230</v>").replace(b"</f><v/>", b"</f><v>1230</v>")
    assert computed != sheet
    contents = read_xlsx(with_member(data, "xl/worksheets/sheet1.xml", computed), "x.xlsx")
    assert contents.flags == () and "Tonnes: 1230" in [piece.text for piece in contents.pieces]


def test_a_share_formatted_as_a_percentage_is_one(workbook):
    workbook.active["D5"] = 0.125
    workbook.active["D5"].number_format = "0.0%"
    assert read_xlsx(data_of(workbook), "x.xlsx").pieces[4].text.endswith("; 2019: 12.5%")


def add(sheet, *lines):
    for line in lines:
        sheet.append(line)
    return sheet


def texts(workbook):
    return [piece.text for piece in read_xlsx(data_of(workbook), "x.xlsx").pieces]


@pytest.mark.parametrize("years", [("Femmes", "Hommes"), (2019, 2020)])
def test_a_second_row_that_parts_the_columns_of_the_first_belongs_to_the_header(years):
    workbook = openpyxl.Workbook()
    sheet = add(workbook.active, ["Région", "Ménages", None, "Taux"], [None, *years, None], ["Souss", 120, 95, 7])
    add(sheet, ["Oriental", 80, 60, 5])
    for merged in ("A1:A2", "B1:C1", "D1:D2"):
        sheet.merge_cells(merged)
    first, second = years
    assert texts(workbook)[2:] == [
        f"Région: Souss; Ménages, {first}: 120; Ménages, {second}: 95; Taux: 7",
        f"Région: Oriental; Ménages, {first}: 80; Ménages, {second}: 60; Taux: 5",
    ]


def test_a_first_row_of_words_is_no_second_header():
    workbook = openpyxl.Workbook()
    add(workbook.active, ["Port", "Maire", "Note"], ["Safi", "Amrani", "ouvert"], ["Agadir", "Talbi", "fermé"])
    assert texts(workbook)[2:] == ["Port: Safi; Maire: Amrani; Note: ouvert", "Port: Agadir; Maire: Talbi; Note: fermé"]


def test_a_second_table_on_a_sheet_has_its_own_header(workbook):
    sheet = workbook.active
    add(sheet, [], ["Effectifs"], [], ["Ville", "Année", "Agents"], ["Fès", 2019, 12], ["Oujda", 2020, 15], [])
    add(sheet, ["Tiznit", 2021, 9])
    kept = [(piece.hint, piece.text) for piece in read_xlsx(data_of(workbook), "x.xlsx").pieces[5:10]]
    assert kept == [
        (Hint.PLAIN, "Effectifs"),
        (Hint.FURNITURE, "Ville; Année; Agents"),
        (Hint.TABLE_ROW, "Ville: Fès; Année: 2019; Agents: 12"),
        (Hint.TABLE_ROW, "Ville: Oujda; Année: 2020; Agents: 15"),
        (Hint.TABLE_ROW, "Ville: Tiznit; Année: 2021; Agents: 9"),
    ]


def test_rows_behind_an_empty_one_keep_their_header(workbook):
    add(workbook["Navires"], [], ["Groupe du sud"], ["Al Baraka", 7])
    assert [piece.text for piece in read_xlsx(data_of(workbook), "x.xlsx").pieces[-2:]] == [
        "Navire: Groupe du sud",
        "Navire: Al Baraka; Équipage: 7",
    ]


def test_the_line_by_which_a_program_names_the_separator_is_none_of_the_table():
    pieces = read_csv(b"sep=;\r\nport;part\r\nSafi;1,5\r\n", "x.csv").pieces
    assert [piece.text for piece in pieces] == ["port; part", "port: Safi; part: 1,5"]


def test_the_strict_form_is_read_like_the_usual_one(workbook):
    data = data_of(workbook)
    assert strict(data) != data and read_xlsx(strict(data), "x.xlsx") == read_xlsx(data, "x.xlsx")


@pytest.mark.parametrize(
    "names",
    [
        ("T1 2021", "T2 2021"),
        ("2019-2020", "2020-2021"),
        ("janv. 2021", "févr. 2021"),
        ("Effectif au 31/12/2020", "Part"),
    ],
)
def test_periods_and_words_with_dates_name_columns(names):
    workbook = openpyxl.Workbook()
    add(workbook.active, ["Port", *names], ["Safi", 12, 15], ["Agadir", 3, 4])
    assert texts(workbook)[2] == f"Port: Safi; {names[0]}: 12; {names[1]}: 15"


def test_months_that_the_format_shows_name_columns():
    workbook = openpyxl.Workbook()
    add(workbook.active, ["Port", date(2021, 1, 1), date(2021, 2, 1)], ["Safi", 12, 15])
    for column in "BC":
        workbook.active[f"{column}1"].number_format = "mmm yyyy"
    assert texts(workbook)[2] == "Port: Safi; 2021-01: 12; 2021-02: 15"
