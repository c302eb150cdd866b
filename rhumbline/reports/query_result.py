"""The result of a query for a person or a program: a table, records where it is too wide, CSV, JSON."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from rhumbline.reading.plain_text import without_controls
from rhumbline.reports.console import UNBOUNDED, cell, console

if TYPE_CHECKING:
    import polars as pl

    from rhumbline.warehouse.connection import Warehouse


class OutputFormat(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


_ROWS_SHOWN: Final = 1000


def in_zone_of_the_organisation(warehouse: "Warehouse", result: "pl.DataFrame") -> "pl.DataFrame":
    """The result with its moments in the time zone of the strategy in force; CSV and JSON stay in UTC."""
    import polars.selectors as cs

    zone = warehouse.one("select max_by(timezone, in_force_from) from core.strategies")
    if zone is None:
        return result
    return result.with_columns(cs.datetime(time_zone="*").dt.convert_time_zone(zone))


def print_result(result: "pl.DataFrame", output_format: OutputFormat) -> None:
    """Print a result to stdout; as a table at most a thousand rows, else all of them."""
    if output_format is OutputFormat.JSON:
        print_json(result.to_dicts())
    elif output_format is OutputFormat.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([_harmless(value) for value in row] for row in result.iter_rows())
    else:
        print_table(result)


def print_json(values: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> None:
    """Print values as JSON, moments as ISO text and decimals as numbers, control characters left out."""
    text = json.dumps(values, default=plain_value, ensure_ascii=False, indent=2)
    print(without_controls(text))  # noqa: T201


def print_table(result: "pl.DataFrame") -> None:
    """Print a result as a table, or row by row where the screen is too narrow for its columns."""
    screen = console()
    shown = result.head(_ROWS_SHOWN)
    table = _table(shown)
    needed = Measurement.get(screen, screen.options.update(max_width=UNBOUNDED), table)
    if needed.minimum <= screen.width:
        screen.print(table)
    else:
        _print_records(screen, shown)
    if not result.height:
        screen.print("No rows.", style="dim")
    if result.height > _ROWS_SHOWN:
        more = result.height - _ROWS_SHOWN
        screen.print(f"… and {more:,} more rows; --format csv prints them all.")


def _table(result: "pl.DataFrame") -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name, kind in result.schema.items():
        table.add_column(cell(name), justify="right" if kind.is_numeric() else "left")
    for row in result.iter_rows():
        table.add_row(*(cell(_rounded(value)) for value in row))
    return table


def _print_records(screen: Console, result: "pl.DataFrame") -> None:
    """Print each row as a list of its columns."""
    for row in result.iter_rows():
        record = Table.grid(padding=(0, 2, 0, 0))
        for name, value in zip(result.columns, row, strict=True):
            record.add_row(Text(name, style="bold"), cell(_rounded(value)))
        screen.print(record)
        screen.print()


def _harmless(value: Any) -> Any:
    """A plain value, its control characters left out where it is a text."""
    plain = plain_value(value)
    return without_controls(plain) if isinstance(plain, str) else plain


def _rounded(value: Any) -> Any:
    """A fraction to six digits, for the eye; CSV and JSON have all of them."""
    plain = plain_value(value)
    if not isinstance(plain, float):
        return plain
    return f"{plain:.6g}" if abs(plain) < 1e6 else f"{plain:.2f}"


def plain_value(value: Any) -> Any:
    """A value as JSON knows it: moments as ISO text, decimals as numbers."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "as_integer_ratio"):
        return value if isinstance(value, int | float) else float(value)
    return value
