"""site/failed.csv: every failing activity, with empty columns for a person's decision."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rhumbline.reading.plain_text import without_controls
from rhumbline.warehouse.connection import Warehouse

FAILED_COLUMNS: Final = (
    "activity_id", "platform", "account", "type", "published_at", "permalink", "text", "alignment",
    "reason", "suggested_measure_id", "suggestion",
)  # fmt: skip
COLUMNS_TO_FILL_IN: Final = ("action", "measure", "why", "owner", "expires", "decided_by")
"""Written empty; `rhumbline decide --from` reads them back."""
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def write_failed_csv(path: Path, warehouse: Warehouse) -> None:
    """Write every failing activity, the newest first, with the empty columns of a decision."""
    columns = ", ".join(FAILED_COLUMNS)
    rows = warehouse.rows(
        f"select {columns} from core.failed_activities order by published_at desc nulls last, activity_id"  # noqa: S608
    )
    fresh = path.with_suffix(".csv.new")
    with fresh.open("w", encoding="utf-8-sig", newline="") as file:  # Excel needs the BOM
        writer = csv.writer(file)
        writer.writerow([*FAILED_COLUMNS, *COLUMNS_TO_FILL_IN])
        writer.writerows(_plain_cells(row) + [""] * len(COLUMNS_TO_FILL_IN) for row in rows)
    fresh.replace(path)


def _plain_cells(row: Iterable[object]) -> list[str]:
    """Cells that no spreadsheet evaluates: a post's text may begin like a formula."""
    cells = ["" if cell is None else without_controls(str(cell)) for cell in row]
    return [f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in cells]
