"""Migrations: the numbered files of sql/schema, each applied once."""

from importlib.resources import files

from rhumbline.errors import UserError
from rhumbline.warehouse.connection import Warehouse


def migrate(warehouse: Warehouse) -> None:
    """Bring the schema up to date by the numbered files of sql/schema, each in one transaction."""
    warehouse.run("create table if not exists main.migrations (number integer, name varchar)")
    applied = {number for (number,) in warehouse.rows("select number from main.migrations")}
    known = migrations()
    if applied - known.keys():
        raise UserError(
            "The warehouse was written by a newer Rhumbline.",
            str(warehouse.path),
            "Upgrade Rhumbline, or move the file away and run `rhumbline rebuild`.",
        )
    for number in sorted(known.keys() - applied):
        name, sql = known[number]
        with warehouse.transaction():
            warehouse.run(sql)
            warehouse.run("insert into main.migrations values (?, ?)", number, name)


def migrations() -> dict[int, tuple[str, str]]:
    """Number → (file name, SQL) of every migration."""
    ordered = sorted(
        (entry for entry in (files("sql") / "schema").iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return {
        int(entry.name.split("_")[0]): (entry.name, entry.read_text(encoding="utf-8"))
        for entry in ordered
    }
