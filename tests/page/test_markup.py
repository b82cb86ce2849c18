"""Text made safe for HTML and Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page.markup import attributes, inert, web_address
from tests.support.markup import HOSTILE, through_markdown


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=200))
def test_text_in_a_message_is_never_markup(text: str) -> None:
    shown = through_markdown(f"<div>{inert(text)}</div>")
    assert {tag.name for tag in shown.find_all()} <= {"div", "br"}
    for line_end in shown.find_all("br"):
        line_end.replace_with("\n")
    assert shown.div is not None
    # BeautifulSoup shortens text of nothing but white space.
    assert shown.div.get_text().split() == text.split()


def test_hostile_text_in_a_message_stays_text() -> None:
    shown = through_markdown(f"<div>{inert(HOSTILE)}</div>")
    assert {tag.name for tag in shown.find_all()} == {"div", "br"}
    assert '<script>fetch("http://evil.example/")</script>' in shown.get_text()
    assert "\n" not in inert(HOSTILE)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org/x", False),
        ("https:///nowhere", False),
        ("https://example.org/a b", False),
        (" https://example.org", False),
        ("http://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(address: str | None, shown: bool) -> None:
    assert (web_address(address) == address and address is not None) is shown


def test_attributes_follow_the_language() -> None:
    assert attributes("ar") == 'lang="ar" dir="rtl"'
    assert attributes("fr") == 'lang="fr" dir="ltr"'
