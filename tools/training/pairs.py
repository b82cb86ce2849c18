"""Collects the pairs of texts from which the bundled model learns: translations, and questions with their passages.

Reads the training folder only; benchmarks (FLORES, XQuAD, PIAF) are never read here. Pairs stay in groups of one source
and one pair of languages, because a batch drawn from one group has the most telling negatives.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.training.leakage import fold

# Statutes are a third of all pairs and would drown the registers that reports are written in.
CAPS = {"canada_laws": 100_000, "laws_title_passage": 25_000}
CROSS_LANGUAGE_CAP = 8_000
LONGEST_PASSAGE = 700
# Question sets that the model never sees: what is built on top of it (fusion, confidence) is fitted on them.
KEPT_BACK = frozenset({"arcd_train", "covidqa_en", "covid_faq_multi", "piaf_ml_cnil", "piaf_ml_dila"})


@dataclass
class Group:
    """Pairs of one source and one pair of languages; `left[i]` means, or asks for, `right[i]`."""

    source: str
    languages: tuple[str, str]
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the group in logs: "moodle en-fr"."""
        return f"{self.source} {'-'.join(self.languages)}"


def _parallel(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Yields source, language 1, text 1, language 2, text 2 of each aligned row."""
    for path in sorted(folder.glob("*.tsv.gz")):
        source = path.name.removesuffix(".tsv.gz")
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                language1, text1, language2, text2, _ = line.rstrip("\n").split("\t")
                yield source, language1, text1, language2, text2


def _questions(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Yields question and passage pairs, also across languages where rows of several languages share an id."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        source = path.name.removesuffix(".jsonl.gz")
        if source in KEPT_BACK:
            continue
        by_id: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                question = row["question"].strip(" -")
                if source == "laws_title_passage":
                    question = f"{row['title']} {question}"
                passage = row["context"][:LONGEST_PASSAGE]
                yield source, row["lang"], question, row["lang"], passage
                by_id[row["id"]][row["lang"]] = (question, passage)
        for versions in by_id.values():
            for language1, (question, passage1) in versions.items():
                for language2, (_, passage2) in versions.items():
                    if language1 == language2:
                        continue
                    yield f"{source} across", language1, question, language2, passage2
                    if language1 < language2:
                        yield f"{source} translated", language1, passage1, language2, passage2


def collect(data: Path, seed: int = 0) -> list[Group]:
    """Collects all training pairs under `data`, each once, without pairs of equal texts, capped by source."""
    groups: dict[tuple[str, str, str], Group] = {}
    seen: set[int] = set()
    for rows in (_parallel(data / "parallel"), _questions(data / "qa")):
        for source, language1, text1, language2, text2 in rows:
            folded1, folded2 = fold(text1), fold(text2)
            key = hash((folded1, folded2))
            if not folded1 or not folded2 or folded1 == folded2 or key in seen:
                continue
            seen.add(key)
            group = groups.setdefault((source, language1, language2), Group(source, (language1, language2)))
            group.left.append(text1)
            group.right.append(text2)
    chance = random.Random(seed)  # noqa: S311 (a reproducible sample, not a secret)
    for group in groups.values():
        cap = CAPS.get(group.source, CROSS_LANGUAGE_CAP if " " in group.source else len(group.left))
        if len(group.left) > cap:
            kept = sorted(chance.sample(range(len(group.left)), cap))
            group.left = [group.left[index] for index in kept]
            group.right = [group.right[index] for index in kept]
    return list(groups.values())
