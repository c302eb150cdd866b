"""Which activities people decide on at once: those of a condition, or the rows of a filled-in failed.csv."""

from pathlib import Path
from typing import Final

from rhumbline.decisions.record import Request
from rhumbline.errors import UserError
from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace

_CHOICE: Final = """
select activity_id
from (
    select alignments.*, activities.type, failed.cause
    from marts.activity_alignment as alignments
    inner join core.activities as activities using (activity_id)
    left join core.failed_activities as failed using (activity_id)
)
"""


def selected(workspace: Workspace, where: str) -> list[str]:
    """The activities that a SQL condition selects: over marts.activity_alignment, type, cause.

    Raises UserError for a condition DuckDB cannot read, or one that selects nothing.
    """
    import duckdb

    with open_published(workspace) as published:
        try:
            rows = published.rows(f"{_CHOICE} where ({where}) order by 1")
        except duckdb.Error as error:
            raise UserError(
                f"DuckDB cannot read the condition: {error}", where, "Quote texts with ''."
            ) from None
    if not rows:
        raise UserError("The condition selects no activity.", where, "Try it with `rhumbline sql`.")
    return [activity_id for (activity_id,) in rows]


def filled_in(path: Path, decided_by: str | None = None) -> list[Request]:
    """The decisions that a person filled into a copy of site/failed.csv, any spreadsheet's re-save.

    A row without action, measure or reason is left open. A measure alone means `tie`. Raises
    UserError where the file has no column activity_id.
    """
    from rhumbline.opening import open_documents

    with open_documents(path) as documents:
        rows = list(documents[0].sheet.rows())
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    if "activity_id" not in header:
        raise UserError(
            "The file has no column activity_id.", str(path), "Fill in a copy of site/failed.csv."
        )
    requests = []
    for line, cells in rows[1:]:
        row = {name: _unguarded(cell) for name, cell in zip(header, cells, strict=False)}
        if row.get("action") or row.get("measure") or row.get("why"):
            requests.append(_request(row, decided_by, f"{path.name}:{line}"))
    return requests


def _request(row: dict[str, str], decided_by: str | None, place: str) -> Request:
    return Request(
        activity_id=row.get("activity_id", ""),
        action=row.get("action") or ("tie" if row.get("measure") else ""),
        decided_by=row.get("decided_by") or decided_by or "",
        measure=row.get("measure") or None,
        why=row.get("why") or None,
        owner=row.get("owner") or None,
        expires=row.get("expires") or None,
        place=place,
    )


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that kept a spreadsheet from taking it for a formula."""
    return cell.strip().removeprefix("'").strip()
