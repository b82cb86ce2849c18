"""Ids of places in the page, to be linked to from within it."""

from __future__ import annotations

from urllib.parse import quote


def anchor(what: str, name: str) -> str:
    """Return the id of a place, "trace-s-001": no two names share one, and none needs escaping in an address.

    What an address could not hold is written by its bytes, "a|b" as "a:7Cb"; a colon itself never stays as it is.
    """
    return f"{what}-{quote(name, safe='').replace('%', ':')}"
