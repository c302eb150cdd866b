"""The bouts: each runs its commands in turns, round after round, and fills its ratios."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bench import contenders, decision, posts, workspace
from bench.contenders import BenchFolder, Night
from bench.measure import Run, run
from bench.ratios import Ratio

NEW_POSTS: Final = 10_000
_LATE: Final = (
    ("2026-07-01", "2026-07-07"),
    ("2026-07-08", "2026-07-14"),
    ("2026-07-15", "2026-07-21"),
    ("2026-07-22", "2026-07-28"),
    ("2026-07-29", "2026-08-04"),
)


@dataclass(frozen=True)
class Sizes:
    """How many posts the nights are measured over."""

    small: int = 1_000
    middle: int = 100_000
    large: int = 1_000_000
    huge: int = 10_000_000


@dataclass
class Results:
    """Everything that was measured."""

    ratios: dict[str, Ratio] = field(default_factory=dict)
    runs: dict[tuple[str, int], list[Run]] = field(default_factory=dict)
    stages: dict[tuple[str, int], list[Night]] = field(default_factory=dict)
    published_bytes: int = 0

    def ratio(self, name: str, goal: float | None, **unit: str) -> Ratio:
        """The ratio of that name, made the first time it is asked for."""
        return self.ratios.setdefault(name, Ratio(name, goal, **unit))  # type: ignore[arg-type]

    def add(self, name: str, size: int, taken: Run) -> Run:
        """Keep a run for the tables, and print it."""
        self.runs.setdefault((name, size), []).append(taken)
        print(
            f"{name:<28} {size:>10,} posts  {taken.seconds:7.2f} s  {taken.cpu_seconds:7.2f} s of CPU"
            f"  {taken.peak_bytes / 2**20:6.0f} MiB",
            flush=True,
        )
        return taken


def quiet_night(ground: BenchFolder, results: Results, sizes: Sizes, rounds: int) -> None:
    """A night with nothing new on the demo, beside what importing the gate's libraries costs."""
    demo = contenders.lay_out_demo(ground)
    ratio = results.ratio(
        "a night with nothing new on the demo ÷ importing Great Expectations, polars and DuckDB",
        1.5,
    )
    for _ in range(rounds):
        night = results.add("nothing new on the demo", 0, contenders.run_night(demo))
        ratio.add(night, results.add("imports", 0, contenders.import_libraries(ground)))


def first_nights(ground: BenchFolder, results: Results, sizes: Sizes, rounds: int) -> None:
    """First nights from small to large, beside `read_csv`, dlt, dbt and hand-written SQL."""
    exports = {size: _export(ground, size) for size in (sizes.small, sizes.middle, sizes.large)}
    for _ in range(rounds):
        for size, export in exports.items():
            _first_night(ground, results, sizes, size, export)


def _first_night(
    ground: BenchFolder, results: Results, sizes: Sizes, size: int, export: Path
) -> None:
    staged = contenders.first_night_by_stages(ground, export, size)
    results.stages.setdefault(("first night", size), []).append(staged)
    night = results.add("a whole night", size, contenders.first_night(ground, export, size))
    csv = results.add("DuckDB `read_csv`", size, contenders.load_with_duckdb(ground, export, size))
    dlt = results.add("dlt upsert", size, contenders.load_with_dlt(ground, export, size))
    folder = ground.folder / f"night-{size}"
    results.published_bytes = (folder / "published.duckdb").stat().st_size
    if size == sizes.small:
        dbt = results.add("`dbt build`", size, contenders.build_with_dbt(ground, folder))
        name = f"a first night of {size:,} posts ÷ `dbt build` of the same project as a command"
        results.ratio(name, 1.0).add(night, dbt)
    if size == sizes.large:
        sql = results.add("hand-written SQL", size, contenders.build_by_hand(ground, folder, size))
        name = f"a first night of {size:,} posts ÷ "
        results.ratio(name + "dlt and the same tables in hand-written SQL", 1.0).add(
            night, [dlt, sql]
        )
        results.ratio(name + "dlt's upsert alone", None).add(night, dlt)
        results.ratio(name + "`read_csv` alone", None).add(night, csv)


def alignment(ground: BenchFolder, results: Results, sizes: Sizes, rounds: int) -> None:
    """Alignment of texts in memory beside lower-casing them, in one process."""
    export = _export(ground, sizes.large)
    ratio = results.ratio(
        f"alignment of {sizes.large:,} texts with 190 ties ÷ lower-casing them", 4.0
    )
    for _ in range(rounds):
        seconds = contenders.align_and_lower_case(ground, export)
        align, lower = (Run(s, s, 0) for s in (seconds["align"], seconds["lower_case"]))
        ratio.add(
            results.add("alignment alone", sizes.large, align),
            results.add("lower-casing", sizes.large, lower),
        )


