"""Trains the tokenizer of the bundled model; all normalisation lives inside its `tokenizer.json`.

Text becomes words without punctuation, case, accents or Arabic spelling variants. Elided and hyphened words are split;
digits are cut from letters, and the Arabic article (with what is written onto it) from its noun. One set of rules
serves the three languages. Needs sentencepiece, which only this tool imports: its Unigram trainer keeps frequent words
whole, and its compiled character map folds a text in one pass.
"""

from __future__ import annotations

import math
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

UNKNOWN = "[UNK]"
# Shares of the vocabulary: whole words, of these the Arabic ones, and words that follow a proclitic.
WHOLE_WORDS = 0.84
ARABIC_SHARE = 0.45
INNER_WORDS = 0.08
# All other words are spelled with the pieces of a model this many times smaller, so that pieces are met often.
SPELLING_PIECES = 4
_PROCLITICS = "وفبلكس"
_ARABIC = re.compile("[\u0621-\u064a]")
_LETTERS = {"œ": "oe", "æ": "ae", "ß": "ss", "ى": "ي", "ة": "ه", "ٱ": "ا", "ک": "ك", "ی": "ي", "ـ": "", "٪": "%"}
_FOLDED_RANGES = ((0xA0, 0x3000), (0xFB00, 0x10000))
_THOUSANDS = r"(?<=\d)[.,٬](?=\d{3}(?!\d))"
# "وبال", "ال", "لل" … are cut off when at least three letters remain: الله, والد and التي stay whole.
_WORDS = r"\d+|%|(?<!{letter})[وف]?(?:[بك]?ال|لل)(?={letter}{{3}})|{letter}+"
_WORD = re.compile(_WORDS.format(letter=r"[^\W\d_]"))
# Letters of other scripts become the unknown piece instead of thousands of rare ones.
_KNOWN_SCRIPT = re.compile(r"[0-9%a-z\u00df-\u024f\u0621-\u064a]+")


def _fold_character(character: str) -> str:
    """The folded form of one character: no case, no marks, no invisible controls, ASCII digits, bare Arabic letters."""
    folded = ""
    for part in unicodedata.normalize("NFKD", character.lower()):
        category = unicodedata.category(part)
        if category in {"Mn", "Me", "Cf"}:
            continue
        folded += str(unicodedata.digit(part)) if category == "Nd" else _LETTERS.get(part, part)
    return folded


