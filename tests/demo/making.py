"""Writes the exports of the demonstration as their platforms would, byte for byte, from the planted truth."""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from tests.demo.posts import FIRST_DOWNLOAD, FOLLOWERS, POSTS, SECOND_DOWNLOAD, Post
from tests.demo.seasons import BEFORE_THE_CHANGE, BEGAN, THIRTY_WEEKS
from tests.readers.workbooks import xlsx

DEMO: Final = Path(__file__).parents[2] / "rhumbline" / "demo"
SIX_WEEKS: Final = Path(__file__).parent / "six_weeks"
PACIFIC: Final = ZoneInfo("America/Los_Angeles")
_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True)
class Period:
    """Posts from a day on, downloaded twice, and the folder that holds both downloads."""

    folder: Path
    began: date
    posts: tuple[Post, ...]
    moments: dict[str, datetime]
    follower_days: int  # days of new followers that a download tells of

    def told(self, download: str) -> list[tuple[Post, dict[str, int]]]:
        """The posts that were out by a download, with what the platform said of each."""
        moment = self.moments[download]
        return [(post, figures(post, download)) for post in self.posts if post.at < moment]


# What the tests know to the figure, and what the demonstration shows: the same autumn, with the
# spring and the summer before it.
PLANTED: Final = Period(
    SIX_WEEKS, date(2026, 9, 1), POSTS, {"first": FIRST_DOWNLOAD, "second": SECOND_DOWNLOAD}, 21
)
SHOWN: Final = Period(
    DEMO, BEGAN, THIRTY_WEEKS, {"first": BEFORE_THE_CHANGE, "second": SECOND_DOWNLOAD}, 42
)
_PLATFORMS: Final = ("x", "facebook", "instagram", "linkedin", "tiktok")


def files(period: Period, download: str) -> dict[str, bytes]:
    """File name → bytes of all exports of the `first` or the `second` download."""
    moment = period.moments[download]
    until = (moment - timedelta(days=1)).date()
    told = period.told(download)
    of = {name: [row for row in told if row[0].platform == name] for name in _PLATFORMS}
    ms = int(moment.timestamp() * 1000)
    meta = f"{period.began:%b-%d-%Y}_{until:%b-%d-%Y}"
    return {
        f"account_analytics_content_{period.began}_{until}.csv": _x(of["x"]),
        f"{meta}_{1100 + ms % 97}264100283746.csv": _facebook(of["facebook"]),
        f"{meta}_{1200 + ms % 89}998100283121.csv": _instagram(of["instagram"]),
        f"riverside-food-bank_content_{ms}.xlsx": _linkedin(of["linkedin"]),
        f"riverside-food-bank_followers_{ms + 40_000}.xlsx": _followers(period, download),
        "Content.zip": _tiktok(of["tiktok"], moment),
    }


def figures(post: Post, download: str) -> dict[str, int]:
    """What the platform said of a post at a download."""
    return post.first if download == "first" else post.figures


def write() -> None:
    """Write both downloads of both periods into their folders, in place of what lies there."""
    for period in (PLANTED, SHOWN):
        for download in period.moments:
            folder = period.folder / download
            folder.mkdir(exist_ok=True)
            for old in folder.iterdir():
                old.unlink()
            for name, content in files(period, download).items():
                (folder / name).write_bytes(content)


def snowflake(at: datetime) -> int:
    """The X post id of a moment."""
    return (_ms(at) - 1_288_834_974_657 << 22) + 7


def media_id(at: datetime) -> int:
    """The Instagram media id of a moment."""
    return (_ms(at) - 1_314_220_021_721 << 23) + 11


def linkedin_id(at: datetime) -> int:
    """The LinkedIn activity id of a moment."""
    return (_ms(at) << 22) + 5


def tiktok_id(at: datetime) -> int:
    """The TikTok video id of a moment."""
    return (int(at.timestamp()) << 32) + 13


