import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.lists import counts, listings, tells


def shown(text: str) -> list[tuple[str, list[str]]]:
    return [(text[each.start : each.end], [text[start:end] for start, end in each.items]) for each in listings(text)]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The plan has three aims:\n\n• ships\n• roads\n• water", ["ships", "roads", "water"]),
        ("Le plan vise :\n1. les quais ;\n2. les routes.", ["les quais ;", "les routes."]),
        ("تشمل الخطة:\n- الموانئ\n- الطرق\n- المياه", ["الموانئ", "الطرق", "المياه"]),
        ("Dates:\nJune 2020: a first meeting\nMay 2022: a forum", ["June 2020: a first meeting", "May 2022: a forum"]),
        ("It was long. The aims are:\na) ships\nb) roads", ["ships", "roads"]),
    ],
)
def test_a_list_begins_with_the_line_that_announces_it(text: str, items: list[str]) -> None:
    ((whole, found),) = shown(text)
    assert found == items
    assert whole == text.removeprefix("It was long. ")


def test_a_list_ends_where_the_sign_changes() -> None:
    text = "Aims:\n✓ ships\n✓ roads\n▪ Steps of the plan.\n✓ buy land\n✓ build"
    assert [items for _, items in shown(text)] == [["ships", "roads"], ["buy land", "build"]]
    assert shown(text)[1][0].startswith("Steps of the plan.")


def test_lines_under_an_item_that_announces_them_belong_to_it() -> None:
    text = "▪ The aims are:\n- ships\n- roads, on these axes:\n1. north\n2. south\n▪ The cost is high."
    (outer, items), (inner, axes) = shown(text)
    assert items == ["ships", "roads, on these axes:\n1. north\n2. south"]
    assert axes == ["north", "south"]
    assert inner in outer
    assert "cost" not in outer


def test_the_first_line_of_a_passage_may_have_lost_its_sign() -> None:
    assert shown("The city\n• The fund\n• The navy") == [
        ("The city\n• The fund\n• The navy", ["The city", "The fund", "The navy"])
    ]


def test_paragraphs_are_no_items() -> None:
    assert listings("It rained. It snowed.\nThe sun came out. All went home.") == []
    assert listings("One line alone:\nits only follower") == []


@given(st.lists(st.sampled_from(["• a", "- b", "1. c", "d:", "e.", "", "f. g.", "▪ h :", "ملف:"]), max_size=12))
def test_lists_are_slices_whose_items_stand_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    for each in listings(text):
        assert len(each.items) > 1
        assert each.start <= each.items[0][0]
        assert each.end == each.items[-1][1] <= len(text)
        assert all(start < end for start, end in each.items)
        assert all(before[1] <= after[0] for before, after in zip(each.items, each.items[1:], strict=False))


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Three bodies sign: the city, the fund and the navy.", 3),
        ("The review is run by three partners: the Economic and Social Council, the Fund and the League.", 3),
        ("Quatre axes : les droits et l'inclusion ; l'emploi ; la lutte contre la traite ; la santé.", 4),
        ("Deux sources : le budget, réparti entre les ministères, et l'appui des partenaires.", 2),
        ("Cinq pays étaient là, à savoir l'Algérie, le Liban, la Libye, le Qatar et la Tunisie.", 5),
        ("تكتب التقرير ثلاث وزارات: الداخلية والمالية والخارجية، وتشترك معها جامعات.", 3),
        ("خمسة ميادين: حقوق المهاجرين وإدماجهم، والتنقل والشغل، والتجارة، والهجرة والتنمية، والحوكمة.", 5),
    ],
)
def test_a_sentence_tells_as_many_items(sentence: str, count: int) -> None:
    assert tells(sentence, count)
    assert not any(tells(sentence, other) for other in (count + 2, count + 3))


def test_a_sentence_without_a_list_tells_none() -> None:
    assert counts("It opened in May.") == frozenset()
    assert not tells("Sara Rami, head of ports and of roads, led the sessions three and four.", 3)
