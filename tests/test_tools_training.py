"""The steps that make the bundled model: the proof against leaks, the vocabulary's rules, a tiny training run."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from rag.embedding import StaticModel
from tools.train_model import drop_leaks, finish, tokenise
from tools.training import leakage, vocabulary
from tools.training.composition import compose
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
    tokenizer = vocabulary.train([group.left, group.right], 1300)
    groups = tokenise([group], tokenizer)
    pieces = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
    recipe = Recipe(dimension=16, epochs=60, late_epochs=20, dropout=0.0, threads=1)
    trainer = Trainer(*compose(pieces), recipe)
    trainer.run(groups)
    save(tmp_path, tokenizer, finish(trainer.vectors, groups))
    model = StaticModel.load(tmp_path)
    cosines = model.embed_passages([en for en, _ in words]) @ model.embed_passages([fr for _, fr in words]).T
    assert cosines.argmax(axis=1).tolist() == list(range(len(words)))
    assert model.pieces(model.token_ids(["12 and 1987"])[0])[0] == "▁12"
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in tmp_path.rglob("*") if path.is_file())


def test_sets_that_fusion_is_fitted_on_are_never_trained_on(data: Path) -> None:
    row = {"lang": "ar", "question": "أين؟", "context": "في البيت.", "id": "2"}
    with gzip.open(data / "qa" / "arcd_train.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps(row) + "\n")
    assert not any(group.source.startswith("arcd_train") for group in collect(data))


def test_relatives_share_rows() -> None:
    pieces = ["[UNK]", "▁migrant", "▁migrants", "▁door", "▁كتاب", "كتاب", "▁12"]
    rows, count = compose(pieces)
    of = {piece: set(rows.take(np.array([number]))[0].tolist()) for number, piece in enumerate(pieces)}
    assert all(number in of[piece] for number, piece in enumerate(pieces)), "each piece has a row of its own"
    assert of["▁migrant"] & of["▁migrants"], "one stem"
    assert of["▁كتاب"] & of["كتاب"], "the same word behind a proclitic"
    assert of["▁door"] == {3} and of["▁12"] == {6}, "nothing to share"
    assert count == 1 + max(number for numbers in of.values() for number in numbers)


def test_words_of_many_sources_become_pieces_first() -> None:
    pytest.importorskip("sentencepiece")
    everywhere = [["capacity building"], ["the capacity"], ["capacity"]]
    tokenizer = vocabulary.train([*everywhere, ["رقم كتاب وكتاب"] * 5], 1300)
    assert tokenizer.encode("capacity", add_special_tokens=False).tokens == ["▁capacity"]
    assert tokenizer.encode("كتاب", add_special_tokens=False).tokens == ["▁كتاب"]


def test_the_written_out_gradient_is_that_of_two_cross_entropies() -> None:
    torch = pytest.importorskip("torch")
    from tools.training.loop import contrast

    scores = torch.rand(5, 5, requires_grad=True)
    labels = torch.arange(5)
    entropy = torch.nn.functional.cross_entropy
    wanted = (entropy(scores * 20, labels) + entropy(scores.T * 20, labels)) / 2
    wanted.backward()
    loss, gradient = contrast(scores.detach(), 20.0, None)
    assert loss == pytest.approx(wanted.item(), rel=1e-4)
    assert gradient.numpy() == pytest.approx(scores.grad.numpy(), abs=1e-5)


def test_late_scores_are_those_of_plain_loops() -> None:
    torch = pytest.importorskip("torch")
    from tools.training.loop import Side, late_scores

    vectors = torch.randn(6, 4)
    left, right = [[0, 1, 2], [3]], [[4, 5], [1, 3, 5]]

    def side(texts: list[list[int]]) -> Side:
        return Side(np.concatenate(texts), np.cumsum([0, *(len(text) for text in texts[:-1])]))

    units, norms = torch.nn.functional.normalize(vectors, dim=1), vectors.norm(dim=1)
    for row, asked in enumerate(left):
        for column, held in enumerate(right):
            best = [max(float(units[token] @ units[other]) for other in held) for token in asked]
            weights = norms[asked] / norms[asked].sum()
            found = late_scores(vectors, side(left), side(right), texts=2, longest=4)[row, column]
            assert float(found) == pytest.approx(float(weights @ torch.tensor(best)), abs=1e-5)


def test_quantised_rows_are_close() -> None:
    vectors = np.random.default_rng(0).normal(size=(50, 32)).astype(np.float32)
    integers, scales = quantise(vectors)
    assert integers.dtype == np.int8
    assert integers * scales[:, None] == pytest.approx(vectors, abs=float(scales.max()))
