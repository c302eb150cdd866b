"""Every real export at hand against the figures that were counted by hand and by other means."""

import csv
import os
import re
from pathlib import Path
from typing import Any

import pytest

from models.metrics import NAMES
from rhumbline.ingest.inspect import inspect

ROOT = Path(
    os.environ.get("RHUMBLINE_REAL_EXPORTS", Path(__file__).parents[3] / "shared" / "exports")
)
EXPECTED = ROOT / "EXPECTED.tsv"


def rows() -> list[dict[str, str]]:
    if not EXPECTED.is_file():
        return []
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = rows()
pytestmark = pytest.mark.skipif(not CASES, reason=f"no real exports at {ROOT}")


def stated(row: dict[str, str]) -> dict[str, Any]:
    whole = {k: int(row[k]) for k in ("posts", "days", "rejected") if row[k]}
    text = {k: row[k] for k in ("platform", "kind", "first_published", "last_published") if row[k]}
    return text | whole


def also_right(row: dict[str, str]) -> dict[str, Any]:
    """The moments in UTC that a note calls right as well as the days in the columns."""
    told = re.search(r"in UTC (\S+Z) \.\. (\S+Z), also right", row["note"])
    if not told:
        return stated(row)
    return stated(row) | {"first_published": told[1], "last_published": told[2]}


def found(got: dict[str, Any], row: dict[str, str]) -> dict[str, Any]:
    return {k: got[k] for k in stated(row)}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["path"])
def test_the_export_is_read_as_expected(row: dict[str, str]) -> None:
    """Every document in it by one reader: two that claim one are an error, and none is left unread."""
    got = inspect(ROOT / row["path"])
    assert got["unread_members"] == []
    assert found(got, row) in (stated(row), also_right(row))
    doubtful = row["note"].partition("doubtful: ")[2].partition(";")[0].split(",")
    want = {name: float(row[name]) for name in NAMES if row.get(name)}
    firm = {name: value for name, value in want.items() if name not in doubtful}
    metrics = {name: pytest.approx(got["metrics"].get(name), abs=1) for name in firm}
    assert firm == metrics
    if row["posts"]:
        listed = {name for name in NAMES if name in row}
        assert {n for n in got["metrics"] if n in listed} - set(want) - set(doubtful) == set()