def facebook_id(at: datetime) -> str:
    """A Facebook post id, which holds no time: this one counts minutes."""
    return f"10{int(at.timestamp()) // 60:013d}"


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def shortcode(number: int) -> str:
    """A media id as Instagram writes it in links."""
    code = ""
    while number:
        number, rest = divmod(number, 64)
        code = _ALPHABET[rest] + code
    return code


Rows = list[tuple[Post, dict[str, int]]]


def _csv(rows: Iterable[Iterable[object]], *, quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()


_X_HEADER: Final = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,"
    "Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
)


def _x(rows: Rows) -> bytes:
    """UTF-8 without mark, newest first, a day without a time, ampersands left escaped."""
    lines = []
    for post, f in reversed(rows):
        number = snowflake(post.at)
        engagements = sum(f[n] for n in ("Likes", "Replies", "Reposts", "Bookmarks", "URL Clicks"))
        lines.append(
            [number, f"{post.at.astimezone(UTC):%a, %b %d, %Y}", post.text.replace("&", "&amp;"),
             f"https://x.com/riverside_food/status/{number}", f["Impressions"], f["Likes"], engagements,
             f["Bookmarks"], f["Reposts"] // 3, f["New follows"], f["Replies"], f["Reposts"],
             f["Profile visits"], 3, f["URL Clicks"], 0, 0]
        )  # fmt: skip
    return (_X_HEADER + "\n" + _csv(lines)).encode()


_FACEBOOK_HEADER: Final = [
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time",
    "Caption type", "Permalink", "Is crosspost", "Is share", "Post type", "Languages", "Custom labels",
    "Funded content status", "Data comment", "Date", "Views", "Reach", "Reactions, Comments and Shares",
    "Reactions", "Comments", "Shares", "Total clicks", "Link Clicks", "Other Clicks",
]  # fmt: skip


def _pacific(at: datetime) -> str:
    return f"{at.astimezone(PACIFIC):%m/%d/%Y %H:%M}"


def _facebook(rows: Rows) -> bytes:
    """UTF-8 with mark, publish time in Pacific time, `Lifetime` where a date is expected."""
    lines: list[list[object]] = [list(_FACEBOOK_HEADER)]
    for post, f in rows:
        number = facebook_id(post.at)
        answers = f["Reactions"] + f["Comments"] + f["Shares"]
        lines.append(
            [number, "100088112233445", "Riverside Food Bank", "", post.text, 0, _pacific(post.at), "N/A",
             f"https://www.facebook.com/100088112233445/posts/{number}", 0, 0, "Photos", "", "", "", "",
             "Lifetime", f["Views"], f["Reach"], answers, f["Reactions"], f["Comments"], f["Shares"],
             f["Total clicks"], f["Link Clicks"], f["Total clicks"] - f["Link Clicks"]]
        )  # fmt: skip
    return _csv(lines).encode("utf-8-sig")


_INSTAGRAM_HEADER: Final = [
    "Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)",
    "Publish time", "Permalink", "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares",
    "Follows", "Comments", "Saves",
]  # fmt: skip


def _instagram(rows: Rows) -> bytes:
    """UTF-8 with mark; the publish time, in Pacific time, agrees with the media id in the link."""
    lines: list[list[object]] = [list(_INSTAGRAM_HEADER)]
    for post, f in rows:
        number = media_id(post.at)
        kind = "IG reel" if post.kind == "video" else "IG image"
        lines.append(
            [17_912_345_678_000_000 + number % 999_999_937, "17841400000000077",
             "riversidefood",
             "Riverside Food Bank", post.text, 45 if post.kind == "video" else 0, _pacific(post.at),
             f"https://www.instagram.com/p/{shortcode(number)}/", kind, "", "Lifetime", f["Views"],
             f["Reach"], f["Likes"], f["Shares"], f["Follows"], f["Comments"], f["Saves"]]
        )  # fmt: skip
    return _csv(lines).encode("utf-8-sig")


_ALL_POSTS: Final = [
    "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date",
    "Campaign start date", "Campaign end date", "Audience", "Impressions", "Views", "Offsite Views",
    "Clicks", "Click through rate (CTR)", "Likes", "Comments", "Reposts", "Follows", "Engagement rate",
    "Content Type",
]  # fmt: skip


