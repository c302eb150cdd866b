"""Google Analytics: reports and snapshots of GA4, explorations, and what Universal Analytics gave."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.readers.google_analytics import traffic
from rhumbline.readers.google_analytics.stacked import StackedTable, split_tables
from rhumbline.readers.google_analytics.words import find_dimension, find_metric
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

# What no other tool's table has: visits to a site, and dimensions by the scope of a visit.
_OWN_METRICS: Final = frozenset(
    {"sessions", "engaged_sessions", "new_users", "events", "total_users"}
)
_OWN_NAMES: Final = re.compile(
    r"^(active users$|session |first user |page (path|title)|landing page)"
)


class GoogleAnalyticsReports(Reader):
    """Reads every table of an export; what says nothing for alignment is only counted."""

    def claims(self, document: Document) -> bool:
        """By the block of comments that opens it, or by a first row of Google's own names."""
        if document.shape == "json" or not document.sheets:
            return False
        head = split_tables(enumerate(document.sheet.head, 1))
        if not head.tables:
            return False
        first = head.tables[0]
        if head.has_preamble:
            is_known = any(find_dimension(h) or find_metric(h) for h in first.header)
            return is_known or any(table.period for table in head.tables)
        return first.line <= 2 and _is_googles(first)

    def account(self, document: Document) -> str | None:
        """The property."""
        return split_tables(enumerate(document.sheet.head, 1)).property

    def period(self, document: Document) -> tuple[date, date] | None:
        """What the first table covers; a comparison stands after it."""
        tables = split_tables(enumerate(document.sheet.head, 1)).tables
        return tables[0].period if tables else None

    def columns(self, document: Document) -> list[Column]:
        """Each header once, with the best that became of it in any table."""
        best: dict[str, Column] = {}
        for table in split_tables(document.sheet.rows()).tables:
            for column in traffic.describe_columns(table):
                name = normalise_header(column.header)
                if name not in best or _RANK[column.fate] < _RANK[best[name].fate]:
                    best[name] = column
        return list(best.values())

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Table after table; of one that another table repeats in full, the rows are only counted."""
        tables = split_tables(document.sheet.rows()).tables
        for table in tables:
            batch = traffic.read_table(table)
            if batch.kind is Kind.TRAFFIC and _is_repeated(table, tables):
                batch = replace(batch, rows=batch.rows.clear())
            yield batch


_RANK: Final = {Fate.MAPPED: 0, Fate.IGNORED: 1, Fate.UNMAPPED: 2}


def _is_googles(table: StackedTable) -> bool:
    """Whether a table without comments above it is one that Google Analytics alone writes."""
    has_own_name = any(
        find_metric(header) in _OWN_METRICS or _OWN_NAMES.match(normalise_header(header))
        for header in table.header
    )
    return has_own_name and traffic.find_layout(table).is_telling


def _is_repeated(table: StackedTable, tables: list[StackedTable]) -> bool:
    """Whether another table of the same report and period has all of this one's metrics.

    Charts above a table repeat some of its metrics; the audiences of a comparison repeat all.
    """
    identity, metrics = traffic.identity(table), frozenset(traffic.find_layout(table).metrics)
    at = next(place for place, other in enumerate(tables) if other is table)
    for place, other in enumerate(tables):
        if other is not table and other.rows and traffic.identity(other) == identity:
            other_metrics = frozenset(traffic.find_layout(other).metrics)
            if metrics < other_metrics or (metrics == other_metrics and place < at):
                return True
    return False


READERS: Final = (
    GoogleAnalyticsReports(
        format="google_analytics_reports",
        platform="google-analytics",
        kind=Kind.TRAFFIC,
        basis=Basis.WINDOW,
    ),
)
