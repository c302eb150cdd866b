"""X Ads: what was spent, by campaign, ad or promoted post, over a period or day by day."""

import re
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.reading.ads import AdReport, AnyCurrency, is_unnamed, shape_campaigns
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.dates import Order, parse_days
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import optional_column

FIELDS: Final = {
    "campaign_id": "Campaign ID",
    "campaign": "Campaign name|Campaign",
    "ad_set": "Ad group name|Ad group|Line item name",
    "ad": "Ad name|Creative name|Post text|Tweet text|Post ID|Tweet ID",
    "account": "Account name|Account|Handle|Ad account name",
    "currency": "Currency",
    "time": "Time period|Time|Date|Day",
    "starts": "Period start|Report start",
    "ends": "Period end|Report end",
    "began": "Campaign start date|Campaign start|Start date|Start time",
    "page": "Destination URL|Website URL|Card URL",
    "spend": "Spend|Total spend|Amount spent",
    "impressions": "Impressions",
    "engagements": "Engagements|Post engagements|Tweet engagements",
    "clicks": "Clicks",
    "link_clicks": "Link clicks|URL clicks",
    "follows": "Follows",
    "unfollows": "Unfollows",
    "reactions": "Likes",
    "comments": "Replies",
    "shares": "Reposts|Retweets",
    "video_views": "Video views",
}
# Settings, rates, costs of one thing, cuts of the audience, quarters of a video, and conversions.
IGNORED_LIKE: Final = re.compile(
    r"""^funding|^placement|^objective|status|budget|\brate\b|^cost\b|^cp[a-z]{1,3}$|^avg|^average|^bid
    |^end\ (?:date|time)|^campaign\ (?:end|url)|^url$|^permalink|^(?:post|tweet)\ (?:link|url|permalink)
    |^billed|^card|^media|^video\ (?!views$)|^app\b|conversion|purchase|sign.?ups?|download|leads?\b
    |^platform|^device|^location|^language|^gender|^age|^audience|^results?|^reach|^frequency|^qualified
    |^detail|^user\ profile|^hashtag|^(?:ad\ group|line\ item|ad|creative|account)\ id|^goal|^pricing""",
    re.VERBOSE,
)
_MARKS: Final = frozenset(
    {
        *("funding source", "funding source name", "funding instrument", "campaign url"),
        *("placement", "time period", "billed engagements", "objective"),
    }
)
_FROM_UNTIL: Final = r"^(.+?)\s+(?:[-–—]|to|until)\s+(.+)$"


def _shape(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """Each row over its time period, which is one day or runs from one to another."""
    cells = optional_column(rows, "time").str.strip_chars()
    first = cells.str.extract(_FROM_UNTIL, 1)
    last = cells.str.extract(_FROM_UNTIL, 2)
    own = pl.DataFrame(
        {
            "starts": _iso(first.zip_with(first.is_not_null(), cells)),
            "ends": _iso(last.zip_with(last.is_not_null(), cells)),
        }
    )
    dated = rows.with_columns(
        own[name].zip_with(own[name].is_not_null(), optional_column(rows, name)).alias(name)
        for name in ("starts", "ends")
    )
    return shape_campaigns(dated.drop("time", strict=False), provenance)


def _iso(cells: pl.Series) -> pl.Series:
    return parse_days(cells, fallback=Order.MONTH_FIRST)["date"].dt.to_string("%Y-%m-%d")


class XAds(AdReport):
    """A report of X Ads Manager, CSV or workbook."""

    def claims(self, document: Document) -> bool:
        """By its columns, among them one that only X's reports of ads have."""
        header = self.find_header(document)
        if header is None:
            return False
        names = {normalise_header(cell) for cell in header.sheet.head[header.at]}
        fields = {column.name for column in header.columns}
        return bool(names & _MARKS) and bool(fields & {"campaign", "campaign_id", "ad_set", "ad"})


ADS: Final = XAds(
    format="x_ads_report",
    platform="x-ads",
    kind=Kind.POSTS,
    basis=Basis.WINDOW,
    fields=AnyCurrency(map_headers(FIELDS)),
    needs=frozenset({"spend", "impressions"}),
    without=frozenset({"reporting starts", "campaign group name", "total spent"}),
    ignored_like=IGNORED_LIKE,
    structural=is_unnamed,
    shape=_shape,
)
