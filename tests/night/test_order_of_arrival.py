"""Whatever order exports arrive in, and however a file is cut into batches, core says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from models.metrics import Basis
from rhumbline.ingest.attribute_history import ATTRIBUTES
from rhumbline.ingest.store import RowCounts, forget, next_export_key, store_part
from rhumbline.reading.batch import Batch, Kind
from rhumbline.reading.provenance import Provenance
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate
from tests.examples import costly

_BEGIN: Final = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
_PHASES: Final = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink would take minutes
_TABLES: Final = ("core.activities", "core.observations", "core.activity_versions")
Row = dict[str, Any]


@dataclass(frozen=True)
class Export:
    """What one export says of some posts, and the batches its file is read in."""

    name: str
    day: int
    rows: tuple[Row, ...]
    batch: int


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    with duckdb.connect() as connection:
        opened = Warehouse(in_utc(connection), Path("memory"))
        migrate(opened)
        yield opened


def _store(warehouse: Warehouse, export: Export) -> None:
    provenance = Provenance(
        name="posts.csv",
        export_key=next_export_key(warehouse),
        export_id=export.name,
        platform="x",
        account="riverside",
        format="x_content",
        observed_at=_BEGIN + timedelta(days=export.day),
        basis=Basis.LIFETIME,
        document="posts.csv",
    )
    for begin in range(0, len(export.rows), export.batch):
        rows = pl.DataFrame(
            export.rows[begin : begin + export.batch], infer_schema_length=None, strict=False
        )
        store_part(warehouse, Batch.of(Kind.POSTS, rows), provenance, RowCounts())
    warehouse.run(
        "insert into core.exports by name select $1 as export_key, $2 as export_id, $2 as sha256, "
        "'' as name, '' as folder, 'read' as status, 0 as rows_seen, 0 as rows_kept, "
        "0 as rows_folded, 0 as rows_rejected, false as is_at_row_cap",
        provenance.export_key,
        export.name,
    )


def _said(
    warehouse: Warehouse, exports: Sequence[Export], forgotten: Sequence[str] = ()
) -> dict[str, list[tuple[Any, ...]]]:
    """What core says after these exports, and without those that were forgotten again."""
    warehouse.run("begin")
    try:
        for export in exports:
            _store(warehouse, export)
        for name in forgotten:
            forget(warehouse, name)
        return {
            table: warehouse.rows(
                f"select columns(c -> c not in ('activity_key', 'export_key')) from {table} "
                "order by all"
            )
            for table in _TABLES
        }
    finally:
        warehouse.run("rollback")


_ROW = st.fixed_dictionaries(
    {
        "native_id": st.sampled_from(["1", "2", "3", "4"]),
        "type": st.sampled_from(["post", "reply", None]),
        "text": st.sampled_from(["Seed swap on Saturday", "Seed swap on Sunday", None]),
        "campaign": st.sampled_from(["spring", None]),
        "labels": st.sampled_from([["a"], ["a", "b"], None]),
        "published_at": st.sampled_from([_BEGIN, _BEGIN + timedelta(hours=7), None]),
        "published_zone": st.sampled_from(["UTC", "America/Toronto"]),
        "published_precision": st.sampled_from(["day", "minute", "second"]),
        "impressions": st.sampled_from([0, 5, None]),
    }
)


@st.composite
def _exports(draw: st.DrawFn) -> list[Export]:
    return [
        Export(
            name=f"{number:016x}",
            day=draw(st.integers(0, 2)),  # equal moments too: then the hash decides
            rows=tuple(
                row | {"line": line}
                for line, row in enumerate(draw(st.lists(_ROW, min_size=1, max_size=5)), 2)
            ),
            batch=draw(st.integers(1, 5)),
        )
        for number in range(draw(st.integers(2, 3)))
    ]


@settings(max_examples=costly(5), phases=_PHASES)
@given(exports=_exports(), data=st.data())
def test_any_order_and_any_batches_end_in_the_same_content(
    warehouse: Warehouse, exports: list[Export], data: st.DataObject
) -> None:
    other = data.draw(st.permutations(exports))
    cut = [Export(e.name, e.day, e.rows, data.draw(st.integers(1, 5))) for e in other]
    assert _said(warehouse, exports) == _said(warehouse, cut)


@settings(max_examples=costly(4), phases=_PHASES)
@given(exports=_exports(), data=st.data())
def test_what_is_forgotten_was_never_there(
    warehouse: Warehouse, exports: list[Export], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(exports))
    rest = [export for export in exports if export is not gone]
    assert _said(warehouse, exports, [gone.name]) == _said(warehouse, rest)


def _posts(name: str, day: int, **said: object) -> Export:
    return Export(name, day, ({"native_id": "1", "line": 2} | said,), 1)


def _attribute(warehouse: Warehouse, exports: Sequence[Export], name: str) -> Any:
    (row,) = _said(warehouse, exports)["core.activities"]
    return row[("activity_id", "platform", "native_id", *ATTRIBUTES).index(name)]


def test_the_latest_export_that_says_an_attribute_is_right(warehouse: Warehouse) -> None:
    early = _posts("a", 0, text="Seed swop", campaign="spring")
    late = _posts("b", 1, text="Seed swap")
    for order in ([early, late], [late, early]):
        assert _attribute(warehouse, order, "text") == "Seed swap"
        assert _attribute(warehouse, order, "campaign") == "spring"


def test_the_most_precise_time_of_publication_is_right(warehouse: Warehouse) -> None:
    second = {"published_at": _BEGIN, "published_zone": "UTC", "published_precision": "second"}
    day = {
        "published_at": _BEGIN.replace(hour=0),
        "published_zone": "America/Toronto",
        "published_precision": "day",
    }
    exact, rough = _posts("a", 0, **second), _posts("b", 1, **day)
    for order in ([exact, rough], [rough, exact]):
        assert _attribute(warehouse, order, "published_at") == _BEGIN
        assert _attribute(warehouse, order, "published_zone") == "UTC"


def test_no_version_is_kept_where_exports_agree(warehouse: Warehouse) -> None:
    same = [_posts(name, day, text="Seed swap") for day, name in enumerate("abc")]
    said = _said(warehouse, same)
    assert said["core.activity_versions"] == []
    assert len(said["core.observations"]) == 3
