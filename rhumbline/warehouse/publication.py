"""Publication: a copy of the warehouse takes the place of published.duckdb, atomically."""

import os
import shutil
import time
from pathlib import Path

import duckdb

from rhumbline.warehouse.connection import Warehouse, quoted
from rhumbline.workspace import Workspace


def publish(workspace: Workspace, warehouse: Warehouse) -> float:
    """Put a copy of the warehouse in place of published.duckdb, atomically; seconds it took.

    Checkpoint, copy, drop what only the writer needs, fsync, rename. A crash or a full disk leaves
    the old file; readers that hold it open keep reading it.
    """
    started = time.perf_counter()
    warehouse.run("checkpoint")
    copy = workspace.published.with_suffix(".duckdb.new")
    try:
        shutil.copyfile(warehouse.path, copy)
        _strip(copy)
        _sync(copy)
        copy.replace(workspace.published)
        _sync(workspace.root)
    finally:
        copy.unlink(missing_ok=True)
    return time.perf_counter() - started


def _strip(copy: Path) -> None:
    """Drop views, which name the catalog they were made in and break in a renamed file."""
    with duckdb.connect(copy) as connection:
        views = connection.execute(
            "select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall()
        for schema, view in views:
            connection.execute(f"drop view {quoted(schema)}.{quoted(view)}")
        connection.execute("checkpoint")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
