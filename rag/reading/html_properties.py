"""What a web page says of itself in its head: title, date, publisher, language.

Read from JSON-LD (schema.org), OpenGraph and other <meta> tags and <time>, in this order. Nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rag.reading.lines import Properties
from rag.text.normalise import tidy

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_DATES = (
    "article:published_time",
    *(
        "datepublished",
        "date",
        "dc.date",
        "dcterms.date",
        "dc.date.issued",
        "dcterms.issued",
        "citation_publication_date",
    ),
    *("publish-date", "pubdate", "parsely-pub-date", "sailthru.date"),
)
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "application-name")
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")


def properties_of(soup: BeautifulSoup) -> Properties:
    """Return what the page says; to be called before anything is taken out of it."""
    linked = list(_linked_data(soup))
    meta = _meta(soup)
    date = _first(_dated(item.get("datePublished")) for item in linked)
    date = date or _first(_dated(meta.get(name)) for name in _DATES)
    if date is None:
        moment = soup.find("time", attrs={"datetime": True})
        date = _dated(moment.get("datetime")) if moment is not None else None
    return Properties(
        title=_first(_text(item.get("headline")) for item in linked) or _first(meta.get(name) for name in _TITLES),
        date=date,
        publisher=_first(_publisher(item) for item in linked) or _first(meta.get(name) for name in _PUBLISHERS),
        language=_text(soup.html.get("lang")) if soup.html is not None else None,
        published=date is not None,
    )


def _first(values: Iterator[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _linked_data(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """The objects of all JSON-LD scripts that say when they were published or what their headline is."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            waiting = [json.loads(script.string or "")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item
            elif isinstance(item, dict):
                waiting += item.get("@graph") or []
                if "headline" in item or "datePublished" in item:
                    yield item


def _publisher(item: dict[str, Any]) -> str | None:
    publisher = item.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    return _text(publisher.get("name")) if isinstance(publisher, dict) else _text(publisher)


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta", content=True):
        name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        text = _text(tag.get("content"))
        if name and text:
            found.setdefault(name, text)
    return found


def _text(value: object) -> str | None:
    return " ".join(tidy(value).split()) or None if isinstance(value, str) else None


def _dated(value: object) -> str | None:
    """An ISO date or its beginning; the time of day is left out."""
    match = _DATE.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    return "-".join([match[1], *(f"{int(part):02d}" for part in (match[2], match[3]) if part)])
