"""Reports of ads: rows of ads, sets or campaigns over periods, added up to campaigns.

A campaign is its account, its currency and its id, or its name where the report has no ids. It is an
activity of type ad, held to the strategy like a post.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from models.metrics import BY_NAME
from rhumbline.opening import Document
from rhumbline.reading.batch import Batch
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.dates import Order, parse_days, parse_moments
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Table, optional_column

NAMED_BY: Final = ("campaign", "ad_set", "ad")
_CURRENCY: Final = re.compile(r" \(([a-z]{3})\)$")
_OPTIONAL: Final = (
    *(*NAMED_BY, "campaign_id", "account", "currency", "page", "parameters", "began"),
    *("starts", "ends", "day"),
)
_NO_PERIOD: Final = "Neither the row nor the file says of which days its figures are."
_TURNED_PERIOD: Final = "The period ends before it begins."


class AnyCurrency(Mapping[str, str]):
    """Headers whose money is in whatever currency stands behind them: Amount spent (CAD)."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Look up `names` without the currency."""
        self._names = names

    def __getitem__(self, header: str) -> str:
        """Our field for a normalised header."""
        return self._names[header if header in self._names else _CURRENCY.sub("", header)]

    def __iter__(self) -> Iterator[str]:
        """The headers without a currency."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many headers are known."""
        return len(self._names)


