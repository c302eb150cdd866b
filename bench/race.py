"""The race: every contender at every size, in turns, round after round, each in its own process."""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bench import contenders, posts, workspace
from bench.contenders import CONTENDERS, Field
from bench.measure import Run, run

NEW_POSTS: Final = 10_000
_AFTERWARDS: Final = ("2026-07-01", "2026-07-07")


@dataclass
class Results:
    """What was measured, one entry a round."""

    sizes: tuple[int, ...]
    export_bytes: dict[int, int]
    load_before: float
    runs: dict[tuple[str, int], list[Run]] = field(default_factory=lambda: defaultdict(list))
    nothing_new: list[Run] = field(default_factory=list)
    few_new: list[Run] = field(default_factory=list)
    stages: dict[int, list[dict[str, float]]] = field(default_factory=lambda: defaultdict(list))
    aligning: list[dict[str, float]] = field(default_factory=list)
    published_bytes: int = 0


def race(place: Field, sizes: Sequence[int], rounds: int) -> Iterator[Results]:
    """Run the rounds, and yield after each what all of them took until then.

    Raises Failed where a contender loses a row.
    """
    load, *_ = os.getloadavg()
    exports = {size: _export(place, size) for size in sizes}
    late = _export(place, NEW_POSTS, *_AFTERWARDS)
    results = Results(
        tuple(sizes), {size: path.stat().st_size for size, path in exports.items()}, load
    )
    for number in range(1, rounds + 1):
        for size, export in exports.items():
            for name, contend in CONTENDERS.items():
                took = contend(place, export, size)
                results.runs[name, size].append(took)
                _tell(number, size, name, took)
        _after_the_largest(place, results, late, number)
        for size in (sizes[0], sizes[-1]):
            results.stages[size].append(_stages(place, exports[size]))
        results.aligning.append(_printed("bench.align", exports[sizes[-1]]))
        yield results


def _after_the_largest(place: Field, results: Results, late: Path, number: int) -> None:
    """What a first night leaves to ask: a night without news, and one with little.

    Each is the night of another day, as nights are: what rests on the date is computed anew.
    """
    folder, size = place.folder / "night", results.sizes[-1]
    second, third = (date.today() + timedelta(days=days) for days in (1, 2))
    results.published_bytes = (folder / "published.duckdb").stat().st_size
    results.nothing_new.append(contenders.night(folder, size, second))
    _tell(number, size, "nothing new", results.nothing_new[-1])
    workspace.drop(folder, late)
    results.few_new.append(contenders.night(folder, size + NEW_POSTS, third))
    _tell(number, size, f"{NEW_POSTS:,} new", results.few_new[-1])


def _stages(place: Field, export: Path) -> dict[str, float]:
    """Where a first night spends its seconds, told by a night of its own."""
    folder = place.folder / "stages"
    workspace.make(folder, export)
    return _printed("bench.stages", folder)


def _export(place: Field, count: int, *days: str) -> Path:
    """Generate in a process of its own, so that this one stays small beside what it measures."""
    first, last = days or (posts.FIRST_DAY, posts.LAST_DAY)
    folder = place.fresh(f"exports/{count}-{first}")
    export = folder / f"account_analytics_content_{first}_{last}.csv"
    run(
        [sys.executable, "-m", "bench.posts", export, str(count), first, last],
        log=folder / "log",
    )
    return export


def _printed(module: str, argument: Path) -> dict[str, float]:
    """What a module prints about its own inside, as JSON."""
    log = argument.with_suffix(".json")
    run([sys.executable, "-m", module, argument], log=log)
    seconds: dict[str, float] = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
    return seconds


def _tell(number: int, size: int, name: str, took: Run) -> None:
    print(
        f"round {number}  {size:>9,} posts  {name:<18} {took.seconds:7.2f} s"
        f"  {took.cpu_seconds:7.2f} s on the cores  {took.peak_bytes / 2**20:6.0f} MiB",
        flush=True,
    )
