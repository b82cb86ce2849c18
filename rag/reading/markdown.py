"""Markdown files: headings, paragraphs, lists, tables; emphasis, links and images are reduced to their words.

CommonMark with tables, through markdown-it-py. HTML within it is reduced to its text. Lines that a soft break joins
stay joined unless the second begins with a number, letter or bullet of its own ("2- …", which Markdown does not know as
a list).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.reading import markers
from rag.reading.encodings import decode
from rag.reading.lines import Contents, Hint, Piece
from rag.reading.tables import table_pieces
from rag.reading.words import is_dateline
from rag.text.normalise import tidy

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*\n", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title\s*[:=]\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")
_BOLD_HEADING_LEVEL = 7
_LONGEST_BOLD_HEADING = 20  # words


def read_markdown(data: bytes, path: str) -> Contents:
    """Return the pieces of a Markdown file; a `title:` in its front matter is the document's title."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    text, flags = decode(data, path)
    text = tidy(text)
    title = None
    if front := _FRONT_MATTER.match(text):
        named = _FRONT_TITLE.search(front.group(2))
        title, text = named.group(1) if named else None, text[front.end() :]
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    pieces = [piece for node in tree.children for piece in _pieces(node)]
    return Contents(tuple(pieces), title=title, flags=flags)


def _pieces(node: SyntaxTreeNode) -> list[Piece]:
    if node.type == "heading":
        return [Piece(_joined(_inline(node)), Hint.HEADING, level=int(node.tag[1]))]
    if node.type == "paragraph":
        return _paragraph(node)
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node)
    if node.type == "table":
        return _table(node)
    if node.type in ("fence", "code_block"):
        return [Piece(line.strip(), Hint.TABLE_ROW) for line in node.content.split("\n") if line.strip()]
    if node.type == "html_block":
        stripped = _TAG.sub(" ", node.content)
        return [Piece(" ".join(stripped.split()))] if stripped.strip() else []
    return [piece for child in node.children for piece in _pieces(child)]


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
