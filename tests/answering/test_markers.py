"""Markers and cleaning: what reaches the draft of whatever a model may write."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.cleaning import plain
from rag.answering.markers import marked_sentences, settled


def marked(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(sentence.text, sentence.markers) for sentence in marked_sentences(text)]


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("The fund paid [1].", (1,)),
        ("The fund paid. [1]", (1,)),
        ("The fund paid.[1]", (1,)),
        ("The fund paid.[1].", (1,)),
        ("The fund paid. [1].", (1,)),
        ("The fund paid [1, 2].", (1, 2)),
        ("The fund paid [1][2].", (1, 2)),
        ("The fund paid [1], [2].", (1, 2)),
        ("The fund paid [1] and [2].", (1, 2)),
        ("The fund paid [1 and 2].", (1, 2)),
        ("The fund paid [2][2].", (2,)),
        ("The fund paid [2-4].", (2, 3, 4)),
        ("The fund paid【1】.", (1,)),
        ("The fund paid【2†source】.", (2,)),
        ("The fund paid【2:0†report.pdf】.", (2,)),
        ("The fund paid ［３］.", (3,)),
        ("The fund paid [١].", (1,)),
        ("The fund paid [١، ٢].", (1, 2)),
        ("The fund paid [^3].", (3,)),
        ("The fund paid [Passage 2].", (2,)),
        ("The fund paid [المقطع ٢].", (2,)),
        ("The fund [1] paid.", (1,)),
        ("[1] The fund paid.", (1,)),
        ("The fund paid [0].", (0,)),
        ("The fund paid [123456789].", (0,)),
        ("The fund paid.", ()),
    ],
)
def test_a_marker_is_read_and_leaves_the_text(text, markers):
    assert marked(text) == [("The fund paid.", markers)]


@pytest.mark.parametrize(
    "text", ["He wrote [sic] so.", "He wrote [...] so.", "He wrote (1) so.", "It is 1.5 [m] wide."]
)
def test_other_brackets_are_text(text):
    assert marked(text) == [(text, ())]


@pytest.mark.parametrize(
    "text",
    [
        "One fell. [1] Two rose. [2]",
        "One fell.[1] Two rose.[2]",
        "One fell [1]. Two rose [2].",
        "One fell.[1]Two rose.[2]",
        "One fell [1]\nTwo rose [2]",
        "One fell.\n[1]\nTwo rose.\n[2]",
        "[1] One fell. [2] Two rose.",
    ],
)
def test_each_sentence_has_its_own_markers(text):
    assert [(sentence.rstrip("."), markers) for sentence, markers in marked(text)] == [
        ("One fell", (1,)),
        ("Two rose", (2,)),
    ]


def test_sentences_of_three_languages():
    assert marked("Le fonds a versé 5 % [1] ; il est clos. [2]") == [("Le fonds a versé 5 % ; il est clos.", (1, 2))]
    assert marked("بلغ العدد ٣٣ عضوا [١]. هل زاد؟ [٢]") == [("بلغ العدد ٣٣ عضوا.", (1,)), ("هل زاد؟", (2,))]
    assert marked("Mr. Smith paid 1.5 million [1]. It rose [2].") == [
        ("Mr. Smith paid 1.5 million.", (1,)),
        ("It rose.", (2,)),
    ]


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "1. ", "2) ", "(3) ", "١. "])
def test_list_items_are_sentences_with_one_kind_of_bullet(bullet):
    assert marked(f"{bullet}health [1]\n{bullet}work [2]") == [("• health", (1,)), ("• work", (2,))]


def test_a_list_of_sources_is_left_out():
    assert marked("The fund paid [1].\n\nSources: [1], [2]") == [("The fund paid.", (1,))]


@pytest.mark.parametrize(
    "text", ["The fund [[1]] paid.", "The fund [1[9]] paid.", "The fund [[1]2] paid.", "The fund [1 [ 2 ] ] paid."]
)
def test_nested_brackets_leave_no_marker_behind(text):
    ((sentence, _),) = marked(text)
    assert sentence == "The fund paid."


@given(st.text(alphabet="[]【】［］1٢9, .a\n-–†^", max_size=60))
def test_no_text_keeps_a_marker(text):
    for sentence in marked_sentences(plain(text)):
        assert not re.search(r"[\[【［]\s*\d+\s*[\]】］]", sentence.text)
        assert list(sentence.markers) == list(dict.fromkeys(sentence.markers))


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("See [the page](http://evil.example/x?q=1) now [1].", "See the page now [1]."),
        ("The fund paid [1](http://evil.example).", "The fund paid [1]."),
        ("The fund ![x](http://evil.example/p.png)paid.", "The fund paid."),
        ("The fund ![a [b] c](http://evil.example/p.png)paid.", None),
        ("Read https://evil.example/a?b=c. Now.", "Read . Now."),
        ("Read www.evil.example/a, now", "Read , now"),
        ("Read <https://evil.example/a> now", "Read  now"),
        ("Click javascript:alert(1) now", None),
        ("Fact [x].\n\n[x]: http://evil.example/x 'title'", "Fact [x]."),
        ("[a](\nhttp://evil.example/x)", None),
        ("<b>bold</b> and <i>thin</i>", "bold and thin"),
        ("m<sup>2</sup>", "m2"),
        ("one<br>two", "one\ntwo"),
        ("a<script>alert('[1]')</script>b", "a b"),
        ("a<script>alert(1)", "a"),
        ("<think>I wonder [2].</think>It is so [1].", "It is so [1]."),
        ("a <!-- hidden --> b", "a  b"),
        ('a <img src="http://evil.example/p.png" onerror="x">b', "a b"),
        ('a <img src="x" onerror="alert(1)"', None),
        ("&lt;img src=x&gt;b", "b"),
        ("&amp;lt;img src=x&amp;gt;b", "b"),
        ("<scr<b>ipt>alert(1)</scr</b>ipt>", None),
        ("R&amp;D", "R&D"),
        ("less than < 5 % and 3 <4 > 2", "less than < 5 % and 3 <4 > 2"),
        ("**bold** and `code` and *thin* and 2 * 3 * 4", "bold and code and thin and 2 * 3 * 4"),
        ("## Title\n> quoted\n---\ntext", "Title\nquoted\n\ntext"),
        ("write to a.b@example.org", "write to a.b@example.org"),
        ("mailto:a.b@example.org", "a.b@example.org"),
        ("hid\u200bden\u202e\U000e0041", "hidden"),
    ],
)
def test_markup_is_stripped(reply, expected):
    cleaned = plain(reply)
    if expected is not None:
        assert cleaned == expected
    assert not re.search(r"://|www\.|javascript:|\]\(|<[a-zA-Z/!?]", cleaned)


PIECES = (
    """< > <b> </script> <script <!-- --> [ ] ]( ) ( ! http s:// www . &lt; &amp; [1] x ** ` : java script: // # -"""
)
MARKUP = st.sampled_from([*PIECES.split(), "\u200b", " ", "\n"])


