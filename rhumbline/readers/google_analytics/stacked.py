"""Cuts an export of Google Analytics into its tables, each with its title, its period and its lines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import polars as pl

from rhumbline.reading.numbers import parse_numbers

_RULE: Final = re.compile(r"^#?\s*-{4,}$")
_COMMENT: Final = re.compile(r"^#(?:\s|$|-)")
_RANGE: Final = re.compile(r"(?<!\d)(\d{8})\s?-\s?(\d{8})(?!\d)")
_DATED: Final = re.compile(r":\s*(\d{8})$")


@dataclass
class StackedTable:
    """One table of an export."""

    header: list[str]
    line: int
    title: str = ""
    period: tuple[date, date] | None = None
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass
class ExportTables:
    """An export in pieces: what its head says, and its tables."""

    has_preamble: bool = False
    property: str | None = None
    tables: list[StackedTable] = field(default_factory=list)


@dataclass
class _Head:
    """What the comments since the last table say."""

    comments: list[str] = field(default_factory=list)

    def period(self) -> tuple[date, date] | None:
        """The range in one comment, or the two dates in two."""
        for comment in self.comments:
            if days := _RANGE.search(comment):
                return _days(days[1], days[2])
        dates = [m[1] for comment in self.comments if (m := _DATED.search(comment))]
        return _days(dates[-2], dates[-1]) if len(dates) >= 2 else None

    def title(self) -> str:
        """The last comment that is neither a rule nor a date."""
        texts = [c for c in self.comments if c and not _RULE.match(c) and not _DATED.search(c)]
        return texts[-1] if texts else ""

    def property(self) -> str | None:
        """The property, which stands under the report's title; of an exploration, its title."""
        rules = [at for at, comment in enumerate(self.comments) if _RULE.match(comment)]
        inside = self.comments[rules[0] + 1 : rules[1]] if len(rules) > 1 else []
        if any(_RANGE.search(comment) for comment in inside):
            return inside[0]
        named = [comment.partition(":")[2].strip() for comment in inside[1:] if ":" in comment]
        return named[-1] if named and named[-1] else None


def split_tables(rows: Iterable[tuple[int, list[str]]]) -> ExportTables:
    """The tables of an export in the order of the file, from its rows; a blank row is []."""
    export = ExportTables()
    head, table, is_open = _Head(), None, False
    for line, cells in rows:
        if not cells:
            is_open = False
        elif _is_comment(cells, within=is_open):
            head.comments.append(_text(cells))
            export.has_preamble |= line <= 2 and bool(_RULE.match(head.comments[-1]))
            is_open = False
        elif table is None or head.comments or (not is_open and _is_header(cells, table)):
            table = StackedTable(_trimmed(cells), line, head.title(), head.period())
            table.period = table.period or (export.tables[-1].period if export.tables else None)
            export.property = export.property or head.property()
            export.tables.append(table)
            head, is_open = _Head(), True
        else:
            table.rows.append((line, cells))
            is_open = True
    return export


def _is_comment(cells: list[str], *, within: bool) -> bool:
    """A row that begins with #; right under another row of a table, it may be the title of a page."""
    text = _text(cells, keep=True)
    if not _COMMENT.match(text):
        return False
    return not within or bool(_DATED.search(text) or _RULE.match(text))


def _text(cells: list[str], *, keep: bool = False) -> str:
    joined = ",".join(cells).rstrip(",; ")
    return joined if keep or _RULE.match(joined) else joined.lstrip("#").strip()


def _is_header(cells: list[str], table: StackedTable) -> bool:
    """After a blank line: a row of names only, other than those of the table above."""
    _, words = parse_numbers(pl.Series(cells[1:] or cells, dtype=pl.String))
    return len(cells) > 1 and words.all() and cells != table.header


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _days(first: str, last: str) -> tuple[date, date] | None:
    try:
        start, end = (datetime.strptime(d, "%Y%m%d").date() for d in (first, last))
    except ValueError:
        return None
    return (start, end) if start <= end else None
