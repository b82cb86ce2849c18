"""Tracked changes of OpenDocument text: what they delete is taken out before anything is read.

An office program moves most deleted text to the list of changes, where nobody reads it. What it cannot move, rows and
paragraphs among them, stays in the body between text:change-start and text:change-end, whose region says that it is a
deletion. After OASIS OpenDocument 1.3, part 3, section 5.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rag.reading.open_document import TEXT, XML

_TEXT_NODE = 3
_START, _END = (TEXT, "change-start"), (TEXT, "change-end")
_MERGED = ((TEXT, "p"), (TEXT, "h"))


def remove_deleted(body: Any) -> None:
    """Take out of the body what its tracked changes delete; rows and paragraphs that become empty go too.

    A paragraph that is deleted to its end runs on into the one in which the deletion ends.
    """
    # One that is never closed would take the rest of the report with it.
    deletions = frozenset(_deletions(body)) & frozenset(_closed(body))
    if deletions:
        _Remover(deletions).clean(body)


def _deletions(body: Any) -> Iterator[str]:
    """The names of the changed regions that are deletions."""
    for changes in _children(body, "tracked-changes"):
        for region in _children(changes, "changed-region"):
            if any(True for _ in _children(region, "deletion")):
                names = (region.attributes.get(key) for key in ((XML, "id"), (TEXT, "id")))
                yield from (str(name) for name in names if name)


def _closed(node: Any) -> Iterator[str]:
    for child in node.childNodes:
        if child.nodeType != _TEXT_NODE:
            if child.qname == _END:
                yield str(child.attributes.get((TEXT, "change-id")))
            yield from _closed(child)


def _children(node: Any, name: str) -> Iterator[Any]:
    return (child for child in node.childNodes if child.nodeType != _TEXT_NODE and child.qname == (TEXT, name))


class _Remover:
    """Walks through the body in order and remembers which deletions are open.

    Lists of children are changed by hand: odfpy's own removal knows no text.
    """

    def __init__(self, deletions: frozenset[str]) -> None:
        self._deletions = deletions
        self._open: set[str] = set()
        self._cut: Any = None  # the paragraph in which a deletion began that is still open

    def clean(self, node: Any) -> bool:
        """Clean what is below a node; tell whether something was there and nothing is left."""
        took = False
        for child in list(node.childNodes):
            if child.nodeType == _TEXT_NODE:
                if self._open:
                    node.childNodes.remove(child)
                    took = took or bool(child.data.strip())
            elif child.qname in (_START, _END):
                self._pass(child, node)
            elif child.qname != (TEXT, "tracked-changes"):
                took = self._clean_element(node, child) or took
        return took and not _has_text(node)

    def _pass(self, mark: Any, node: Any) -> None:
        name = str(mark.attributes.get((TEXT, "change-id")))
        if name not in self._deletions:
            return
        if mark.qname == _START:
            self._open.add(name)
            before = node.childNodes[: node.childNodes.index(mark)]
            self._cut = node if node.qname in _MERGED and any(map(_holds_text, before)) else None
            return
        self._open.discard(name)
        if self._cut is not None and self._cut is not node and node.qname in _MERGED:
            self._run_on(node)
        self._cut = None

    def _run_on(self, paragraph: Any) -> None:
        """Put what is left of a paragraph behind the one that its deletion began in."""
        for child in list(paragraph.childNodes):
            paragraph.childNodes.remove(child)
            self._cut.childNodes.append(child)

    def _clean_element(self, node: Any, child: Any) -> bool:
        """Clean a child; one that is deleted whole, or becomes empty by it, is taken out, a table's cells aside."""
        begun = bool(self._open)
        emptied = self.clean(child)
        whole = begun and bool(self._open) and child.qname[1] not in ("table-cell", "covered-table-cell")
        if whole or (emptied and child.qname[1] in ("p", "h", "list-item", "list", "table-row", "table")):
            node.childNodes.remove(child)
            return True
        return emptied


def _has_text(node: Any) -> bool:
    return any(map(_holds_text, node.childNodes))


def _holds_text(node: Any) -> bool:
    return bool(node.data.strip()) if node.nodeType == _TEXT_NODE else _has_text(node)
