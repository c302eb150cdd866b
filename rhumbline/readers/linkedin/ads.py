"""LinkedIn Campaign Manager: performance reports, UTF-16 with a preamble that names the period."""

import calendar
import re
from datetime import UTC, date, datetime
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.reading.ads import AdReport, is_unnamed, shape_campaigns
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.dates import Order, parse_days, parse_moments
from rhumbline.reading.provenance import Provenance

FIELDS: Final = {
    "starts": "Start Date (in UTC)|Start Date",
    "account": "Account Name",
    "currency": "Currency",
    "campaign_id": "Campaign ID",
    "campaign": "Campaign Name|Campaign",
    "ad": "Ad Name|Creative Name",
    "page": "Click URL|Landing page URL|Destination URL",
    "spend": "Total Spent|Spend",
    "impressions": "Impressions",
    "clicks": "Clicks",
    "link_clicks": "Clicks to Landing Page|Landing Page Clicks",
    "reactions": "Reactions",
    "comments": "Comments",
    "shares": "Shares",
    "follows": "Follows",
    "engagements": "Total Engagements",
    "video_views": "Video Views",
    "reach": "Reach",
}
# Settings, rates and means, leads and conversions, and what people did at quarters of a video.
IGNORED_LIKE: Final = re.compile(
    r"""^campaign\ (?:group|type|status|objective|start|end)|status|budget|^average|\brate\b|^cost\ per
    |^e?cp[mc]|leads?\b|conversion|^(?:viral|other|social)\ |^video\b|completions|^frequency|objective
    |^account\ id|^creative\ id|^ad\ (?:id|status|introduction|headline)|^bid|^total\ (?:social|budget)
    |^return\ on|^job\ |^opens?$|^sends?$|button\ clicks|^card\ |^dsc|^targeting|^end\ date|^full\ screen""",
    re.VERBOSE,
)
_BETWEEN: Final = re.compile(
    r"Report Start:\s*(.+?)[\s,]*Report End:\s*(.+?)\s*(?:$|,?\s*Date Generated)"
)
_GENERATED: Final = re.compile(r"Date Generated:\s*(.+?)\s*(?:$|,?\s*Report )")
_NO_TOTAL: Final = ("campaign", "campaign_id", "starts")


def _shape(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """Each row over its day, its month, or the whole report: whichever its start dates show.

    LinkedIn writes the month first; the period of the report shows where a spreadsheet turned it.
    """
    starts = _read_starts(rows["starts"], provenance)
    ends = _last_days(starts, provenance)
    dated = rows.with_columns(
        starts.dt.to_string("%Y-%m-%d").alias("starts"), ends.dt.to_string("%Y-%m-%d").alias("ends")
    )
    return shape_campaigns(dated, provenance)


def _read_starts(cells: pl.Series, provenance: Provenance) -> pl.Series:
    by_order = [parse_days(cells, order)["date"] for order in (Order.MONTH_FIRST, Order.DAY_FIRST)]
    if provenance.period is None:
        return parse_days(cells, fallback=Order.MONTH_FIRST)["date"]
    first, last = provenance.period
    return max(by_order, key=lambda days: int(days.is_between(first, last).sum()))


def _last_days(starts: pl.Series, provenance: Provenance) -> pl.Series:
    """The last day of each row: the report's where all rows begin with it, the month's, or its first."""
    distinct = starts.drop_nulls().unique()
    if provenance.period and distinct.to_list() == [provenance.period[0]]:
        return pl.Series([provenance.period[1] if day else None for day in starts], dtype=pl.Date)
    if distinct.len() > 1 and (distinct.dt.day() == 1).all():
        return pl.Series([_end_of_month(day, provenance) for day in starts], dtype=pl.Date)
    return starts


def _end_of_month(day: date | None, provenance: Provenance) -> date | None:
    if day is None:
        return None
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return min(last, max(day, provenance.period[1])) if provenance.period else last


def _is_total(rows: pl.DataFrame) -> pl.Expr:
    """Whether a row adds the others up: its first cell says Total where a day should be."""
    says_so = pl.col("starts").str.contains("(?i)^total").fill_null(value=False)
    return says_so | is_unnamed(rows)


class LinkedInAds(AdReport):
    """A report of campaigns or ads by day, by month, or over the whole period."""

    def _above(self, document: Document) -> str:
        rows = document.sheet.head[: self.header_of(document).at]
        return " ".join(", ".join(cell for cell in row if cell.strip()) for row in rows)

    def period(self, document: Document) -> tuple[date, date] | None:
        """The days between Report Start and Report End."""
        match = _BETWEEN.search(self._above(document))
        if match is None:
            return None
        days = parse_days(pl.Series(match.groups()), fallback=Order.MONTH_FIRST)["date"]
        return None if days.has_nulls() else (days[0], days[1])

    def exported_at(self, document: Document, provenance: Provenance) -> datetime | None:
        """The moment after Date Generated, in UTC as the title says."""
        match = _GENERATED.search(self._above(document))
        if match is None:
            return None
        moments = parse_moments(pl.Series([match[1]]), "UTC", fallback=Order.MONTH_FIRST)
        moment = moments["published_at"][0]
        return moment.astimezone(UTC) if isinstance(moment, datetime) else None


REPORT: Final = LinkedInAds(
    format="linkedin_ads_report",
    platform="linkedin-ads",
    kind=Kind.POSTS,
    basis=Basis.WINDOW,
    fields=map_headers(FIELDS),
    needs=frozenset({"starts", "campaign", "spend", "impressions"}),
    without=frozenset({"reporting starts", "reporting ends"}),
    ignored_like=IGNORED_LIKE,
    structural=_is_total,
    shape=_shape,
)

READERS: Final = (REPORT,)
