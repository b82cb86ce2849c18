"""Web pages: the article without what stands around it."""

from __future__ import annotations

import pytest

from rag.reading import read
from rag.reading.html import read_html
from rag.reading.lines import Hint, Properties

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Le port rouvre | Journal du Littoral</title>
<script>var a = "bruit";</script></head><body>
<nav><ul><li>Accueil</li></ul></nav>
<div class="cookie-banner">Nous utilisons des cookies</div>
<main><article>
<header><h1>Le port rouvre</h1><p class="byline">Par S. Amrani, <time>3 mai 2021</time></p></header>
<p>Le port a <strong>rouvert</strong> ce&nbsp;matin,<br>après six mois de travaux.</p>
<figure><img src="a.jpg" alt="vue"><figcaption>Le quai nord</figcaption></figure>
<h2>Les chiffres</h2>
<p>Neuf bateaux sont entrés.</p>
<ul><li>trois chalutiers</li><li><p>six barques</p></li></ul>
<table><tr><th>Année</th><th>Prises</th></tr><tr><td>2019</td><td>40 t</td></tr></table>
<aside>Publicité</aside>
<div>Un texte sans balise.<br><br>Un autre.</div>
<p hidden>caché</p>
</article></main>
<footer>Mentions légales</footer></body></html>"""


def test_an_article_page(tmp_path):
    path = tmp_path / "port.html"
    path.write_text(PAGE, encoding="utf-8")
    report = read(path)
    assert report.title == "Le port rouvre"
    assert [(block.paragraph, report.text[block.start : block.end]) for block in report.blocks] == [
        ("title", "Le port rouvre"),
        (None, "Par S. Amrani, 3 mai 2021"),
        ("1", "Le port a rouvert ce matin, après six mois de travaux."),
        (None, "Le quai nord"),
        (None, "Les chiffres"),
        ("2", "Neuf bateaux sont entrés."),
        ("2", "trois chalutiers"),
        ("2", "six barques"),
        ("2", "Année: 2019; Prises: 40 t"),
        ("3", "Un texte sans balise."),
        ("4", "Un autre."),
    ]
    for noise in ("Accueil", "cookies", "bruit", "Publicité", "caché", "Mentions"):
        assert noise not in report.text


def test_the_title_without_the_name_of_the_site():
    page = "<title>Le port rouvre ses quais | Journal</title><body><p>Le port a rouvert.</p>"
    assert read_html(page.encode(), "x.html").title == "Le port rouvre ses quais"


def test_ordered_lists_show_their_numbers_and_letters():
    page = '<ol start="4"><li>quatre</li><li value="9">neuf</li></ol><ol type="a"><li>Qui ?</li><li>Quand ?</li></ol>'
    assert [piece.text for piece in read_html(page.encode(), "x.html").pieces] == [
        "4. quatre",
        "9. neuf",
        "a) Qui ?",
        "b) Quand ?",
    ]


def test_a_question_table_and_the_declared_encoding():
    page = """<meta charset="windows-1256"><body dir="rtl"><h2>القسم الأول: المنهجية</h2>
    <table><tr><td>الأسئلة</td><td>الأجوبة</td></tr>
    <tr><td>أ) من أعد التقرير؟</td><td><p>أعدته لجنة.</p><ul><li>من البلدية</li></ul></td></tr></table>"""
    pieces = read_html(page.encode("windows-1256"), "x.html").pieces
    assert [(piece.hint, piece.text) for piece in pieces] == [
        (Hint.HEADING, "القسم الأول: المنهجية"),
        (Hint.FURNITURE, "الأسئلة الأجوبة"),
        (Hint.PLAIN, "أ) من أعد التقرير؟"),
        (Hint.PLAIN, "أعدته لجنة."),
        (Hint.LIST_ITEM, "من البلدية"),
    ]


def test_a_page_without_article_or_main_keeps_its_body():
    page = "<body><div><h1>Titre</h1><p>Un.</p></div><div><p>Deux.</p></div><nav>menu</nav></body>"
    assert [piece.text for piece in read_html(page.encode(), "x.html").pieces] == ["Titre", "Un.", "Deux."]


def pieces_of(page: str):
    return read_html(page.encode(), "x.html").pieces


ARTICLE = """<h1>Le port rouvre</h1><p>Le port de pêche a rouvert lundi, après six mois de travaux.</p><h2>Chiffres</h2>
<ul><li>trois chalutiers</li><li>six barques</li></ul><p>1. Première recommandation.</p>"""
MENU = "<ul><li><a href='/'>Accueil</a></li><li><a href='/s'>Sport</a></li></ul>"
ALSO = (
    "<h3>À lire aussi</h3><ul><li><a href='/a'>Le phare repeint</a></li><li><a href='/b'>La plage fermée</a></li></ul>"
)
REMARKS = "<h3>Commentaires</h3><div>jean : enfin !</div><div>lila : bravo à tous</div>"
COOKIES = "<div>Nous utilisons des cookies. <button>Accepter</button></div>"
RIGHTS = "<div>© 2021 Journal. Mentions légales</div>"


@pytest.mark.parametrize(
    "body",
    [
        f"<nav>{MENU}</nav><main><article>{ARTICLE}</article></main><aside>{ALSO}</aside><footer>{RIGHTS}</footer>",
        f"<div class='menu'>{MENU}</div><div>{ARTICLE}</div><div class='comments'>{REMARKS}</div>{RIGHTS}",
        f"<div class='x'>{MENU}</div>{COOKIES}<div>{ARTICLE}{ALSO}</div><div>{REMARKS}</div>{RIGHTS}",
        f"<table><tr><td>{MENU}</td><td>{ARTICLE}</td><td>{ALSO}</td></tr></table>{RIGHTS}",
        ARTICLE,
    ],
    ids=["named by elements", "named by classes", "not named", "set in a table", "bare"],
)
def test_all_of_the_article_and_nothing_around_it(body):
    assert [piece.text for piece in pieces_of(f"<html><body>{body}</body></html>")] == [
        "Le port rouvre",
        "Le port de pêche a rouvert lundi, après six mois de travaux.",
        "Chiffres",
        "trois chalutiers",
        "six barques",
        "1. Première recommandation.",
    ]


def test_a_list_of_sources_is_no_menu():
    page = (
        f"<body>{ARTICLE}<h2>Sources</h2><ul><li><a href='/1'>Office</a></li><li><a href='/2'>Port</a></li></ul></body>"
    )
    assert [piece.text for piece in pieces_of(page)][-2:] == ["Office", "Port"]


def test_what_a_page_says_of_itself():
    data = (
        '{"@graph": [{"@type": "NewsArticle", "headline": "Le port rouvre", "datePublished": "2021-05-03T08:00:00Z"}]}'
    )
    head = f"""<meta property="og:site_name" content="Journal du Littoral"><meta name="date" content="2020-01-01">
    <script type="application/ld+json">{data}</script><script type="application/ld+json">{{broken</script>"""
    page = f'<html lang="fr-MA"><head>{head}</head><body>{ARTICLE}</body></html>'
    assert read_html(page.encode(), "x.html").properties == Properties(
        "Le port rouvre", "2021-05-03", "Journal du Littoral", "fr-MA", published=True
    )


def test_the_date_of_an_element_serves_where_the_head_says_none():
    page = f'<body><time datetime="2021-5-3">3 mai</time>{ARTICLE}</body>'
    found = read_html(page.encode(), "x.html").properties
    assert (found.date, found.published, found.publisher) == ("2021-05-03", True, None)


def test_notes_follow_the_paragraph_that_calls_them():
    page = """<body><h2>Bilan<sup><a href="#n1">1</a></sup></h2><p>Neuf bateaux<sup><a href="#n2" id="r2">2</a></sup>
    sont entrés.</p><p>Puis rien.</p><ol class="footnotes"><li id="n1">Provisoire.</li>
    <li id="n2">Hors barques. <a href="#r2">↩</a></li></ol></body>"""
    assert [(piece.hint, piece.marker, piece.text) for piece in pieces_of(page)] == [
        (Hint.HEADING, "", "Bilan"),
        (Hint.PLAIN, "", "Neuf bateaux sont entrés."),
        (Hint.NOTE, "1", "Provisoire."),
        (Hint.NOTE, "2", "Hors barques."),
        (Hint.PLAIN, "", "Puis rien."),
    ]


def test_an_encoding_that_is_not_declared_is_told_by_its_letters():
    words = "افتتح المجلس البلدي حديقة جديدة قرب محطة القطار، وشارك في الاجتماع ثلاثون ممثلا عن الجمعيات."
    contents = read_html(f"<body><p>{words}</p></body>".encode("windows-1256"), "x.html")
    assert [piece.text for piece in contents.pieces] == [words]
    assert contents.flags == ("the encoding is not stated; read as windows-1256",)


@pytest.mark.parametrize(
    ("call", "note"),
    [
        (
            '<a name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>',
            '<div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a> Provisoire.</p></div>',
        ),
        (
            '<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>',
            '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Provisoire.</p></div>',
        ),
        (
            '<sup id="r1"><a href="#n1">1</a></sup>',
            '<section><ol><li id="n1"><sup><a href="#r1">1</a></sup> Provisoire.</li></ol></section>',
        ),
    ],
    ids=["LibreOffice", "Word", "raised in both places"],
)
def test_notes_as_office_programs_and_sites_write_them(call, note):
    page = f"<body><p>Neuf bateaux{call} sont entrés.</p><p>Puis rien.</p>{note}</body>"
    assert [(piece.hint, piece.marker, piece.text) for piece in pieces_of(page)] == [
        (Hint.PLAIN, "", "Neuf bateaux sont entrés."),
        (Hint.NOTE, "1", "Provisoire."),
        (Hint.PLAIN, "", "Puis rien."),
    ]


def test_a_merged_cell_counts_in_all_rows_that_it_covers():
    rows = (
        "<tr><th>Port</th><th>Année</th><th>Prises</th></tr>"
        '<tr><td rowspan="2">Safi</td><td>2020</td><td>30 t</td></tr><tr><td>2021</td><td>28 t</td></tr>'
        '<tr><td colspan="2">Total</td><td>58 t</td></tr><tr><td rowspan="beaucoup">Agadir</td><td>2021</td></tr>'
    )
    found = read_html(f"<html><body><table>{rows}</table></body></html>".encode(), "x.html").pieces
    assert [piece.text for piece in found][1:] == [
        "Port: Safi; Année: 2020; Prises: 30 t",
        "Port: Safi; Année: 2021; Prises: 28 t",
        "Port: Total; Prises: 58 t",
        "Port: Agadir; Année: 2021",
    ]


OFFICE = """<html><head><meta name="generator" content="LibreOffice 7.4"></head><body>
<p>Rapport sur les notes du conseil</p><h1>Constats<sup><a href="#sdfootnote1sym">1</a></sup></h1>
<ol><li><p>Le conseil a tenu six réunions au cours de la période considérée.
<sup><a href="#sdfootnote2sym">2</a></sup></p>
<li><p>Il a adopté son programme de travail pour les deux ans à venir.</p>
<ol type="i"><li><p>pour les ports ;<sup><a href="#sdendnote1sym">i</a></sup></p><li><p>pour les routes.</p></ol>
<li><p>Il se réunira de nouveau au mois de mai, dans la même ville.</p></ol>
<h1>Suite</h1><p>La commission recommande une visite.</p>
<div id="sdfootnote1"><p><a name="sdfootnote1sym">1</a> Selon le rapport annuel.</p></div>
<div id="sdfootnote2"><p><a name="sdfootnote2sym">2</a> Décret de 2019.</p><p>Publié au Bulletin.</p></div>
<div id="sdendnote1"><p><a name="sdendnote1sym">i</a> Entretien de mars.</p></div></body></html>"""


def test_a_report_that_an_office_program_saved_as_a_page(tmp_path):
    path = tmp_path / "rapport.html"
    path.write_text(OFFICE, encoding="utf-8")
    report = read(path)
    assert report.title == "Rapport sur les notes du conseil"
    assert [
        (block.kind.value, block.paragraph, block.section, report.text[block.start : block.end])
        for block in report.blocks
    ] == [
        ("title", "title", None, "Rapport sur les notes du conseil"),
        ("heading", None, "Constats", "Constats"),
        ("paragraph", "1", "Constats", "1. Le conseil a tenu six réunions au cours de la période considérée."),
        ("note", "1", "Constats", "Selon le rapport annuel."),
        ("note", "1", "Constats", "Décret de 2019. Publié au Bulletin."),
        ("paragraph", "2", "Constats", "2. Il a adopté son programme de travail pour les deux ans à venir."),
        ("list_item", "2", "Constats", "i) pour les ports ;"),
        ("note", "2", "Constats", "Entretien de mars."),
        ("list_item", "2", "Constats", "ii) pour les routes."),
        ("paragraph", "3", "Constats", "3. Il se réunira de nouveau au mois de mai, dans la même ville."),
        ("heading", None, "Suite", "Suite"),
        ("paragraph", None, "Suite", "La commission recommande une visite."),
    ]


@pytest.mark.parametrize(
    ("attribute", "labels"),
    [
        ('type="I"', ["I.", "II."]),
        ('style="list-style-type: lower-roman"', ["i)", "ii)"]),
        ('style="list-style: upper-alpha"', ["A)", "B)"]),
        ('style="list-style-type: arabic-indic" start="9"', ["٩.", "١٠."]),
    ],
)
def test_a_list_is_counted_as_its_style_says(attribute, labels):
    pieces = read_html(f"<body><ol {attribute}><li>un</li><li>deux</li></ol></body>".encode(), "x.html").pieces
    assert [piece.text.split()[0] for piece in pieces] == labels


def test_sections_that_are_first_headings_stand_below_a_marked_title(tmp_path):
    path = tmp_path / "x.html"
    body = '<h1 class="title">Rapport</h1><p class="author">Office</p><p class="date">14 mai 2021</p>'
    path.write_text(f"<body>{body}<h1>Constats</h1><p>Le port a rouvert.</p><h1>Suite</h1><p>Rien.</p></body>")
    found = read(path)
    assert found.title == "Rapport" and found.metadata.date == "2021-05-14"
    assert [block.section for block in found.blocks] == [None, None, None, "Constats", "Constats", "Suite", "Suite"]


def test_what_stands_behind_the_end_of_the_body_is_read():
    page = b"<html><body><p>Un.</p></body><p>Deux.</p><table><tr><td>Trois</td></tr></table></html>\n<p>Quatre.</p>"
    assert [piece.text for piece in read_html(page, "x.html").pieces] == ["Un.", "Deux.", "Trois", "Quatre."]


WRITTEN_OUT = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>- no title specified</title>
<meta name="DCTERMS.source" content="http://xml.openoffice.org/odf2xhtml"/>
<meta name="DCTERMS.issued" content="2013-12-23T23:15:00"/></head><body><p>Rapport sur les ports</p><h1>Constats</h1>
<ol><li><p><span style="display:block;float:left">1.</span>Le conseil a tenu six réunions cette année.</p>
<ol><li><span style="display:block">(a)</span>pour les ports ;</li><li><span>(b)</span>pour les routes.</li></ol></li>
<li><p><span style="display:block;float:left">2.</span>Il a adopté son programme pour deux ans.</p></li></ol>
<ol><li><p><span style="display:block;float:left">3.</span>Il se réunira en mai dans la même ville.</p></li></ol>
</body></html>"""


def test_numbers_that_are_written_out_are_not_counted_again(tmp_path):
    path = tmp_path / "x.xhtml"
    path.write_text(WRITTEN_OUT, encoding="utf-8")
    report = read(path)
    assert (report.title, report.metadata.date) == ("Rapport sur les ports", None)
    assert [(block.paragraph, report.text[block.start : block.end]) for block in report.blocks[2:]] == [
        ("1", "1. Le conseil a tenu six réunions cette année."),
        ("1", "(a) pour les ports ;"),
        ("1", "(b)pour les routes."),
        ("2", "2. Il a adopté son programme pour deux ans."),
        ("3", "3. Il se réunira en mai dans la même ville."),
    ]


@pytest.mark.parametrize(
    ("first", "expected"),
    [("", "Safi; 2020: 12; 2021: 9; rouvert"), (' sdval="2020"', "Safi; 12; 9; rouvert")],
    ids=["words over figures", "figures over figures"],
)
def test_what_calc_says_of_cells_tells_whether_the_first_row_names_the_columns(first, expected):
    page = f"""<p>Bilan.</p><table><tr><td></td><td{first}>2020</td><td>2021</td><td></td></tr>
    <tr><td>Safi</td><td sdval="12">12</td><td sdval="9">9</td><td>rouvert</td></tr></table>"""
    assert read_html(page.encode(), "a.html").pieces[-1].text == expected
