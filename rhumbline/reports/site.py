"""What a night leaves for people without SQL: site/failed.csv to fill in, and the scorecard."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rhumbline.reports.verdict import Verdict
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace

FAILED_COLUMNS: Final = (
    "activity_id", "platform", "account", "type", "published_at", "permalink", "text", "alignment",
    "reason", "suggested_measure_id", "suggestion",
)  # fmt: skip
# Left empty: filled in by a person, they come back with `rhumbline decide --from site/failed.csv`.
TO_FILL_IN: Final = ("action", "measure", "why", "owner", "expires", "decided_by")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_site(workspace: Workspace, warehouse: Warehouse, verdict: Verdict) -> None:
    """Write site/failed.csv and the scorecard, each replaced whole."""
    workspace.site.mkdir(parents=True, exist_ok=True)
    write_failed(workspace.site / "failed.csv", warehouse)
    from rhumbline.reports.scorecard import write_scorecard

    write_scorecard(workspace.site, warehouse, verdict)


def write_failed(path: Path, warehouse: Warehouse) -> None:
    """Every failing activity, newest first, with empty columns to decide in."""
    columns = ", ".join(FAILED_COLUMNS)
    rows = warehouse.rows(
        f"select {columns} from core.failed_activities order by published_at desc nulls last, activity_id"  # noqa: S608
    )
    fresh = path.with_suffix(".csv.new")
    with fresh.open(
        "w", encoding="utf-8-sig", newline=""
    ) as file:  # the mark makes Excel read UTF-8
        writer = csv.writer(file)
        writer.writerow([*FAILED_COLUMNS, *TO_FILL_IN])
        writer.writerows(_safe(row) for row in rows)
    fresh.replace(path)


def _safe(row: Iterable[object]) -> list[str]:
    """Cells that no spreadsheet takes for a formula: a post's text is untrusted."""
    cells = ["" if cell is None else str(cell) for cell in row]
    blank = [""] * len(TO_FILL_IN)
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells] + blank
