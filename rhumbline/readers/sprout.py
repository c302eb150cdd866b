"""Sprout Social: posts and profiles of several networks in one file, each row with its network's own id."""

import re
from datetime import timedelta
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.date_order import settle_date_order
from rhumbline.reading.dates import Order, parse_days, parse_moments, parse_times, to_utc
from rhumbline.reading.networks import id_in_link, moment_in_id, platform_named
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Table

POST_COLUMNS: Final = {
    "date": "day",
    "post id": "native_id",
    "network": "network",
    "post type": "post_type",
    "content type": "content_type",
    "profile": "account",
    "link": "permalink",
    "post": "text",
    "tags": "tags",
    "impressions": "impressions",
    "reach": "reach",
    "engagements": "engagements",
    "reactions": "reactions",
    "comments": "comments",
    "shares": "shares",
    "saves": "saves",
    "post clicks (all)": "clicks",
    "post link clicks": "link_clicks",
    "video views": "video_views",
}
# Parts and other cuts of the figures above, rates, and figures that only one network gives and
# counts in its own way (YouTube's subscribers and minutes, X's app figures, ad breaks, cards).
POST_IGNORED: Final = frozenset(
    normalise_header(header)
    for header in """
    Sent by|Linked Content|Organic Impressions|Paid Impressions|Follower Views|Non-follower Views
    Organic Reach|Viral Reach|Non-viral Reach|Paid Reach|Potential Reach
    Engagement Rate (per Impression)|Engagement Rate (per Reach)|Likes|Dislikes|Love Reactions
    Haha Reactions|Wow Reactions|Sad Reactions|Angry Reactions|Post Shares|Reposts|Quotes
    Click-Through Rate|SproutLink Clicks|Other Post Clicks|Post Media Clicks|Post Hashtag Clicks
    Post Detail Expand Clicks|Profile Clicks|Other Engagements|Answers|App Engagements
    App Install Attempts|App Opens|Follows from Post|Unfollows from Post|bit.ly Link Clicks
    Subscribers Gained from Video|Subscribers Lost from Video|Annotation Clicks|Card Clicks
    Media Views|Video Length (Seconds)|YouTube Premium Views|Estimated Minutes Watched
    Estimated Premium Minutes Watched|Story Taps Back|Story Taps Forward|Story Exits|Story Replies
    Video Added to Playlists|Video Removed from Playlists|Annotation Impressions
    Annotation Clickable Impressions|Annotation Closable Impressions|Annotation Closes
    Card Impressions|Card Teaser Impressions|Card Teaser Clicks|Poll Votes
    """.strip().replace("\n", "|").split("|")
)  # fmt: skip
POST_IGNORED_LIKE: Final = re.compile(
    r"video (views?|view rate|view time)|^video ad break|^average "
)

PROFILE_COLUMNS: Final = {
    "date": "day",
    "network": "network",
    "profile": "account",
    "audience": "followers",
    "audience gained": "follows",
    "audience lost": "unfollows",
    "published posts (total)": "posts_published",
    "published posts": "posts_published",
    "impressions": "impressions",
    "video views": "video_views",
    "engagements": "engagements",
    "reactions": "reactions",
    "comments": "comments",
    "shares": "shares",
    "saves": "saves",
    "post link clicks": "link_clicks",
}
PROFILE_IGNORED: Final = frozenset(
    {
        "net audience growth",  # the change of `followers`, which is read
        "sent messages (total)",
        "received messages (total)",
        "engagement rate (per impression)",
        "other post clicks",
        "other engagements",
        "profile actions",  # visits for one network, calls and e-mails for another
    }
)
PROFILE_IGNORED_LIKE: Final = re.compile(r"^(sent|received) .+ \(.+\)$")

