from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.sentences import split


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un pas. Deux pas.", ["Un pas.", "Deux pas."]),
        ("M. Ali Abdou a parlé. Mme. Sara aussi.", ["M. Ali Abdou a parlé.", "Mme. Sara aussi."]),
        ("12. Le ministre parle. Il finit.", ["12. Le ministre parle.", "Il finit."]),
        ("Voir p. 3 et art. 4. Fin.", ["Voir p. 3 et art. 4.", "Fin."]),
        ("Il y en a 3.804 en tout. Et 15.", ["Il y en a 3.804 en tout.", "Et 15."]),
        ("هل وصل الوفد؟ نعم. وصل أمس.", ["هل وصل الوفد؟", "نعم.", "وصل أمس."]),
        ("«C'est fini.» Elle part.", ["«C'est fini.»", "Elle part."]),
        ("- premier point ;\n- second point", ["- premier point ;", "- second point"]),
        ("Written by J. Smith in 2020. Done!", ["Written by J. Smith in 2020.", "Done!"]),
        ("   ", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="abc .!?؟\n12«»A", max_size=60))
def test_sentences_are_ordered_slices_that_lose_only_white_space(text: str) -> None:
    spans = split(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "").replace("\n", "")