def shape_campaigns(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """Each row as an activity of its campaign, over its own days or else those of the file.

    Its text is its name and the address it leads to. It began on its own day where the report has
    one, else with the period.
    """
    ads = rows.with_columns(optional_column(rows, name) for name in _OPTIONAL)
    name = pl.coalesce(NAMED_BY)
    dated = _read_dates(ads, provenance)
    unnamed = pl.when(pl.coalesce("campaign_id", name).is_null()).then(
        pl.lit("The row names no campaign.")
    )
    return ads.select(
        *_figures(rows),
        *dated.drop("why"),
        native_id=pl.coalesce("campaign_id", name),
        former_id=pl.coalesce("campaign_id", name),
        account="account",
        currency=pl.col("currency").str.to_uppercase(),
        type=pl.lit("ad"),
        campaign=name,
        text=pl.concat_str(name, _address(), separator=" ", ignore_nulls=True),
        why=pl.coalesce(unnamed, pl.lit(dated["why"])),
    )


def _figures(rows: pl.DataFrame) -> list[str]:
    return [c for c in rows.columns if c in BY_NAME or c == "line"]


def _read_dates(ads: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The period of each row, when its campaign began, and `why` not.

    All dates of a report are written alike, so that one of them settles the order of the others.
    """
    height = ads.height
    columns = ("began", "starts", "ends", "day")
    cells = pl.concat([ads[name].rename("cell") for name in columns])
    order = _order_within(ads, provenance)
    moments = parse_moments(cells, provenance.timezone, order)
    days = parse_days(cells, order)["date"]
    own, of_period, _, of_day = (moments.slice(i * height, height) for i in range(4))
    begun, starts, ends, day = (days.slice(i * height, height) for i in range(4))
    first, last = provenance.period or (None, None)
    dates = pl.DataFrame({"begun": begun, "starts": starts, "ends": ends, "day": day})
    # Without any period the figures are of the campaign's life until the moment of export.
    exported = provenance.observed_at.date() if provenance.observed_at else None
    until_export = pl.max_horizontal("begun", pl.lit(exported, pl.Date))
    period = dates.select(
        period_from=pl.coalesce("day", "starts", pl.lit(first, pl.Date), "begun"),
        period_until=pl.coalesce(
            "day",
            "ends",
            pl.lit(last, pl.Date),
            pl.when(pl.col("begun").is_not_null()).then(until_export),
        ),
    )
    from_file = parse_moments(
        pl.Series("cell", [first.isoformat() if first else None] * height, pl.String),
        provenance.timezone,
    )
    began = _first_known(_first_known(_first_known(own, of_day), of_period), from_file)
    undated = period["period_from"].is_null() | period["period_until"].is_null()
    return began.drop("why").hstack(period).select(
        pl.all(),
        pl.when(pl.lit(undated)).then(pl.lit(_NO_PERIOD))
        .when(pl.col("period_until") < pl.col("period_from")).then(pl.lit(_TURNED_PERIOD))
        .alias("why"),
    )  # fmt: skip


def _first_known(moments: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    is_known = moments["published_at"].is_not_null()
    return pl.DataFrame([moments[c].zip_with(is_known, others[c]) for c in moments.columns])


def _order_within(ads: pl.DataFrame, provenance: Provenance) -> Order | None:
    """Day first or month first, as the period that the file names proves; None where it does not."""
    if provenance.period is None:
        return None
    cells = pl.concat([ads[name].rename("cell") for name in ("starts", "ends", "day")])
    within = {
        order: days.is_between(*provenance.period).all() and days.len() > 0
        for order in Order
        for days in [parse_days(cells, order)["date"].drop_nulls()]
    }
    return (
        next((order for order, fits in within.items() if fits), None)
        if (len(set(within.values())) > 1)
        else None
    )


def _address() -> pl.Expr:
    """The page an ad leads to, with the parameters that an ads manager puts behind it."""
    has_query = pl.col("page").str.contains("?", literal=True)
    mark = pl.when(has_query).then(pl.lit("&")).otherwise(pl.lit("?"))
    parameters = pl.concat_str(mark, pl.col("parameters").str.strip_chars_start("?&"))
    return pl.concat_str("page", parameters.fill_null(""))


def is_unnamed(rows: pl.DataFrame) -> pl.Expr:
    """Whether a row names nothing, among rows that do: it adds the others up."""
    named = [c for c in NAMED_BY if c in rows.columns]
    return pl.all_horizontal(pl.col(named).is_null()) if named else pl.lit(value=False)


@dataclass(frozen=True, kw_only=True)
class AdReport(Table):
    """A report of ads, read as one batch: a row for each campaign and period."""

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """One batch; people whom two ads reached overlap, so their numbers are not added."""
        batches = list(super().read(document, provenance))
        if not batches:
            yield Batch.of(self.kind, pl.DataFrame())
            return
        rows = pl.concat([batch.rows for batch in batches])
        rejected = pl.concat([batch.rejected for batch in batches])
        if rows.height:
            rows = self.add_up(rows, document, provenance)
        yield Batch.of(self.kind, rows, rejected, sum(batch.seen for batch in batches))

    def add_up(
        self, rows: pl.DataFrame, document: Document, provenance: Provenance
    ) -> pl.DataFrame:
        """The rows, at least one, added up to one for each campaign and period."""
        currency = pl.lit(self.currency_in_header(document), pl.String)
        rows = rows.with_columns(currency=pl.coalesce("currency", currency))
        account = pl.coalesce("account", pl.lit(provenance.owner, pl.String))
        owned = rows.with_columns(
            native_id=pl.concat_str(
                account, "currency", "native_id", separator="/", ignore_nulls=True
            )
        )
        return add_up_periods(owned)

    def currency_in_header(self, document: Document) -> str | None:
        """The currency that a header names; an ad account has one only."""
        names = (normalise_header(column.header) for column in self.header_of(document).columns)
        currencies = (_CURRENCY.search(name) for name in names)
        return next((match[1].upper() for match in currencies if match), None)


def add_up_periods(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each campaign and period, in the words of its first."""
    of_first = (
        *("line", "type", "published_zone", "published_precision", "campaign", "text"),
        "former_id",
    )
    keys = ("platform", "account", "currency", "native_id", "period_from", "period_until")
    return rows.group_by(keys, maintain_order=True).agg(
        pl.col(of_first).first(), pl.col("published_at").min(), *sum_figures()
    )


def sum_figures() -> Iterator[pl.Expr]:
    """Every figure of a group: summed; where a sum has no meaning, that of a group of one row."""
    for name, metric in BY_NAME.items():
        if metric.additive:
            yield pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name)
        else:
            yield pl.when(pl.len() == 1).then(pl.col(name).first()).alias(name)