_OPTIONAL: Final = ("text", "permalink", "tags", "post_type", "content_type")
_GUARD: Final = r"^'([@=+\-])"  # Sprout guards handles against being read as formulas
_ROUNDED: Final = r"(?i)[.,]|e[+]|#|^\d{12,15}0{4,}$"  # 7.40641E+18, 1213499430137060.00, #NAME?
_DAY_HOURS: Final = 40  # zones lie up to 26 hours apart
# From the time shown to that in the id; UTC offsets are multiples of 15 minutes.
_LATE: Final = timedelta(minutes=7)
_AGREEING: Final = 0.9  # of the posts; a post edited or published late may disagree
# One zone for each of the world's clocks, the most used first; only its hours matter.
_ZONES: Final = (
    "America/Los_Angeles", "America/New_York", "America/Chicago", "America/Denver", "Europe/London",
    "Europe/Berlin", "UTC", "America/Phoenix", "America/Toronto", "America/Halifax",
    "America/Sao_Paulo", "America/Mexico_City", "America/Bogota", "America/Caracas",
    "America/Santiago", "America/St_Johns", "America/Anchorage", "Pacific/Honolulu",
    "Europe/Athens", "Europe/Istanbul", "Africa/Cairo", "Africa/Lagos", "Africa/Johannesburg",
    "Africa/Nairobi", "Asia/Jerusalem", "Asia/Dubai", "Asia/Tehran", "Asia/Karachi", "Asia/Kolkata",
    "Asia/Kathmandu", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo",
    "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip


def _shape_post(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The network's own id; day and time are local to the workspace, whose zone the ids prove."""
    named = (
        rows.with_columns(_text(name, rows) for name in _OPTIONAL)
        .with_columns(platform=platform_named(pl.col("network")))
        .with_columns(native_id=_native_id())
    )
    day, order = prove_order(named, provenance)
    local = named.with_columns(parse_times(day, fallback=order)["local"])
    when = parse_moments(day, prove_zone(local, provenance.timezone), fallback=order).rename(
        {"why": "no_date"}
    )
    return pl.concat([named, when], how="horizontal").select(
        *_kept(named, "platform", "native_id", "permalink"),
        *when.columns[:3],
        pl.col("account", "text").str.replace(_GUARD, "$1"),
        pl.col("tags").str.split(",").list.eval(pl.element().str.strip_chars()).alias("labels"),
        _type(),
        pl.coalesce(_no_id(), "no_date").alias("why"),
    )


def _kept(rows: pl.DataFrame, *names: str) -> list[str]:
    """The columns that pass as they are: the line, the metrics and these."""
    return [c for c in rows.columns if c in BY_NAME or c in ("line", *names)]


def _text(name: str, rows: pl.DataFrame) -> pl.Expr:
    """An optional column: what the file has of it."""
    return pl.col(name) if name in rows.columns else pl.lit(None, pl.String).alias(name)


def _native_id() -> pl.Expr:
    """From the address where it holds the id, for no spreadsheet rounds an address."""
    platform, plain = pl.col("platform"), pl.col("native_id")
    linked = platform.is_in(["x", "linkedin", "tiktok", "youtube"])
    bare = plain.str.replace(r"^\d+_(\d+)$", "$1")  # Facebook's page_post
    whole = pl.when(~bare.str.contains(_ROUNDED)).then(bare)
    return pl.coalesce(pl.when(linked).then(id_in_link(platform, pl.col("permalink"))), whole)


def _no_id() -> pl.Expr:
    return (
        pl.when(pl.col("network").is_null())
        .then(pl.lit("The row names no network."))
        .when(pl.col("native_id").is_null())
        .then(
            pl.lit("The post id is missing, or was rounded by a spreadsheet and no link holds it.")
        )
    )


def _type() -> pl.Expr:
    kind, content = (pl.col(c).str.to_lowercase() for c in ("post_type", "content_type"))
    return (
        pl.when(kind.str.contains("story|stories"))
        .then(pl.lit("story"))
        .when(kind.str.contains("reply|comment"))
        .then(pl.lit("reply"))
        .when(kind.str.contains("reel|video|short") | content.str.contains("video"))
        .then(pl.lit("video"))
        .otherwise(pl.lit("post"))
        .alias("type")
    )


def prove_order(posts: pl.DataFrame, provenance: Provenance) -> tuple[pl.Series, Order | None]:
    """The days, and their order: month first, unless ids of their posts prove the other."""
    cells, order = settle_date_order(posts["day"], provenance.window)
    moments = posts.select(
        in_id=moment_in_id(pl.col("platform"), pl.col("native_id")).dt.replace_time_zone(None),
        month_first=parse_times(cells, fallback=Order.MONTH_FIRST)["local"],
        day_first=parse_times(cells, fallback=Order.DAY_FIRST)["local"],
    ).drop_nulls()
    near = {
        name: ((moments["in_id"] - moments[name]).dt.total_hours().abs() <= _DAY_HOURS).sum()
        for name in ("month_first", "day_first")
    }
    return cells, Order.DAY_FIRST if near["day_first"] > near["month_first"] else order


def prove_zone(posts: pl.DataFrame, assumed: str) -> str:
    """The zone whose clock agrees with the moments that the posts' ids hold, else the assumed one.

    `posts` has platform, native_id and the naive `local` time of publication.
    """
    moments = posts.select(
        "local", in_id=moment_in_id(pl.col("platform"), pl.col("native_id"))
    ).drop_nulls()
    if moments.is_empty():
        return assumed
    for zone in (assumed, *_ZONES):
        apart = moments.select((pl.col("in_id") - to_utc(pl.col("local"), zone)).abs()).to_series()
        if (apart <= _LATE).sum() >= _AGREEING * apart.len():
            return zone
    return assumed


def _shape_day(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The figures of one profile on one day."""
    cells, order = settle_date_order(rows["day"], provenance.window)
    days = parse_days(cells, fallback=order)
    no_network = pl.when(pl.col("network").is_null()).then(pl.lit("The row names no network."))
    return rows.select(
        *_kept(rows),
        days["date"],
        platform_named(pl.col("network")).alias("platform"),
        pl.col("account").str.replace(_GUARD, "$1"),
        pl.coalesce(no_network, pl.lit(days["why"])).alias("why"),
    )


POSTS: Final = Table(
    format="sprout_posts",
    platform="sprout",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    fields=POST_COLUMNS,
    needs=frozenset({"day", "native_id", "network", "post_type", "account"}),
    ignored=POST_IGNORED,
    ignored_like=POST_IGNORED_LIKE,
    shape=_shape_post,
)
PROFILES: Final = Table(
    format="sprout_profiles",
    platform="sprout",
    kind=Kind.DAILY,
    basis=Basis.DAY,
    fields=PROFILE_COLUMNS,
    needs=frozenset({"day", "network", "account", "followers", "posts_published"}),
    ignored=PROFILE_IGNORED,
    ignored_like=PROFILE_IGNORED_LIKE,
    shape=_shape_day,
)

READERS: Final = (POSTS, PROFILES)
