"""docs/performance.md and its plot: every figure beside its goal, with what it was measured on."""

import os
import platform
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

import altair as alt
import polars as pl
import psutil

from bench.bouts import Results, Sizes
from bench.contenders import Night
from bench.measure import Run
from bench.ratios import Ratio

_LINES: Final = ("a whole night", "dlt upsert", "DuckDB `read_csv`")
_REASONS: Final = Path(__file__).with_name("reasons.md")


def write(page: Path, results: Results, sizes: Sizes, dlt_python: Path, load: float) -> None:
    """Write the page, and the plot into images/ beside it."""
    plot = page.parent / "images" / "performance.svg"
    plot.parent.mkdir(parents=True, exist_ok=True)
    sections = [_head(results, dlt_python, load), _ratios(results.ratios.values())]
    if (_LINES[0], sizes.large) in results.runs:
        _draw(plot, results)
        sections.append(_picture(plot, page))
    sections += [_runs(results), _stages(results), iter(_REASONS.read_text("utf-8").splitlines())]
    lines = [line for section in sections for line in (*section, "")]
    page.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _head(results: Results, dlt_python: Path, load: float) -> Iterator[str]:
    memory = psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in ("rhumbline", "duckdb", "polars"))
    yield "# Performance"
    yield ""
    yield f"Written by `make bench` on {datetime.now(UTC).date()}; nothing here is edited by hand."
    yield ""
    yield (
        f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()} "
        f"{platform.machine()}; Python {platform.python_version()}, {versions}, "
        f"dlt {_dlt_version(dlt_python)}. Processes of others that wanted a core when it began: "
        f"{load:.1f}."
    )
    yield ""
    yield (
        "Each command is a process of its own. The commands of a ratio run in turns, and each round "
        "gives one ratio; the median counts. CPU is seconds on all cores together, clock is seconds "
        "from start to end. docs/decisions/0005-what-the-bench-measures.md says what is compared."
    )


def _ratios(ratios: Iterable[Ratio]) -> Iterator[str]:
    yield "## Goals"
    yield ""
    yield from _table(
        ("ratio", "goal", "measured", "by", "range", "on the clock", "rounds", "met"),
        (_ratio(ratio) for ratio in ratios),
    )


def _ratio(ratio: Ratio) -> tuple[str, ...]:
    rounds = ratio.by_round()
    clock = f"{median(ratio.by_round('clock')):.2f}" if ratio.unit != "memory" else ""
    return (
        ratio.name,
        "as low as it goes" if ratio.goal is None else f"≤ {ratio.goal:.1f}",
        f"{ratio.median:.2f}",
        ratio.unit,
        f"{min(rounds):.2f} to {max(rounds):.2f}",
        clock,
        str(len(rounds)),
        {None: "", True: "yes", False: "**no**"}[ratio.is_met],
    )


def _picture(plot: Path, page: Path) -> Iterator[str]:
    yield "## A first night, by the number of posts"
    yield ""
    where = plot.relative_to(page.parent)
    yield f"![Seconds of CPU by the number of posts, both on logarithmic scales]({where})"


def _draw(plot: Path, results: Results) -> None:
    rows = [
        {"posts": size, "seconds of CPU": median(run.cpu_seconds for run in runs), "command": name}
        for (name, size), runs in results.runs.items()
        if name in _LINES and size
    ]
    lines = alt.Chart(pl.DataFrame(rows)).encode(
        x=alt.X("posts:Q").scale(type="log"),
        y=alt.Y("seconds of CPU:Q").scale(type="log"),
        color=alt.Color("command:N", sort=list(_LINES)).title(None),
    )
    (lines.mark_line() + lines.mark_point()).properties(width=560, height=300).save(plot)


def _runs(results: Results) -> Iterator[str]:
    yield "## What was run"
    yield ""
    yield "Medians over the rounds. Memory is the most that one process of the command held."
    yield ""
    yield from _table(
        ("command", "posts", "seconds of CPU", "seconds on the clock", "memory"),
        (
            (name, f"{size:,}" if size else "", *_medians(runs))
            for (name, size), runs in results.runs.items()
        ),
    )


def _medians(runs: Sequence[Run]) -> tuple[str, str, str]:
    seconds, cpu_seconds, peak = (median(column) for column in zip(*runs, strict=True))
    return f"{cpu_seconds:.2f}", f"{seconds:.2f}", f"{peak / 2**20:,.0f} MiB"


def _stages(results: Results) -> Iterator[str]:
    if not results.stages:
        return
    nights = list(results.stages.items())
    yield "## Where a night spends its CPU"
    yield ""
    yield from _table(
        ("stage, in seconds of CPU", *(f"{name}, {size:,} posts" for (name, size), _ in nights)),
        (
            (stage, *(f"{_stage(runs, stage):.2f}" for _, runs in nights))
            for stage in nights[0][1][0].stages
        ),
    )
    if results.published_bytes:
        yield ""
        yield f"The largest first night published {results.published_bytes / 2**20:,.0f} MiB."


def _stage(nights: Sequence[Night], stage: str) -> float:
    return median(night.stages.get(stage, 0.0) for night in nights)


def _dlt_version(python: Path) -> str:
    script = "from importlib.metadata import version; print(version('dlt'))"
    return subprocess.run(
        [python, "-c", script], capture_output=True, text=True, check=True
    ).stdout.strip()


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"