def character_map() -> dict[str, str]:
    """What each character becomes that does not stay as it is."""
    codes = [*range(0x41, 0x5B), *(code for low, high in _FOLDED_RANGES for code in range(low, high))]
    # A lone surrogate is no character.
    characters = [chr(code) for code in codes if not 0xD800 <= code < 0xE000]
    folded = {character: _fold_character(character) for character in characters}
    return {character: new for character, new in folded.items() if new != character}


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each word occurs once texts are folded; words of other scripts are left out."""
    table = str.maketrans(character_map())
    thousands = re.compile(_THOUSANDS)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_WORD.findall(thousands.sub("", text.translate(table))))
    return Counter({word: count for word, count in counts.items() if _KNOWN_SCRIPT.fullmatch(word)})


def _message_field(message: bytes, wanted: int) -> bytes:
    """The first length-delimited field of that number in a protocol buffer message."""

    def number(at: int) -> tuple[int, int]:
        value = shift = 0
        while True:
            byte = message[at]
            value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
            if byte < 0x80:
                return value, at

    at = 0
    while at < len(message):
        tag, at = number(at)
        kind = tag & 7
        if kind == 2:
            length, at = number(at)
            if tag >> 3 == wanted:
                return message[at : at + length]
            at += length
        elif kind == 0:
            _, at = number(at)
        else:
            at += 4 if kind == 5 else 8
    raise ValueError(f"no field {wanted} in the message")


def _train_pieces(counts: Counter[str], size: int) -> tuple[list[tuple[str, float]], bytes]:
    """Trains Unigram pieces with their log probabilities, and compiles the character map."""
    import sentencepiece  # type: ignore[import-not-found,import-untyped,unused-ignore]

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = folder / "words.tsv"
        words.write_text("".join(f"{word}\t{count}\n" for word, count in counts.items()), encoding="utf-8")
        rules = folder / "rules.tsv"
        lines = (
            f"{ord(old):X}\t{' '.join(f'{ord(character):X}' for character in new)}\n"
            for old, new in character_map().items()
        )
        rules.write_text("".join(lines), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(words),
            input_format="tsv",
            model_prefix=str(folder / "model"),
            model_type="unigram",
            vocab_size=size,
            hard_vocab_limit=False,
            character_coverage=1.0,
            max_sentencepiece_length=20,
            split_by_unicode_script=False,
            split_by_number=False,
            normalization_rule_tsv=str(rules),
            unk_piece=UNKNOWN,
            unk_id=0,
            bos_id=-1,
            eos_id=-1,
            seed_sentencepiece_size=100_000,
            num_threads=2,
            minloglevel=1,
        )
        trained = sentencepiece.SentencePieceProcessor(model_file=str(folder / "model.model"))
        pieces = [(trained.id_to_piece(token), trained.get_score(token)) for token in range(trained.get_piece_size())]
        # ModelProto.normalizer_spec is field 3, its precompiled_charsmap field 2.
        return pieces, _message_field(_message_field((folder / "model.model").read_bytes(), 3), 2)


def _dispersion(groups: Iterable[Iterable[str]]) -> Counter[str]:
    """Weighs each word by the sum over groups of log2(1 + count), in tenths.

    A word that many sources use is worth a piece of its own before one that a single source repeats.
    """
    weights: Counter[str] = Counter()
    for texts in groups:
        weights.update({word: round(10 * math.log2(1 + count)) for word, count in count_words(texts).items()})
    return weights


def _whole_words(weights: Counter[str], room: int) -> list[str]:
    """The words that become pieces, heaviest first; Arabic, which writes more forms of a word, has its own share."""
    words = [word for word, _ in weights.most_common() if len(word) > 2 and not word.isdigit()]
    arabic = [word for word in words if _ARABIC.match(word)][: round(room * ARABIC_SHARE)]
    others = [word for word in words if not _ARABIC.match(word)][: room - len(arabic)]
    chosen = {*arabic, *others}
    return [word for word in words if word in chosen]


def _inner_words(weights: Counter[str], whole: Iterable[str], room: int) -> list[str]:
    """The whole words that often stand behind a conjunction or preposition which is written onto them."""
    known = set(whole)
    behind: Counter[str] = Counter()
    for word, weight in weights.items():
        bare = word[1:]
        if word[0] in _PROCLITICS and word not in known and bare in known and len(bare) > 2:
            behind[bare] += weight
    return [word for word, _ in behind.most_common(room)]


def _with_whole_words(learned: list[tuple[str, float]], weights: Counter[str], size: int) -> dict[str, float]:
    """Adds the most used words as pieces of their own and drops the pieces that this leaves without use.

    Likelihood alone would rather spell "capacity" as "capacit" and "y", which costs a static model the word's meaning.
    """
    numbers = ["▁%", *(f"▁{number}" for number in (*range(1000), *range(1900, 2050)))]
    words = _whole_words(weights, round(size * WHOLE_WORDS))
    inner = _inner_words(weights, words, round(size * INNER_WORDS))
    single = {piece: score for piece, score in learned if len(piece) == 1 or piece == UNKNOWN}
    clitics = [f"▁{letter}" for letter in (*_PROCLITICS, *(f"و{letter}" for letter in _PROCLITICS[2:]))]
    # One piece as likely as the likeliest beats every spelling in several, whose log probabilities add up; a proclitic
    # before a known word comes next.
    best = max(score for piece, score in learned if piece != UNKNOWN)
    whole = dict.fromkeys([*(f"▁{word}" for word in words), *numbers], best)
    chosen = single | dict.fromkeys([*clitics, *inner], best - 1.0) | whole
    pieces = dict(learned)
    cut = Tokenizer(models.Unigram(learned, unk_id=0))
    others = [f"▁{word}" for word in weights if f"▁{word}" not in whole]
    used: Counter[str] = Counter()
    for word, encoding in zip(others, cut.encode_batch(others, add_special_tokens=False), strict=True):
        used.update(dict.fromkeys(encoding.tokens, weights[word[1:]]))
    least = min(score for _, score in learned)
    for piece, _ in used.most_common():
        if len(chosen) >= size:
            break
        chosen.setdefault(piece, pieces.get(piece, least))
    return {UNKNOWN: 0.0} | chosen


def train(groups: Iterable[Iterable[str]], size: int) -> Tokenizer:
    """Trains a tokenizer of at most `size` pieces on groups of texts, each of one source and one language.

    Every number to 999 and every year from 1900 to 2049 is one piece.
    """
    weights = _dispersion(groups)
    learned, folding = _train_pieces(weights, max(size // SPELLING_PIECES, 1000))
    tokenizer = Tokenizer(models.Unigram(list(_with_whole_words(learned, weights, size).items()), unk_id=0))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(folding), normalizers.Replace(Regex(_THOUSANDS), "")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_WORDS.format(letter=r"\p{L}")), "removed", invert=True),
            pre_tokenizers.Metaspace(prepend_scheme="always"),
        ]
    )
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    return tokenizer
