"""Mailchimp: the table of all campaigns, and the report of one; each mailing is an activity."""

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.mailings import join_distinct, shape_mailings
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader
from rhumbline.reading.table import Table

_COLUMNS: Final = {
    "title": "title",
    "subject": "subject",
    "send date": "sent",
    "unique id": "native_id",
    "total recipients": "sends",
    "unique opens": "opens",
    "total clicks": "clicks",
    "unsubscribes": "unsubscribes",
    "total bounces": "bounces",
}
# Parts and rates of the figures above, and what shop and site integrations add.
_IGNORED: Final = frozenset(
    {
        "list", "send weekday", "successful deliveries", "soft bounces", "hard bounces",
        "times forwarded", "forwarded opens", "open rate", "total opens", "unique clicks",
        "click rate", "abuse complaints", "times liked on facebook", "folder id", "total orders",
        "total gross sales", "total revenue", "analytics roi", "campaign cost", "revenue created",
        "visits", "new visits", "pages/visit", "bounce rate", "time on site",
        "goal conversion rate", "per visit goal value", "transactions",
        "ecommerce conversion rate", "per visit value", "average value",
    }
)  # fmt: skip
_UNDERSCORED: Final = {name.replace(" ", "_"): ours for name, ours in _COLUMNS.items()}


def _mailing(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A subject line and, where it says more, the campaign's title under it."""
    texts = rows.with_columns(text=join_distinct(pl.col("subject"), pl.col("title")))
    ids = None
    if "native_id" in rows.columns:
        ids = rows["native_id"].str.to_lowercase().str.extract(r"^([0-9a-f]{6,16})$")
        ids = ids.set(ids.str.contains(r"^\d+0{6}$"), None)  # 6.30E+10, written out
    return shape_mailings(texts, provenance.timezone, ids)


CAMPAIGNS: Final = Table(
    format="mailchimp_campaigns",
    platform="mailchimp",
    kind=Kind.OTHER,
    rows_are=Kind.POSTS,
    basis=Basis.LIFETIME,
    fields=_COLUMNS | _UNDERSCORED,
    needs=frozenset({"title", "subject", "sent", "sends", "opens"}),
    ignored=_IGNORED | {name.replace(" ", "_") for name in _IGNORED},
    shape=_mailing,
)

_FIGURES: Final = {
    "total recipients": "sends",
    "recipients who opened": "opens",
    "total clicks": "clicks",
    "total unsubs": "unsubscribes",
    "bounces": "bounces",
}
_LABELS: Final = frozenset({"title", "subject line", "delivery date/time"})
_LEFT_ASIDE: Final = re.compile(
    r"^(successful deliveries|times forwarded|forwarded opens|total opens|last (open|click) date|"
    r"recipients who clicked|total abuse complaints|times liked on facebook|from (name|email))$"
)


class MailchimpReport(Reader):
    """Reads the report of one campaign: labels and values, in blocks with a title of one cell."""

    def claims(self, document: Document) -> bool:
        """By the first cell, and the label of the delivery time that Mailchimp alone gives."""
        if not document.sheets:
            return False
        head = [[normalise_header(cell) for cell in row] for row in document.sheet.head[:12]]
        first = next((row[0] for row in head if any(row)), "")
        labels = {row[0] for row in head if row}
        return first in ("email campaign report", "campaign report") and (
            "delivery date/time" in labels
        )

    def columns(self, document: Document) -> list[Column]:
        """The labels of the report's blocks as its columns."""
        labels = {normalise_header(label): label for label, _ in _pairs(document)}
        return [Column(label, _fate(name), _FIGURES.get(name)) for name, label in labels.items()]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """One mailing; of a split test, the figures of its versions added, which went to different people."""
        texts: dict[str, str] = {}
        figures: dict[str, list[str]] = {}
        for label, value in _pairs(document):
            name = normalise_header(label)
            if name in _FIGURES:
                figures.setdefault(_FIGURES[name], []).append(value.partition("(")[0].strip())
            elif name in _LABELS:
                texts.setdefault(name, value.strip())
        words = filter(None, (texts.get("subject line"), texts.get("title")))
        row = pl.DataFrame(
            {
                "line": [1],
                "sent": [texts.get("delivery date/time")],
                "text": ["\n".join(dict.fromkeys(words)) or None],
                **{metric: [_total(values)] for metric, values in figures.items()},
            },
            schema_overrides={"sent": pl.String, "text": pl.String},
        )
        shaped = shape_mailings(row, provenance.timezone)
        bad = shaped.filter(pl.col("why").is_not_null()).select("line", reason="why")
        yield Batch.of(Kind.POSTS, shaped.filter(pl.col("why").is_null()).drop("why"), bad)


def _pairs(document: Document) -> Iterator[tuple[str, str]]:
    """Labels and values, up to the list of clicked addresses."""
    for _, cells in document.sheet.rows():
        if cells and normalise_header(cells[0]) == "clicks by url":
            return
        if len(cells) >= 2:
            yield cells[0], cells[1]


def _total(values: list[str]) -> int | None:
    """The sum of the cells, None where one of them is no number."""
    read, bad = parse_numbers(pl.Series(values, dtype=pl.String))
    return None if bad.any() or read.null_count() else int(read.sum())


def _fate(name: str) -> Fate:
    if name in _FIGURES or name in _LABELS:
        return Fate.MAPPED
    return Fate.IGNORED if _LEFT_ASIDE.search(name) else Fate.UNMAPPED


READERS: Final = (
    CAMPAIGNS,
    MailchimpReport(format="mailchimp_report", platform="mailchimp", kind=Kind.OTHER),
)
