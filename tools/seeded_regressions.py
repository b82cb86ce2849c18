"""What the gate is worth: how many of forty seeded regressions it catches, and how often it cries wolf.

python -m tools.seeded_regressions [--facts FILE_OR_FOLDER] [--corpus DIR] [--runs 100] [--pairs 1000]
    [--only NAME …] [--out FILE]

The baseline is made in the same run, from the product as it is. Exits 1 when fewer than 95 % of the regressions are
caught or more than 5 % of the unchanged runs raise an alarm. OMP_NUM_THREADS=1 makes it quicker on few cores.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.compare import Comparison, compare
from eval.loading import load_facts
from eval.types import Fact, Run
from tools.regressions import FAINT, REGRESSIONS
from tools.regressions.base import Regression
from tools.regressions.bench import Bench
from tools.regressions.harmless import FORMS, Form, exchanged, unchanged

LEAST_CAUGHT = 0.95
MOST_ALARMS = 0.05


@dataclass(frozen=True)
class Verdict:
    """What the gate said of one run: by which gated measures it alarmed, and which hard rules it found broken."""

    name: str
    what: str
    caught: bool
    measures: tuple[str, ...]
    rules: tuple[str, ...]
    least_p: float

    @property
    def by(self) -> str:
        """What caught it, or how near the gate came."""
        rules = [rule.partition(":")[0] for rule in self.rules]
        return "; ".join([*self.measures, *rules]) or f"least p = {self.least_p:.3f}"


def verdict(name: str, what: str, comparison: Comparison) -> Verdict:
    """Return what the gate says."""
    worse = [change for change in comparison.changes if change.gated and change.worse]
    return Verdict(
        name,
        what,
        caught=bool(comparison.regressions),
        measures=tuple(map(str, comparison.worsened)),
        rules=comparison.violations,
        least_p=min((change.p for change in worse), default=1.0),
    )


def broken(
    bench: Bench, facts: Sequence[Fact], baseline: Run, seeded: Sequence[Regression]
) -> Iterator[tuple[Verdict, Run]]:
    """Yield what the gate says of each regression, and the run."""
    for regression in seeded:
        run = bench.broken(facts, regression)
        yield verdict(regression.name, regression.what, compare(baseline, run)), run


def alarms(bench: Bench, facts: Sequence[Fact], baseline: Run, runs: int) -> list[Verdict]:
    """Return what the gate says of each of so many unchanged runs."""
    forms = [bench.sound(facts, Form(number)) for number in range(len(FORMS))]
    return [verdict(f"unchanged {seed}", "", compare(baseline, unchanged(forms, seed))) for seed in range(runs)]


def tossed(baseline: Run, others: Sequence[Run], runs: int) -> list[Verdict]:
    """Return what the gate says of so many pairs of runs that differ much, but in neither's favour.

    Hard rules are left aside: they are broken by single answers, whichever run these are in.
    """
    verdicts = []
    for seed in range(runs if others else 0):
        before, after = exchanged(baseline, others[seed % len(others)], seed)
        verdicts.append(verdict(f"exchanged {seed}", "", replace(compare(before, after), violations=())))
    return verdicts


def main() -> int:
    """Run the experiment, print a table, and write JSON with --out."""
    chosen = _arguments()
    facts = load_facts(chosen.facts)
    table = Table("regression", "caught", "by", title=f"{len(facts)} facts", title_justify="left")
    with Bench(chosen.corpus) as bench:
        baseline = bench.sound(facts)
        caught, runs = _shown(table, broken(bench, facts, baseline, _named(REGRESSIONS, chosen.only)))
        table.add_section()
        faint, _ = _shown(table, broken(bench, facts, baseline, _named(FAINT, chosen.only)))
        false = [each for each in alarms(bench, facts, baseline, chosen.runs) if each.caught]
    unlucky = [each for each in tossed(baseline, runs, chosen.pairs) if each.caught]
    console = Console()
    console.print(table)
    for each in false:
        console.print(f"{each.name}: {each.by}", highlight=False)
    found = sum(each.caught for each in caught)
    console.print(f"{found} of {len(caught)} regressions caught; {len(false)} alarms in {chosen.runs} unchanged runs,")
    console.print(f"{len(unlucky)} in {chosen.pairs} pairs of runs that differ in neither's favour")
    if chosen.out:
        told = {
            "facts": len(facts),
            "regressions": [asdict(each) for each in caught],
            "faint": [asdict(each) for each in faint],
            "unchanged": {"runs": chosen.runs, "alarms": [asdict(each) for each in false]},
            "exchanged": {"pairs": chosen.pairs, "alarms": [asdict(each) for each in unlucky]},
        }
        chosen.out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    too_many = len(false) > MOST_ALARMS * chosen.runs or len(unlucky) > MOST_ALARMS * chosen.pairs
    return int(found < LEAST_CAUGHT * len(caught) or too_many)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=Path, default=Path("eval/facts"), help="a file of facts, or a folder of them")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="the reports that the facts are about")
    parser.add_argument("--runs", type=int, default=100, help="how many unchanged runs")
    parser.add_argument("--pairs", type=int, default=1000, help="how many pairs of runs that differ by lot")
    parser.add_argument("--only", nargs="*", default=(), help="names of regressions")
    parser.add_argument("--out", type=Path, help="a file for the figures as JSON")
    return parser.parse_args()


def _named(seeded: Sequence[Regression], only: Sequence[str]) -> list[Regression]:
    return [regression for regression in seeded if not only or regression.name in only]


def _shown(table: Table, verdicts: Iterator[tuple[Verdict, Run]]) -> tuple[list[Verdict], list[Run]]:
    told, runs = [], []
    for each, run in verdicts:
        print(each.name, "caught" if each.caught else "missed", file=sys.stderr, flush=True)
        table.add_row(each.name, "yes" if each.caught else "no", each.by)
        told.append(each)
        runs.append(run)
    return told, runs


if __name__ == "__main__":
    sys.exit(main())
