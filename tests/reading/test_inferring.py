"""What is inferred of a report, how sure it is, and that the catalogue wins."""

from __future__ import annotations

import tomllib

import docx
import pytest

from rag.reading import CatalogueEntry, propose, read
from rag.types import Metadata

PARAGRAPH = "La mission a visité neuf ports et elle a entendu les pêcheurs, les mareyeurs et les services de l'État."
PAGE = """<html lang="fr"><head><meta property="article:published_time" content="2021-05-03T08:00:00Z">
<meta property="og:site_name" content="Journal du Littoral"></head><body><h1>{title}</h1><p>{text}</p></body></html>"""


@pytest.fixture
def write(tmp_path):
    def written(name: str, text: str):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Agadir, 14 mai 2021", "2021-05-14"),
        ("May 14, 2021", "2021-05-14"),
        ("14/05/2021", "2021-05-14"),
        ("mai 2021", "2021-05"),
        ("الرباط، 14 أيار/مايو 2021", "2021-05-14"),
    ],
)
def test_a_date_line_dates_a_report(write, line, date):
    report = read(write("ports.md", f"# Rapport sur les ports de pêche\n\n{line}\n\n## Bilan\n\n{PARAGRAPH}\n"))
    assert report.metadata.date == date


def test_a_page_says_its_date_and_publisher_and_its_title_the_country(write):
    path = write("port.html", PAGE.format(title="Au Maroc, le port rouvre", text=PARAGRAPH))
    assert read(path).metadata == Metadata(("MA",), "2021-05-03", ("Journal du Littoral",))


def test_the_catalogue_always_wins(write):
    path = write("port.html", PAGE.format(title="Au Maroc, le port rouvre", text=PARAGRAPH))
    said = Metadata(countries=("TN",), date="1999")
    metadata = read(path, CatalogueEntry("port", "port.html", metadata=said)).metadata
    assert (metadata.countries, metadata.date, metadata.publisher) == (("TN",), "1999", ("Journal du Littoral",))


def test_a_guess_is_proposed_and_not_used(tmp_path):
    document = docx.Document()
    document.add_paragraph("Les ports du littoral")
    for _ in range(4):
        document.add_paragraph(f"Le Maroc a des ports. {PARAGRAPH}")
    document.save(str(tmp_path / "ports.docx"))
    assert read(tmp_path / "ports.docx").metadata == Metadata()
    proposed = propose(tmp_path / "ports.docx", "ports.docx")
    assert '# countries = ["MA"]  # 0.5, from the country most often named' in proposed
    (entry,) = tomllib.loads(proposed)["report"]
    assert entry == {"file": "ports.docx", "title": "Les ports du littoral", "language": "fr"}


def test_a_mixed_report_tells_its_shares(write):
    arabic = "زار الفريق سبع مكتبات في شهر واحد، وسأل القراء عن مواعيد العمل وعن حالة الكتب في المدينة."
    path = write("mixte.md", f"# Rapport mixte\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n\n{arabic}\n")
    proposed = propose(path, "mixte.md")
    assert 'language = "fr"  # 0.7, from the words: fr 71%, ar 29%' in proposed


def test_a_row_of_a_table_dates_nothing(write):
    assert read(write("a.csv", "Port;Date\nSafi;2021-05-03\nAgadir;2021-05-04\n")).metadata.date is None


def test_the_united_nations_are_no_country(write):
    path = write(
        "ports.md", f"# Les ports de pêche\n\n{PARAGRAPH} Les Nations Unies, les Nations Unies, les Nations Unies.\n"
    )
    assert 'countries = ["' not in propose(path, "ports.md")
