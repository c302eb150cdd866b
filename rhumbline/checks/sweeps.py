"""Which rows the suites look at: all of them in a sweep, and between sweeps those that changed."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Final

import duckdb

from rhumbline import __version__
from rhumbline.warehouse.connection import Warehouse

SWEEP_DAYS: Final = 30  # so many days after a sweep the next is due
SMALL_ROWS: Final = 50_000  # so many observations are swept every night: it takes no time
_STRATEGIES: Final = """
    select coalesce(cast(sum(hash(strategy_version, fingerprint)) as varchar), '')
    from core.strategies
"""


@dataclass(frozen=True)
class LastSweep:
    """What main.last_sweep says."""

    swept_on: date
    swept_with: str
    strategies: str

    @classmethod
    def stored(cls, warehouse: Warehouse) -> "LastSweep | None":
        """The last sweep, or None where there was none, or where what it found no longer counts."""
        rows = warehouse.rows("select swept_on, swept_with, strategies from main.last_sweep")
        return cls(*rows[0]) if rows else None


def is_sweep_due(warehouse: Warehouse, as_of: date) -> bool:
    """Whether the checks of a night must look at every row.

    They must where there was no sound sweep yet (so after a rebuild, and after a broken promise),
    after another version of Rhumbline or of the strategy, after an own file changed, 30 days after
    the last one, and wherever so little is stored that it takes no time.
    """
    last = LastSweep.stored(warehouse)
    if last is None or warehouse.one("select count(*) from core.observations") <= SMALL_ROWS:
        return True
    return (
        not last.swept_on <= as_of < last.swept_on + timedelta(days=SWEEP_DAYS)
        or last.swept_with != __version__
        or last.strategies != warehouse.one(_STRATEGIES)
        or _own_files_changed(warehouse)
    )


def show_rows_to_check(warehouse: Warehouse, *, is_sweep: bool) -> None:
    """Make the temporary views that the suites read, such as activities_to_check."""
    name = "all_rows" if is_sweep else "changed_rows"
    sql = (files("sql") / "checks" / f"{name}.sql").read_text(encoding="utf-8")
    for statement in sql.split(";\n"):
        with suppress(duckdb.CatalogException):  # a promise about what is missing says so itself
            warehouse.run(statement)
    warehouse.run("set variable is_sweep = ?", is_sweep)


def demand_sweep(warehouse: Warehouse) -> None:
    """Forget what was checked, so that the next checks look at every row."""
    warehouse.run("delete from main.checked_exports")
    warehouse.run("delete from main.last_sweep")


def note_checked(warehouse: Warehouse, as_of: date, *, is_sweep: bool, is_sound: bool) -> None:
    """Keep what was checked, so that the next night looks at what changes from now on.

    Where a promise is broken nothing counts as checked any more, and the next night sweeps.
    """
    if is_sweep or not is_sound:
        demand_sweep(warehouse)
    if not is_sound:
        return
    if is_sweep:
        row = (as_of, __version__, warehouse.one(_STRATEGIES))
        warehouse.run("insert into main.last_sweep values (?, ?, ?, 0)", *row)
    warehouse.run(
        """
        update main.last_sweep
        set last_activity_key = (
            select coalesce(max(activities.activity_key), 0)
            from core.activities
        )
        """
    )
    warehouse.run(
        """
        insert into main.checked_exports
        select exports.export_id
        from core.exports
        anti join main.checked_exports on exports.export_id = checked_exports.export_id
        """
    )


def _own_files_changed(warehouse: Warehouse) -> bool:
    """Whether an export is gone, as own files are that were read in a new version, or one is new."""
    return bool(
        warehouse.one(
            """
            select
                exists (
                    from main.checked_exports
                    anti join core.exports on checked_exports.export_id = exports.export_id
                )
                or exists (
                    from core.exports
                    anti join main.checked_exports
                        on exports.export_id = checked_exports.export_id
                    where starts_with(exports.format, 'own_')
                )
            """
        )
    )
