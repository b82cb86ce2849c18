"""Public benchmarks against their baselines and goals, all in one run: Markdown to the screen, JSON to a file.

    make bench
    python -m tools.bench --data ../shared/data --corpus ../shared/corpus --facts ../shared/eval/dev.jsonl

Translations (FLORES), questions over paragraphs (XQuAD, PIAF), a corpus of two languages, dilution, answers in the
first quote and answering or not, known facts about reports, and speed. "Dalil" is what users get: the ten hits of the
whole retriever, and the sentence quoted first. DATA is any folder with the same files.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from rag.embedding import StaticModel
from tools.benchmarks import answers, bitext, dilution, facts, questions, speed
from tools.benchmarks.tables import Table

BUNDLED = Path(__file__).parents[1] / "rag" / "models" / "dalil-static"
PARTS = ("bitext", "facts", "questions", "answers", "dilution", "speed")


def measure(arguments: argparse.Namespace) -> Iterator[Table]:
    """Yield each table as it is done."""
    model = StaticModel.load(arguments.model)
    if "bitext" in arguments.only:
        yield bitext.table(arguments.data, model, arguments.questions)
    if "facts" in arguments.only and arguments.corpus and arguments.facts:
        if arguments.corpus.is_dir() and arguments.facts.is_file():
            yield facts.table(arguments.corpus, arguments.facts, model)
        else:
            print("No facts were asked: there are no reports or no facts at the places given.\n")
    if "questions" in arguments.only:
        yield from questions.tables(arguments.data, model, arguments.questions)
    if "answers" in arguments.only:
        yield from answers.tables(arguments.data, model, arguments.questions)
    if "dilution" in arguments.only:
        yield dilution.table(arguments.data, model, arguments.questions)
    if "speed" in arguments.only:
        sizes = (1_000, 10_000) if arguments.quick else (1_000, 10_000, 100_000)
        yield from speed.tables(arguments.data, model, arguments.model, sizes)


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, help="Folder of reports that the facts are about.")
    parser.add_argument("--facts", type=Path, help="Known facts, JSON lines.")
    parser.add_argument("--questions", type=int, help="At most so many questions of each set; all by default.")
    parser.add_argument("--quick", action="store_true", help="Leave out 100,000 passages.")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="Parts to measure; all by default.")
    parser.add_argument("--model", type=Path, default=BUNDLED, help="Folder of another model.")
    parser.add_argument("--out", type=Path, help="File for the same figures as JSON.")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        parser.error(f"{arguments.data} is no folder: give one with bitext/ and qa/ by --data (make bench DATA=…)")
    logging.disable(logging.DEBUG)
    began, measured = time.perf_counter(), []
    for table in measure(arguments):
        print(table.markdown(), flush=True)
        measured.append(table.as_json())
    print(f"Measured in {time.perf_counter() - began:.0f} s.")
    if arguments.out:
        arguments.out.write_text(json.dumps(measured, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