@given(st.lists(MARKUP, max_size=40).map("".join))
def test_no_combination_of_pieces_leaves_markup(reply):
    cleaned = plain(reply)
    assert not re.search(r"://[^\s<>()\[\]\"»]|www\.|javascript:|\]\(|<[a-zA-Z/!?]", cleaned, re.I)
    assert plain(cleaned) == cleaned


def test_deep_nesting_ends():
    reply = "<" * 3000 + "b>" * 3000
    assert "<b" not in plain(reply)
    assert plain("&" + "amp;" * 1500 + "lt;b&gt;").count("<") == 0


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ("The fund pa", "The fund "),
        ("The fund paid [1", "The fund paid "),
        ("The fund paid [", "The fund paid "),
        ("The fund paid 【1", "The fund paid "),
        ("The fund paid [1, ", "The fund paid "),
        ("The fund paid [1]", "The fund paid [1]"),
        ("The fund paid [1](", "The fund paid [1]"),
        ("The fund paid [1](http://evil.exa", "The fund paid [1]"),
        ("The fund ![a pixel](http://evil.exa", "The fund "),
        ("The fund [the page](http://evil.exa", "The fund "),
        ("The fund https://evil.exa", "The fund "),
        ("The fund <img src=x ", "The fund "),
        ("The fund <", "The fund "),
        ("NOT_IN_REP", ""),
    ],
)
def test_half_a_thing_is_held_back(reply, shown):
    assert settled(reply) == shown


@given(st.lists(MARKUP, max_size=25).map("".join), st.lists(MARKUP, max_size=5).map("".join))
def test_what_is_held_back_only_shortens(beginning, rest):
    assert (beginning + rest).replace("!", "").startswith(settled(beginning).replace("!", "").rstrip("]"))
