"""The main content of a web page: what stands around it is taken out, by what the page says of itself.

Elements, roles and class names that mean menus, banners, comments and the like go, and so do blocks that are hardly
more than links, and "Read also" with what follows it. The main content is the page's longest <article>, else its
<main>, else its body. Text is never judged by its density: sentences that nothing marks as noise are kept, since a lost
list is worse than a stray line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rag.reading import markers
from rag.text.normalise import fold

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

_DROPPED = frozenset(
    """nav aside footer script style form noscript template svg button iframe object embed dialog select input textarea
    audio video canvas head""".split()
)
_DROPPED_ROLES = frozenset("navigation banner contentinfo search complementary dialog alertdialog alert menu".split())
_DROPPED_CLASSES = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|menu|breadcrumbs?|sidebar|cookies?|consent|gdpr|rgpd|newsletter|share|sharing|social|"
    r"related|comments?|commentaires?|disqus|advert(?:isement)?|ads?|promo|popup|modal|pagination|pager|skip-link|tags?|"
    r"footer|topbar|toolbar|voir-aussi|lire-aussi|read-more|recommended|most-read|trending)(?:$|[-_\s])"
)
_KEPT = ("html", "body", "article", "main")
_BOXES = ("div", "section", "ul", "ol", "td", "table", "p", "center")
_AROUND = frozenset(
    fold(name)
    for name in (
        "à lire aussi|lire aussi|voir aussi|à lire également|sur le même sujet|articles liés|articles similaires|"
        "les plus lus|commentaires|laisser un commentaire|partager|partager cet article|newsletter|"
        "read also|read more|see also|related|related articles|related posts|related stories|most read|comments|"
        "leave a comment|leave a reply|share|share this|you may also like|"
        "اقرأ أيضا|اقرأ أيضاً|اقرا ايضا|مواضيع ذات صلة|مقالات ذات صلة|الأكثر قراءة|التعليقات|تعليقات|أضف تعليقا|شارك"
    ).split("|")
)
_SOURCES = re.compile(
    "(?:sources?|references?|bibliograph|documents?|annexe?s?|liens|links|notes?|المراجع|المصادر|مراجع|مصادر|وثائق|روابط)"
)
_RIGHTS = re.compile(
    r"©|\b(?:copyright|tous droits reserves|all rights reserved|mentions legales)\b|جميع الحقوق محفوظه"
)
_COOKIES = re.compile(
    r"(?:nous utilisons|ce site utilise|en poursuivant|accept|we use|this (?:web)?site uses|نستخدم|يستخدم هذا الموقع).*"
    r"(?:\bcookies?\b|ملفات تعريف الارتباط)",
    re.DOTALL,
)
_HEADING = re.compile("h[1-6]")
_SHORT = 40  # words of a banner or a line of rights


def reduce_to_content(soup: BeautifulSoup) -> Tag | None:
    """Take out of the page what is not content and return the element that holds the rest, if there is any."""
    from bs4 import Comment

    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    _drop(soup, lambda tag: tag.name in _DROPPED or _is_named_noise(tag))
    root = _main(soup)
    if root is None:
        return None
    _drop_read_also(root)
    if root.name == "body":
        _drop(root, lambda tag: tag.name in _BOXES and (_is_menu(tag) or _is_banner(tag)))
    return root


def _drop(root: Tag, unwanted: Callable[[Tag], bool]) -> None:
    for tag in root.find_all(True):
        if not tag.decomposed and tag.name not in _KEPT and unwanted(tag):
            tag.decompose()


def _is_named_noise(tag: Tag) -> bool:
    classes = tag.get("class")
    named = " ".join([*(classes if isinstance(classes, list) else []), str(tag.get("id") or "")]).lower()
    role, style = str(tag.get("role") or ""), str(tag.get("style") or "").replace(" ", "").lower()
    return (
        role in _DROPPED_ROLES
        or tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or "display:none" in style
        or bool(_DROPPED_CLASSES.search(named))
    )


def _main(soup: BeautifulSoup) -> Tag | None:
    """The longest article if it holds at least half of what <main> (or the body) says, else that."""
    outer = soup.select_one("main, [role=main]") or soup.body
    articles = soup.find_all("article")
    if articles:
        longest = max(articles, key=lambda tag: len(tag.get_text()))
        if outer is None or len(longest.get_text()) * 2 >= len(outer.get_text()):
            return longest
    return outer


def _drop_read_also(root: Tag) -> None:
    """Drop a heading such as "Read also" with what follows it, up to the next heading that is as high."""
    for heading in root.find_all(_HEADING):
        if heading.decomposed or fold(heading.get_text(" ")).strip(" :.…\n") not in _AROUND:
            continue
        for tag in list(_until_next(heading)):
            tag.decompose()
        heading.decompose()


def _until_next(heading: Tag) -> Iterator[Tag]:
    for sibling in heading.find_next_siblings(True):
        if _HEADING.fullmatch(sibling.name) and sibling.name <= heading.name:
            return
        if sibling.find(_HEADING) is not None:
            return
        yield sibling


def _is_menu(tag: Tag) -> bool:
    """Tell whether a block is hardly more than short links that no heading calls sources or documents."""
    links = tag.find_all("a", href=True)
    words = markers.word_count(tag.get_text(" "))
    linked = [markers.word_count(link.get_text(" ")) for link in links]
    if len(links) < 2 or sum(linked) < 0.8 * words or max(linked) > 12 or tag.find(_HEADING) is not None:
        return False
    before = tag.find_previous([*(f"h{level}" for level in range(1, 7)), "p", "strong"])
    return before is None or not _SOURCES.search(fold(before.get_text(" ")))


def _is_banner(tag: Tag) -> bool:
    text = fold(tag.get_text(" "))
    if markers.word_count(text) > _SHORT or tag.find(_HEADING) is not None:
        return False
    return bool(_RIGHTS.search(text) or _COOKIES.search(text))
