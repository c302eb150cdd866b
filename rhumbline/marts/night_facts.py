"""What the models read beside core: the date of the night, and what differs by platform."""

from datetime import date
from typing import Final

import polars as pl

from models.platforms import PLATFORMS, UNKNOWN, record_of
from rhumbline.warehouse.connection import Warehouse


def note_night(warehouse: Warehouse, as_of: date) -> None:
    """Put the date where the models find it: intermediate.night, one row."""
    warehouse.run("create schema if not exists intermediate")
    warehouse.run("create or replace table intermediate.night (as_of date not null)")
    warehouse.run("insert into intermediate.night values (?)", as_of)
    warehouse.run(
        "comment on table intermediate.night is 'The night that shaped the marts. One row.'"
    )
    warehouse.run("comment on column intermediate.night.as_of is 'Date of the night'")


def note_platforms(warehouse: Warehouse) -> None:
    """Put what the models need to know of platforms where they find it: intermediate.platforms.

    It has a row for every platform with a record and for every other one that activities are of.
    """
    stored = {row[0] for row in warehouse.rows("select distinct platform from core.activities")}
    ids = sorted({*PLATFORMS, *stored})
    records = [record_of(platform) for platform in ids]
    frame = pl.DataFrame(
        {
            "platform": ids,
            "shown_as": [list(record.shown_as) for record in records],
            "is_mailing": [record.is_mailing for record in records],
        },
        schema=_PLATFORM_RECORD,
    )
    warehouse.run(f"create or replace table {_PLATFORMS} {_COLUMNS_OF_PLATFORMS}")
    warehouse.append(_PLATFORMS, frame)
    for described, comment in _COMMENTS_ON_PLATFORMS.items():
        warehouse.run(f"comment on {described} is '{comment}'")


PLATFORM_RECORDS: Final = tuple(
    (platform, record.shown_as, record.is_mailing)
    for platform, record in [*sorted(PLATFORMS.items()), ("", UNKNOWN)]
)
"""What the models read of the records of platforms, the one for unknown platforms last."""

_PLATFORMS: Final = "intermediate.platforms"
_PLATFORM_RECORD: Final = pl.Schema(
    {
        "platform": pl.String(),
        "shown_as": pl.List(pl.String()),
        "is_mailing": pl.Boolean(),
    }
)
_COLUMNS_OF_PLATFORMS: Final = (
    "(platform varchar not null, shown_as varchar[] not null, is_mailing boolean not null)"
)
_COMMENTS_ON_PLATFORMS: Final = {
    f"table {_PLATFORMS}": "What differs by platform when activities are compared. One row per platform.",
    f"column {_PLATFORMS}.platform": "Platform id",
    f"column {_PLATFORMS}.shown_as": "Metrics that say how often it was shown; the first one given counts",
    f"column {_PLATFORMS}.is_mailing": "Whether its activities are mailings, which are answered by clicks",
}
