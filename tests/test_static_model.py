"""The static model keeps the ids of words it met; nobody may notice but by the clock."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

from rag.embedding import StaticModel, load_bundled

TEXTS = (
    "L’examen de 2020 : 33 443 réfugiés (soit 12 %), d'après le Haut-Commissariat.",
    "وبالبلدان العربية ٣٣٬٤٤٣ لاجئاً؛ والحكومات\u200f تتعاون.",
    "A re-read\u00a0report,\u202fwith\u2009odd\u3000white\tspace\nand  more ;  1,234,567 _rows_ e\u0301te\u0301",
    "",
    " \n ",
)


def tokenizer(cutter: pre_tokenizers.PreTokenizer | None, normaliser: normalizers.Normalizer | None) -> Tokenizer:
    """One piece a character, and one for "a b" as a whole, where it is not cut before."""
    letters = sorted(set("abcdefghijklmnopqrstuvwxyz ▁Ġ"))
    made = Tokenizer(
        models.BPE({piece: at for at, piece in enumerate([*letters, "a ", "a b"])}, [("a", " "), ("a ", "b")])
    )
    if cutter is not None:
        made.pre_tokenizer = cutter
    if normaliser is not None:
        made.normalizer = normaliser
    made.decoder = decoders.Fuse()
    return made


def test_words_are_tokenised_as_in_the_whole_text() -> None:
    model = load_bundled()
    for text in TEXTS:
        words = model.token_ids(text.split())
        assert model.token_ids([text])[0].tolist() == [token for word in words for token in word.tolist()]


@pytest.mark.parametrize(
    ("cutter", "normaliser"),
    [
        (None, None),
        (pre_tokenizers.ByteLevel(add_prefix_space=False), None),
        (pre_tokenizers.Metaspace(prepend_scheme="first"), None),
        (pre_tokenizers.Split("x", "isolated"), None),
        (pre_tokenizers.WhitespaceSplit(), normalizers.Prepend("▁")),
        (pre_tokenizers.WhitespaceSplit(), None),
        (pre_tokenizers.BertPreTokenizer(), normalizers.BertNormalizer()),
    ],
    ids=["nothing", "byte level", "metaspace first", "no white space", "prepend", "white space", "bert"],
)
def test_any_tokenizer_is_followed_to_the_letter(
    cutter: pre_tokenizers.PreTokenizer | None, normaliser: normalizers.Normalizer | None
) -> None:
    made = tokenizer(cutter, normaliser)
    model = StaticModel("made", made, np.ones((made.get_vocab_size(), 2), np.float32), "made")
    for text in ("a b", "a  b a b", " cab\tcab a b ", "a\x1cb a\u00a0b"):
        assert model.token_ids([text])[0].tolist() == made.encode(text, add_special_tokens=False).ids


def test_more_words_than_are_kept() -> None:
    model = load_bundled()
    texts = [f"word{number} mot{number} {'x' * (number % 90)}" for number in range(60_000)]
    before = model.token_ids(texts[:3])
    model.token_ids(texts)
    assert [row.tolist() for row in model.token_ids(texts[:3])] == [row.tolist() for row in before]


def test_threads_share_one_model() -> None:
    model = load_bundled()
    texts = [f"{TEXTS[number % 3]} paragraphe {number}" for number in range(2000)]
    alone = model.embed_passages(texts)
    with ThreadPoolExecutor(4) as threads:
        for vectors in threads.map(lambda _: model.embed_passages(texts), range(4)):
            assert np.array_equal(vectors, alone)
