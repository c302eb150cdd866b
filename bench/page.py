"""docs/performance.md: the figures as they are, with what they were measured on."""

import os
import platform
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

import psutil

from bench.contenders import CONTENDERS
from bench.measure import Run
from bench.race import NEW_POSTS, Results

_DUCKDB, _DLT, _NIGHT = CONTENDERS
# What a night may cost, in multiples of each; see docs/decisions/0005-what-the-bench-measures.md.
_AIMS: Final = {_DUCKDB: 2.5, _DLT: 1.0}
_ALIGNING_AIM: Final = 2.0


def write(page: Path, results: Results, dlt_python: Path) -> None:
    """Write the page from what was measured."""
    sections = (
        _head(results, dlt_python),
        _first_nights(results),
        _ratios(results),
        _apart(results),
        _later_nights(results),
        _stages(results),
        _aligning(results),
    )
    lines = [line for section in sections for line in (*section, "")]
    page.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _head(results: Results, dlt_python: Path) -> Iterator[str]:
    turns = len(results.aligning)
    rounds = f"{turns} rounds" if turns > 1 else "one round"
    memory = psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in ("rhumbline", "duckdb", "polars"))
    yield "# Performance"
    yield ""
    yield f"Written by `make bench` on {datetime.now(UTC).date()}; nothing here is edited by hand."
    yield ""
    yield (
        f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()} "
        f"{platform.machine()}; Python {platform.python_version()}, {versions}, "
        f"dlt {_dlt_version(dlt_python)}."
    )
    yield f"Medians of {rounds}, the contenders in turns, each in a process of its own."
    yield f"Processes of others that wanted a core when it began: {results.load_before:.1f}."
    yield "docs/decisions/0005-what-the-bench-measures.md says what is compared, and why so."


def _first_nights(results: Results) -> Iterator[str]:
    yield "## A first night"
    yield ""
    yield (
        "Seconds from start to end of the process, seconds of all its cores together, and the most "
        "memory it held."
    )
    yield ""
    yield from _table(
        ("posts", "file", *(f"{name} | cores | memory" for name in CONTENDERS)),
        (
            (
                f"{size:,}",
                _mib(results.export_bytes[size]),
                *(_cost(results, name, size) for name in CONTENDERS),
            )
            for size in results.sizes
        ),
    )


def _ratios(results: Results) -> Iterator[str]:
    least, most = results.sizes[0], results.sizes[-1]
    yield "## What a post costs, in multiples"
    yield ""
    yield (
        f"Of each the time for {least:,} posts is taken off the time for {most:,}, so that what every run "
        "pays whatever it reads (imports, migrations, dbt's start) does not count."
    )
    yield ""
    yield from _table(
        (
            "",
            "median",
            "over the rounds",
            "aim, at most",
            "met",
            "on the cores",
            "nothing taken off",
        ),
        (
            (f"night / {name}", *_against(results, name, aim), _whole(results, name))
            for name, aim in _AIMS.items()
        ),
    )


def _against(results: Results, name: str, aim: float) -> tuple[str, ...]:
    """Round by round, since a machine is not equally fast in all of them."""
    ratios = _ratios_of_slopes(results, name, "seconds")
    middle = median(ratios)
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    cores = median(_ratios_of_slopes(results, name, "cpu_seconds"))
    return f"{middle:.2f}", spread, f"{aim:.1f}", _met(middle, aim), f"{cores:.2f}"


def _whole(results: Results, name: str) -> str:
    most = results.sizes[-1]
    return f"{_seconds(results, _NIGHT, most) / _seconds(results, name, most):.2f}"


def _apart(results: Results) -> Iterator[str]:
    least, most = results.sizes[0], results.sizes[-1]
    copy = _stage(results, most, "Publish")
    yield "## Reported apart"
    yield ""
    yield f"* The constant, at {least:,} posts: " + ", ".join(
        f"{name} {_seconds(results, name, least):.2f} s" for name in CONTENDERS
    )
    yield (
        f"* The publishing copy at {most:,} posts, part of the night above: {copy:.2f} s for "
        f"{_mib(results.published_bytes)}"
    )


def _later_nights(results: Results) -> Iterator[str]:
    most = results.sizes[-1]
    yield "## Later nights"
    yield ""
    yield from _table(
        ("night", "seconds", "cores", "memory"),
        (
            (f"nothing new, {most:,} posts stored", *_taken(results.nothing_new)),
            (f"{NEW_POSTS:,} new, {most:,} stored", *_taken(results.few_new)),
            *(
                (f"{size:,} new, none stored", *_taken(results.runs[_NIGHT, size]))
                for size in results.sizes
                if size == NEW_POSTS
            ),
        ),
    )


def _stages(results: Results) -> Iterator[str]:
    ends = (results.sizes[0], results.sizes[-1])
    yield "## Where a first night spends its time"
    yield ""
    yield from _table(
        ("stage, in seconds", *(f"{size:,} posts" for size in ends)),
        (
            (name, *(f"{_stage(results, size, name):.2f}" for size in ends))
            for name in results.stages[ends[0]][0]
        ),
    )


def _aligning(results: Results) -> Iterator[str]:
    align, lower = (
        median(each[what] for each in results.aligning) for what in ("align", "lower_case")
    )
    yield "## Alignment alone"
    yield ""
    yield (
        f"{results.sizes[-1]:,} texts in memory against 190 ties, 150 of them phrases: {align:.2f} s. "
        f"Lower-casing the same texts: {lower:.2f} s. That is {align / lower:.1f} times as long; "
        f"aim, at most {_ALIGNING_AIM:.1f}: {_met(align / lower, _ALIGNING_AIM)}."
    )


def _ratios_of_slopes(results: Results, name: str, what: str) -> list[float]:
    """Per round, how many times as much of `what` a night takes for the posts beyond the least."""
    nights, others = (_slopes(results, contender, what) for contender in (_NIGHT, name))
    return [night / other for night, other in zip(nights, others, strict=True)]


def _slopes(results: Results, name: str, what: str) -> list[float]:
    least, most = (results.runs[name, results.sizes[place]] for place in (0, -1))
    return [getattr(high, what) - getattr(low, what) for high, low in zip(most, least, strict=True)]


def _seconds(results: Results, name: str, size: int) -> float:
    return median(run.seconds for run in results.runs[name, size])


def _cost(results: Results, name: str, size: int) -> str:
    return " | ".join(_taken(results.runs[name, size]))


def _taken(runs: Sequence[Run]) -> tuple[str, str, str]:
    """Medians of the seconds, the seconds on the cores and the memory."""
    seconds, cores, peak = (median(column) for column in zip(*runs, strict=True))
    return f"{seconds:.2f}", f"{cores:.2f}", _mib(peak)


def _stage(results: Results, size: int, name: str) -> float:
    return median(stages[name] for stages in results.stages[size])


def _met(ratio: float, aim: float) -> str:
    return "yes" if ratio <= aim else "no"


def _mib(size: float) -> str:
    return f"{size / 2**20:,.0f} MiB" if size >= 2**20 else f"{size / 2**10:,.0f} KiB"


def _dlt_version(python: Path) -> str:
    script = "from importlib.metadata import version; print(version('dlt'))"
    return subprocess.run(
        [python, "-c", script], capture_output=True, text=True, check=True
    ).stdout.strip()


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    first = f"| {' | '.join(head)} |"
    yield first
    yield "|" + "---|" * first.count(" |")
    for row in rows:
        yield f"| {' | '.join(row)} |"
