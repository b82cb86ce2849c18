"""Web pages: the article without what stands around it."""

from __future__ import annotations

from rag.reading import read
from rag.reading.html import read_html
from rag.reading.lines import Hint

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
