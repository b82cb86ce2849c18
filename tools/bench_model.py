"""Prints the figures of the bundled model's card: FLORES, XQuAD, PIAF and speed.

python -m tools.bench_model --data ../shared/data --model rag/models/dalil-static
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from rag.embedding import StaticModel
from tools.training.benchmarks import bitext_accuracy, question_gains


def main() -> None:
    """Reads the command line and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=Path("rag/models/dalil-static"))
    parser.add_argument("--most", type=int, help="at most about this many questions of each set")
    arguments = parser.parse_args()
    model = StaticModel.load(arguments.model)
    qa = arguments.data / "qa"
    size = sum(path.stat().st_size for path in arguments.model.rglob("*") if path.is_file()) / 1e6
    print(f"{model.fingerprint}: {model.vectors.shape[0]} pieces x {model.dimension}, {size:.1f} MB")
    for left, right in (("en", "fr"), ("en", "ar"), ("fr", "ar")):
        print(f"FLORES {left}->{right} accuracy {bitext_accuracy(model, arguments.data, left, right):.3f}", flush=True)
    sets = [
        (f"XQuAD {q}->{p}", qa / f"xquad.{q}.json", qa / f"xquad.{p}.json") for q in ("en", "ar") for p in ("en", "ar")
    ]
    sets.append(("PIAF fr->fr", qa / "piaf.fr.json", qa / "piaf.fr.json"))
    for name, questions, passages in sets:
        mean_vector, by_token = question_gains(model, questions, passages, arguments.most)
        print(f"{name} nDCG@10: mean vector {100 * mean_vector:.1f}, token by token {100 * by_token:.1f}", flush=True)
    sentences = (arguments.data / "bitext" / "flores.devtest.fr").read_text(encoding="utf-8").splitlines() * 10
    began = time.perf_counter()
    model.embed_passages(sentences)
    print(f"{len(sentences) / (time.perf_counter() - began):.0f} sentences embedded a second")


if __name__ == "__main__":
    main()