def _linkedin(rows: Rows) -> bytes:
    """Two sheets, an explanatory sentence above each header, American dates as text."""
    posts: list[list[str | float | None]] = [
        ["Engagement metrics for individual posts. Created date indicates when your post was created. "
         "All dates and times are in UTC."],
        list(_ALL_POSTS),
    ]  # fmt: skip
    for post, f in reversed(rows):
        answers = f["Clicks"] + f["Likes"] + f["Comments"] + f["Reposts"]
        posts.append(
            [post.text, f"https://www.linkedin.com/feed/update/urn:li:activity:{linkedin_id(post.at)}",
             "Organic", "", "Riverside Food Bank", f"{post.at.astimezone(UTC):%m/%d/%Y}", "", "",
             "All followers", float(f["Impressions"]), "", "", float(f["Clicks"]),
             f["Clicks"] / f["Impressions"], float(f["Likes"]), float(f["Comments"]),
             float(f["Reposts"]), "", answers / f["Impressions"], ""]
        )  # fmt: skip
    return xlsx({"Metrics": _linkedin_days(rows), "All posts": posts})


_METRICS: Final = ("Impressions", "Clicks", "Reactions", "Comments", "Reposts")
_SAID: Final = {"Reactions": "Likes"}


def _linkedin_days(rows: Rows) -> list[list[str | float | None]]:
    header = ["Date"]
    for metric in _METRICS:
        header += [f"{metric} (organic)", f"{metric} (sponsored)", f"{metric} (total)"]
        header += ["Unique impressions (organic)"] if metric == "Impressions" else []
    lines: list[list[str | float | None]] = [
        ["Aggregated engagement metrics for your organic and sponsored posts over time. "
         "All dates and times are in UTC."],
        list(header),
    ]  # fmt: skip
    for post, f in rows:
        day: list[str | float | None] = [f"{post.at.astimezone(UTC):%m/%d/%Y}"]
        for metric in _METRICS:
            value = float(f[_SAID.get(metric, metric)])
            day += [value, 0.0, value] + ([value * 0.8 // 1] if metric == "Impressions" else [])
        lines.append(day)
    return lines


def _followers(period: Period, download: str) -> bytes:
    """New followers per day, and the industries of all; `Total followers` means new ones there."""
    days: list[list[str | float | None]] = [
        [
            "Date",
            "Sponsored followers",
            "Organic followers",
            "Auto-invited followers",
            "Total followers",
        ]
    ]
    for n in range(period.follower_days, 0, -1):
        day = period.moments[download] - timedelta(days=n)
        days.append([f"{day:%m/%d/%Y}", 0.0, float(3 + n % 5), 2.0, float(5 + n % 5)])
    industries: list[list[str | float | None]] = [["Industry", "Total followers"]]
    industries += [[name, float(count)] for name, count in FOLLOWERS[download].items()]
    return xlsx({"New followers": days, "Industry": industries})


def _tiktok(rows: Rows, moment: datetime) -> bytes:
    """A zip with one CSV: marked, all quoted, dates without a year, no line break at the end."""
    lines: list[list[object]] = [
        ["Time", "Video title", "Video link", "Post time", "Total likes", "Total comments", "Total shares",
         "Total views"]
    ]  # fmt: skip
    for post, f in reversed(rows):
        lines.append(
            [_day(moment), post.text, f"https://www.tiktok.com/@riversidefood/video/{tiktok_id(post.at)}",
             _day(post.at), f["Total likes"], f["Total comments"], f["Total shares"], f["Total views"]]
        )  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        text = _csv(lines, quoting=csv.QUOTE_ALL).removesuffix("\n")
        archive.writestr(zipfile.ZipInfo("Content.csv"), text.encode("utf-8-sig"))
    return packed.getvalue()


def _day(at: datetime) -> str:
    return f"{at:%B} {at.day}"


if __name__ == "__main__":
    write()