def few_new_over_many(ground: BenchFolder, results: Results, sizes: Sizes, rounds: int) -> None:
    """Ten thousand new posts over a small and over a huge history with equally many failing posts."""
    folders = {
        size: _stored(ground, results, size, untied=sizes.middle)
        for size in (sizes.middle, sizes.huge)
    }
    _compare_memory(ground, results, sizes)
    ratio = results.ratio(
        f"{NEW_POSTS:,} new over {sizes.huge:,} ÷ over {sizes.middle:,}, without the publishing copy",
        1.2,
    )
    for turn in range(min(rounds, 3)):
        late = _export(ground, NEW_POSTS, *_LATE[turn])
        day = date.today() + timedelta(days=turn + 1)
        nights = {}
        for size, folder in folders.items():
            workspace.drop(folder, late)
            count = size + NEW_POSTS * (turn + 1)
            nights[size] = contenders.run_night_by_stages(folder, count, day)
            results.stages.setdefault(("few new", size), []).append(nights[size])
            results.add(f"{NEW_POSTS:,} new", size, nights[size].run)
        huge, middle = (_without_copy(nights[size]) for size in (sizes.huge, sizes.middle))
        ratio.add(huge, middle)


def _without_copy(night: Night) -> Run:
    return night.run._replace(cpu_seconds=night.without_the_copy)


def _stored(ground: BenchFolder, results: Results, size: int, untied: int) -> Path:
    """A workspace after a first night over so many posts."""
    folder = ground.folder / f"stored-{size}"
    workspace.make(folder, _export(ground, size, untied=untied))
    results.add("a first night, few failing", size, contenders.run_night(folder, size))
    return folder


def _compare_memory(ground: BenchFolder, results: Results, sizes: Sizes) -> None:
    (huge,) = results.runs["a first night, few failing", sizes.huge]
    folder = ground.folder / f"stored-{sizes.large}"
    workspace.make(folder, _export(ground, sizes.large, untied=sizes.middle))
    large = results.add(
        "a first night, few failing", sizes.large, contenders.run_night(folder, sizes.large)
    )
    shutil.rmtree(folder)
    name = f"peak memory of a first night of {sizes.huge:,} posts ÷ of {sizes.large:,}"
    results.ratio(name, 1.3, unit="memory").add(huge, large)


def decisions(ground: BenchFolder, results: Results, sizes: Sizes, rounds: int) -> None:
    """A decision submitted in the pages until it is judged, beside a night with nothing new."""
    demo = contenders.lay_out_demo(ground)
    nights = [
        results.add("nothing new on the demo", 0, contenders.run_night(demo)) for _ in range(rounds)
    ]
    with decision.serve(demo) as api:
        decided = decision.decide_in_turns(demo, api, rounds)
    ratio = results.ratio(
        "a decision submitted in the pages until it is judged ÷ a night with nothing new",
        1.3,
        unit="clock",
    )
    for judged, night in zip(decided, nights, strict=True):
        ratio.add(results.add("a decision", 0, judged), night)


BOUTS: Final[dict[str, Callable[[BenchFolder, Results, Sizes, int], None]]] = {
    "quiet": quiet_night,
    "first": first_nights,
    "align": alignment,
    "few": few_new_over_many,
    "decision": decisions,
}


def measure(ground: BenchFolder, sizes: Sizes, rounds: int, names: list[str]) -> Iterator[Results]:
    """Run the bouts of those names; the results so far after each.

    Raises Failed where a command did not do its work.
    """
    results = Results()
    for name in names:
        BOUTS[name](ground, results, sizes, rounds)
        yield results


def _export(ground: BenchFolder, count: int, *days: str, untied: int | None = None) -> Path:
    """An export of so many posts, generated once, in a process of its own, so that this one stays small."""
    first, last = days or (posts.FIRST_DAY, posts.LAST_DAY)
    folder = ground.folder / "exports" / f"{count}-{first}-{untied or count}"
    export = folder / f"account_analytics_content_{first}_{last}.csv"
    if not export.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        run(
            [sys.executable, "-m", "bench.posts", export, str(count), first, last,
             str(untied or count)],
            log=folder / "log",
        )  # fmt: skip
    return export
