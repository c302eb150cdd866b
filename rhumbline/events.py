"""Increments: snapshots of totals become events, what happened between two exports of one series."""

from importlib.resources import files

from rhumbline.warehouse.connection import Warehouse


def derive_events(warehouse: Warehouse) -> int:
    """Bring the events in core up to date with its snapshots; how many activities it took.

    Only activities that a new export tells of are formed, and those wholly anew, so that an export
    of the past falls into its place. Within one series (one format and basis, for a window one
    beginning) a figure less the one before it is an event; a total that fell is a restatement, and
    what did not change is no event. A figure that an export leaves out is skipped, not zero. Where
    several series tell a metric, one forms its events: lifetime figures before others, then the one
    told last, so that the events of a metric add up to what is known of it. Days of accounts and
    facets of audiences are formed in the same way.
    """
    with warehouse.transaction():
        warehouse.run(_sql("due"))
        due = int(warehouse.one("select count(*) from events_due"))
        if due:
            warehouse.run(
                """
                delete from core.engagement_events
                where activity_id in (select events_due.activity_id from events_due)
                """
            )
            warehouse.run(_sql("first_sights"))
            warehouse.run(_sql("changes"))
        warehouse.run("drop table events_due")
        for of in ("days", "facets"):
            _form_anew(warehouse, of)
        _note_formed(warehouse)
    return due


def _form_anew(warehouse: Warehouse, of: str) -> None:
    """The events of the account days, or facets of audiences, that a new export tells of."""
    warehouse.run(_sql(f"{of}_due"))
    if warehouse.one(f"select count(*) from {of}_due"):  # noqa: S608 - a name of ours
        warehouse.run(_sql(f"forget_{of}"))
        warehouse.run(_sql(of))
    warehouse.run(f"drop table {of}_due")


def _note_formed(warehouse: Warehouse) -> None:
    gone = "export_id not in (select exports.export_id from core.exports)"
    if warehouse.one(f"select count(*) from core.formed_exports where {gone}"):  # noqa: S608
        warehouse.run(f"delete from core.engagement_events where {gone}")  # noqa: S608
        warehouse.run(f"delete from core.formed_exports where {gone}")  # noqa: S608
    warehouse.run(
        """
        insert into core.formed_exports
        select exports.export_id
        from core.exports
        anti join core.formed_exports on exports.export_id = formed_exports.export_id
        where exports.status = 'read'
        """
    )


def _sql(name: str) -> str:
    return (files("sql") / "increments" / f"{name}.sql").read_text(encoding="utf-8")
