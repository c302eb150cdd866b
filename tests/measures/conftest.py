"""A strategy and a warehouse in memory, filled by hand, to measure in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from models.metrics import NAMES
from rhumbline.measures import measure_progress
from rhumbline.strategy.file import loads
from rhumbline.strategy.versions import Version, store_versions
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate

AS_OF = date(2026, 10, 13)
STRATEGY = """\
organisation: Riverside Food Bank
in_force_from: 2026-09-01
timezone: America/Toronto
why: {problem: hunger, promise: food}
segments:
  volunteers:
    who: people with a free Saturday
    listens_at: ["#riverside"]
    audience: {location: [Riverside], industry: [Education]}
goals:
  staffed: {statement: 200 volunteers, why: the kitchen closes}
  funded: {statement: gifts, why: the rent}
measures:
  it: {goal: staffed, segment: volunteers, stage: lead, tier: outcome, value: VALUE, baseline: 0, target: 100, by: 2026-12-31}
  other: {goal: funded, segment: volunteers, stage: lead, tier: impact, value: sum(outcomes.gifts), baseline: 0, target: 100, by: 2026-12-31}
ties:
  - {measure: it, campaign: volunteer-2026}
  - {measure: it, link: "riverside.example/volunteer*"}
  - {measure: it, utm: {source: newsletter}}
  - {measure: it, link: "riverside.example/x*", platform: x}
  - {measure: other, link: "riverside.example/give*"}
  - {measure: other, hashtag: "#give"}
sites: [riverside.example]
effort: {hourly_cost: 28, currency: CAD, minutes: {post: 20}}
"""  # noqa: E501


@dataclass
class Organisation:
    """What an organisation did and what came of it, measured by a value."""

    warehouse: Warehouse
    keys: dict[str, int] = field(default_factory=dict)

    def export(self, name: str, at: datetime, kind: str = "posts") -> int:
        """Note an export, once."""
        if name not in self.keys:
            self.keys[name] = len(self.keys) + 1
            counts = dict.fromkeys(("rows_seen", "rows_kept", "rows_folded", "rows_rejected"), 0)
            row = {"export_key": self.keys[name], "export_id": name, "sha256": name, "name": name,
                   "folder": "", "status": "read", "kind": kind, "observed_at": at,
                   "is_at_row_cap": False} | counts  # fmt: skip
            self.warehouse.append("core.exports", pl.DataFrame([row]))
        return self.keys[name]

    def did(self, at: str, *, measure_id: str | None = "it", **told: Any) -> str:
        """Do something: metrics are those of an export of 12 October, the rest are its attributes."""
        key = int(self.warehouse.one("select count(*) + 1 from core.activities"))
        platform = told.pop("platform", "x")
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
        figures = {name: told.pop(name) for name in NAMES if name in told}
        activity = {"activity_key": key, "activity_id": f"{platform}:{key}", "platform": platform,
                    "native_id": str(key), "type": "post", "published_at": moment} | told  # fmt: skip
        self.warehouse.append("core.activities", pl.DataFrame([activity]))
        verdict = {"activity_key": key, "activity_id": f"{platform}:{key}", "reason": "", "cause": "",
                   "alignment": "aligned" if measure_id else "untraceable", "judged_with": "",
                   "strategy_version": "2026-09-01", "measure_id": measure_id}  # fmt: skip
        self.warehouse.append(
            "core.verdicts", pl.DataFrame([verdict], schema_overrides={"measure_id": pl.String})
        )
        self.warehouse.run("insert into main.judged_activities values (?)", key)
        if figures:
            self.told(
                key, f"{platform}:{key}", "e", datetime(2026, 10, 12, 12, tzinfo=UTC), **figures
            )
        return f"{platform}:{key}"

    def told(self, key: int, activity: str, export: str, at: datetime, **figures: Any) -> None:
        """Let an export tell figures of an activity."""
        row = {"activity_key": key, "activity_id": activity, "export_id": export, "line": 2,
               "export_key": self.export(export, at), "observed_at": at, "format": "x_content",
               "basis": figures.pop("basis", "lifetime")} | figures  # fmt: skip
        self.warehouse.append("core.observations", pl.DataFrame([row]))

    def got(self, day: str, name: str, value: float, **about: Any) -> None:
        """Record an outcome."""
        at = datetime(2026, 10, 12, tzinfo=UTC)
        self.export("outcomes", at, "conversions")
        line = int(self.warehouse.one("select count(*) + 2 from core.outcomes"))
        row = {"export_id": "outcomes", "observed_at": at, "date": date.fromisoformat(day),
               "name": name, "value": float(value), "line": line} | about  # fmt: skip
        self.warehouse.append("core.outcomes", pl.DataFrame([row]))

    def add(self, table: str, **row: Any) -> None:
        """Store one row of an export of 12 October."""
        at = datetime(2026, 10, 12, 12, tzinfo=UTC)
        base = {"export_id": "e", "observed_at": at, "format": "f", "line": 2}
        self.warehouse.append(f"core.{table}", pl.DataFrame([base | row]))

    def measured(
        self, value: str, instead: dict[str, str] | None = None, as_of: date = AS_OF
    ) -> dict[str, Any]:
        """Measure; what marts.measure_progress is made of, of the measure `it`.

        `instead` replaces texts of the strategy.
        """
        text = STRATEGY.replace("VALUE", f'"{value}"')
        for old, new in (instead or {}).items():
            text = text.replace(old, new)
        version = Version(loads(text), "x")
        store_versions(self.warehouse, [version])
        measure_progress(self.warehouse, [version], as_of)
        rows = self.warehouse.frame("from core.measure_values where measure_id = 'it'")
        return rows.row(0, named=True)

    def weeks(self) -> list[float | None]:
        """The values of the weeks from 31 August."""
        return [
            value
            for (value,) in self.warehouse.rows(
                "select value from core.measure_weeks where measure_id = 'it' order by week"
            )
        ]


@contextmanager
def an_organisation() -> Iterator[Organisation]:
    """Return an organisation that has done nothing yet."""
    with duckdb.connect() as connection:
        warehouse = Warehouse(in_utc(connection), Path(":memory:"))
        migrate(warehouse)
        yield Organisation(warehouse)


@pytest.fixture
def organisation() -> Iterator[Organisation]:
    """Return an organisation that has done nothing yet."""
    with an_organisation() as organisation:
        yield organisation
