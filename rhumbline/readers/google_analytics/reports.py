"""Google Analytics: reports and snapshots of GA4, explorations, and what Universal Analytics gave."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.readers.google_analytics import traffic
from rhumbline.readers.google_analytics.stacked import SplitExport, StackedTable, split_tables
from rhumbline.readers.google_analytics.words import dimension, metric
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
        known = [dimension(h) or metric(h) for h in first.header]
        if head.has_preamble:
            return any(table.period for table in head.tables) or any(known)
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
        for table in self._cut(document).tables:
            for column in traffic.columns(table):
                name = normalise_header(column.header)
                if name not in best or _RANK[column.fate] < _RANK[best[name].fate]:
                    best[name] = column
        return list(best.values())

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Table after table; one that another of the same report and period tells in full is folded."""
        tables = self._cut(document).tables
        for table in tables:
            told = traffic.part(table)
            if told.kind is Kind.TRAFFIC and _is_told_elsewhere(table, tables):
                yield Batch.of(Kind.TRAFFIC, told.rows.clear(), told.rejected, told.seen)
            else:
                yield told

    def _cut(self, document: Document) -> SplitExport:
        return split_tables(document.sheet.rows())


_RANK: Final = {Fate.MAPPED: 0, Fate.IGNORED: 1, Fate.UNMAPPED: 2}


def _is_googles(table: StackedTable) -> bool:
    found = traffic.layout(table)
    own = any(
        metric(header) in _OWN_METRICS or _OWN_NAMES.match(normalise_header(header))
        for header in table.header
    )
    return found.is_telling and own


def _is_told_elsewhere(table: StackedTable, tables: list[StackedTable]) -> bool:
    """Charts above a table repeat some of its metrics; so do the audiences of a comparison."""
    mine, own = traffic.identity(table), frozenset(traffic.layout(table).metrics)
    at = next(place for place, other in enumerate(tables) if other is table)
    for place, other in enumerate(tables):
        if other is not table and other.rows and traffic.identity(other) == mine:
            theirs = frozenset(traffic.layout(other).metrics)
            if own < theirs or (own == theirs and place < at):
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
