"""Markdown files: headings, paragraphs, lists, tables, notes; emphasis, links and images are reduced to their words.

CommonMark with tables, through markdown-it-py, and footnotes (`markdown_notes.py`). HTML within it is reduced to its
text, or read as the table that it is. What is indented is a paragraph: reports hold no programs. Lines that a soft
break joins stay joined unless the second begins with a number, letter or bullet of its own ("2- …", which Markdown does
not know as a list).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.reading import markers
from rag.reading.encodings import decode
from rag.reading.front import under_title
from rag.reading.html import read_html
from rag.reading.lines import Contents, Hint, Piece, Properties
from rag.reading.markdown_notes import placed, take_out
from rag.reading.tables import table_pieces
from rag.reading.words import is_dateline
from rag.text.normalise import tidy

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*\n", re.DOTALL)
_FRONT_ENTRY = re.compile(r"^(title|date|lang|language|publisher)\s*[:=]\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_TITLE_BLOCK = re.compile(r"\A%[ \t]*([^\n]*(?:\n[ \t]+\S[^\n]*)*)\n(?:%[^\n]*\n)?(?:%[ \t]*([^\n]*)\n)?")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}$")
_ATTRIBUTES = re.compile(r"\s*\{(?:[#.][^{}]*|-)\}$")
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BOLD_HEADING_LEVEL = 7
_LONGEST_BOLD_HEADING = 20  # words


def read_markdown(data: bytes, path: str) -> Contents:
    """Return the pieces of a Markdown file; what its front matter says is the document's title and date."""
    text, flags = decode(data, path)
    said, text = _front(tidy(text))
    text, defined = take_out(text)
    notes = {name: [piece.text for piece in _parsed(words)] for name, words in defined.items()}
    pieces = placed(_parsed(text), notes)
    title, date = said.get("title"), said.get("date")
    if title:
        pieces = under_title(pieces, title)
        first = next(index for index, piece in enumerate(pieces) if piece.hint is Hint.TITLE)
        pieces[first + 1 : first + 1] = [Piece(date, Hint.TITLE)] if date else []
    dated = date if date and _DATE.match(date) else None
    language = said.get("lang") or said.get("language")
    properties = Properties(title, dated, said.get("publisher"), language, published=dated is not None)
    return Contents(tuple(pieces), title=title, flags=flags, properties=properties)


def _front(text: str) -> tuple[dict[str, str], str]:
    """What the front matter says, between lines of "---" or "+++", or behind "%"; and the text below it."""
    if front := _FRONT_MATTER.match(text):
        return dict(_FRONT_ENTRY.findall(front[2])), text[front.end() :]
    if block := _TITLE_BLOCK.match(text):
        said = {"title": " ".join(block[1].split()), "date": (block[2] or "").strip()}
        return {key: value for key, value in said.items() if value}, text[block.end() :]
    return {}, text


def _parsed(text: str) -> list[Piece]:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [piece for node in SyntaxTreeNode(parser.parse(text)).children for piece in _pieces(node)]


def _pieces(node: SyntaxTreeNode) -> list[Piece]:
    if node.type == "heading":
        return [Piece(_ATTRIBUTES.sub("", _joined(_inline(node))), Hint.HEADING, level=int(node.tag[1]))]
    if node.type == "paragraph":
        return _paragraph(node)
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node)
    if node.type == "table":
        return _table(node)
    if node.type in ("fence", "code_block"):
        return _code(node)
    if node.type == "html_block":
        return _html(node)
    return [piece for child in node.children for piece in _pieces(child)]


def _code(node: SyntaxTreeNode) -> list[Piece]:
    if node.info.startswith("{=html"):
        return _html(node)
    lines = [line for line in map(str.strip, node.content.split("\n")) if line]
    return [Piece(line, Hint.TABLE_ROW) for line in lines] if node.type == "fence" else _split_at_markers(lines)


def _html(node: SyntaxTreeNode) -> list[Piece]:
    if "<table" in node.content:
        return list(read_html(node.content.encode(), "").pieces)
    words = " ".join(_TAG.sub(" ", _COMMENT.sub(" ", node.content)).split())
    return [Piece(words)] if words else []


def _paragraph(node: SyntaxTreeNode) -> list[Piece]:
    lines = _inline(node)
    if not any(lines):
        return []
    if _is_bold(node) and len(lines) == 1:
        return [Piece(lines[0], Hint.HEADING, level=_BOLD_HEADING_LEVEL)]
    return _split_at_markers(lines)


def _is_bold(node: SyntaxTreeNode) -> bool:
    """Tell whether a paragraph is a short line in bold throughout, which writers use as a heading."""
    parts = [part for part in node.children[0].children if part.type != "text" or part.content.strip()]
    text = _joined(_inline(node))
    return (
        bool(parts)
        and all(part.type == "strong" for part in parts)
        and markers.word_count(text) <= _LONGEST_BOLD_HEADING
        and not markers.ends_sentence(text)
    )


def _split_at_markers(lines: Sequence[str]) -> list[Piece]:
    """Part the lines of one Markdown paragraph: datelines, and markers after a finished or a marked line."""
    groups: list[list[str]] = []
    for line in lines:
        if is_dateline(line):
            groups.append([line])
            continue
        marked = bool(groups) and markers.opens(line)
        if groups and not (marked and (markers.ends_clause(groups[-1][-1]) or markers.opens(groups[-1][0]))):
            groups[-1].append(line)
        else:
            groups.append([line])
    pieces = []
    for group in groups:
        bullet, rest = markers.split_bullet(_joined(group))
        pieces.append(Piece(rest, Hint.LIST_ITEM, marker=bullet) if bullet and rest else Piece(_joined(group)))
    return pieces


def _joined(lines: Sequence[str]) -> str:
    return " ".join(line for line in lines if line)


def _inline(node: SyntaxTreeNode) -> list[str]:
    """The text of a node's inline content, by source lines."""
    text = "".join(_words(part) for child in node.children for part in (child.children or [child]))
    return [" ".join(line.split()) for line in text.split("\n")]


def _words(node: SyntaxTreeNode) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type in ("text", "code_inline", "html_block"):
        return node.content
    if node.type == "html_inline":
        return "\n" if node.content.startswith("<br") else ""
    if node.type == "image":
        return ""
    return "".join(_words(child) for child in node.children)


def _list(node: SyntaxTreeNode) -> list[Piece]:
    """Bullets are list items; numbered items carry their number in the text, and structure decides what they are."""
    pieces: list[Piece] = []
    first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    for number, item in enumerate(node.children, first):
        inner = [piece for child in item.children for piece in _pieces(child)]
        if not inner:
            continue
        head, rest = inner[0], inner[1:]
        if node.type == "ordered_list":
            nested = node.parent is not None and node.parent.type == "list_item"
            hint = Hint.LIST_ITEM if nested else Hint.PLAIN
            pieces.append(Piece(f"{number}{item.markup or '.'} {head.text}", hint))
        else:
            pieces.append(Piece(head.text, Hint.LIST_ITEM, marker=head.marker or "•"))
        pieces += rest
    return pieces


def _table(node: SyntaxTreeNode) -> list[Piece]:
    rows = [row for section in node.children for row in section.children]
    cells = [[[Piece(text)] if (text := _joined(_inline(cell))) else [] for cell in row.children] for row in rows]
    return table_pieces(cells, headed=True)
