"""The steps that make the bundled model: the proof against leaks, the vocabulary's rules, a tiny training run."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from rag.embedding import StaticModel
from tools.train_model import drop_leaks, finish, tokenise
from tools.training import leakage, vocabulary
from tools.training.pairs import Group, collect
from tools.training.saving import quantise, save

QUESTION = "Quelle ville a été choisie comme siège de la commission régionale ?"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "parallel").mkdir()
    (tmp_path / "qa").mkdir()
    (tmp_path / "bitext").mkdir()
    rows = [
        "en\tThe door\tfr\tLa porte\tx/y",
        "en\tThe door\tfr\tLa porte !\tx/y",
        f"en\tHello there. Which town?\tfr\tBonjour. {QUESTION.upper()}\tx/y",
        "en\tOK\tfr\tok\tx/y",
    ]
    with gzip.open(tmp_path / "parallel" / "made.tsv.gz", "wt", encoding="utf-8") as stream:
        stream.write("\n".join(rows) + "\n")
    asked = [
        {"lang": language, "question": question, "context": context, "id": "1"}
        for language, question, context in [("en", "Where?", "At home."), ("fr", "Où ?", "À la maison.")]
    ]
    with gzip.open(tmp_path / "qa" / "asked.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write("\n".join(json.dumps(row) for row in asked) + "\n")
    paragraph = {"context": "Un paragraphe.", "qas": [{"question": QUESTION}]}
    (tmp_path / "qa" / "bench.fr.json").write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}))
    (tmp_path / "bitext" / "flores.devtest.fr").write_text("Une phrase du banc d'essai, assez longue.\n")
    return tmp_path


def test_pairs_are_collected_once_and_across_languages(data: Path) -> None:
    pairs = {
        (group.name, left, right)
        for group in collect(data)
        for left, right in zip(group.left, group.right, strict=True)
    }
    assert ("made en-fr", "The door", "La porte") in pairs
    assert not any(right == "La porte !" for _, _, right in pairs), "equal when folded"
    assert not any(left == "OK" for _, left, _ in pairs), "both sides are equal"
    assert ("asked en-en", "Where?", "At home.") in pairs
    assert ("asked across en-fr", "Where?", "À la maison.") in pairs
    assert ("asked translated en-fr", "At home.", "À la maison.") in pairs


def test_benchmark_sentences_are_dropped_even_inside_a_longer_text(data: Path) -> None:
    groups = collect(data)
    before = sum(len(group.left) for group in groups)
    assert drop_leaks(groups, leakage.benchmark_digests(data)) == 1
    assert sum(len(group.left) for group in groups) == before - 1
    assert not any("commission" in text.lower() for group in groups for text in group.right)


def test_fold_makes_spelling_variants_equal() -> None:
    assert leakage.fold("L’Été, ٢٠٢٠ !") == leakage.fold("l'ete 2020")
    assert leakage.fold("مَدْرسة") == leakage.fold("مدرسه")


def test_a_tiny_model_learns_is_saved_and_loads(tmp_path: Path) -> None:
    pytest.importorskip("sentencepiece")
    from tools.training.loop import Recipe, Trainer

    words = [
        ("red", "rouge"),
        ("blue", "bleu"),
        ("green", "vert"),
        ("cold", "froid"),
        ("warm", "chaud"),
        ("old", "vieux"),
    ]
    group = Group("made", ("en", "fr"))
    for first in words:
        for second in words:
            group.left.append(f"{first[0]} {second[0]} thing")
            group.right.append(f"chose {first[1]} {second[1]}")
    tokenizer = vocabulary.train({"en": group.left, "fr": group.right}, 1300)
    groups = tokenise([group], tokenizer)
    trainer = Trainer(tokenizer.get_vocab_size(), Recipe(dimension=16, epochs=60, dropout=0.0, threads=1))
    trainer.run(groups)
    vectors = finish(trainer.bag.weight.detach().numpy().copy(), groups)
    save(tmp_path, tokenizer, vectors)
    model = StaticModel.load(tmp_path)
    cosines = model.embed_passages([en for en, _ in words]) @ model.embed_passages([fr for _, fr in words]).T
    assert cosines.argmax(axis=1).tolist() == list(range(len(words)))
    assert model.pieces(model.token_ids(["12 and 1987"])[0])[0] == "▁12"
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in tmp_path.rglob("*") if path.is_file())


def test_quantised_rows_are_close() -> None:
    vectors = np.random.default_rng(0).normal(size=(50, 32)).astype(np.float32)
    integers, scales = quantise(vectors)
    assert integers.dtype == np.int8
    assert integers * scales[:, None] == pytest.approx(vectors, abs=float(scales.max()))
