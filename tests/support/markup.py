"""What the tests of the page share: reading HTML, and text that would like to be more than text."""

from __future__ import annotations

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

HOSTILE = (
    '1. <script>fetch("http://evil.example/")</script> <img src=x onerror=alert(1)> *a* _b_ `c` ~~d~~ '
    "[l](http://e.example) ![i](http://e.example/i.png) <http://e.example> | t | {{value}} ${value} $$x$$ &amp; "
    "</div></mark>\n\n# h\n- item\n> q"
)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def through_markdown(text: str) -> BeautifulSoup:
    return soup(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))
