"""Small exports to begin with: posts of two accounts, and a survey of them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from rhumbline.archive.inbox import Collected
from rhumbline.ingest.exports import Ingested
from rhumbline.start.reading import ExportsRead, find_references
from rhumbline.start.survey import Survey, survey_exports

TODAY: Final = date(2026, 10, 13)
FIRST: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOUP: Final = (
    "Hot soup at the seed library on Saturday #SaturdayCrew",
    "Our seed library lends tools as well #SaturdayCrew",
    "A hundred jars went to the seed library",
    "Who waters the beans? #SaturdayCrew",
)


_HEADER: Final = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,"
    "Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks\n"
)
_TEXTS: Final = (
    "Hot soup at the seed library #SaturdayCrew", "Our seed library lends tools #SaturdayCrew",
    "A hundred jars for the seed library", "@reader Yes!", "Nothing of all this",
)  # fmt: skip


def write_export(path: Path, handle: str = "riverside") -> Path:
    """Write an export of X with five posts, one of them a reply; return its path."""
    rows = [
        f'{2101280140293046001 + place},"Sat, Sep 19, 2026","{text}",'
        f"https://x.com/{handle}/status/{2101280140293046001 + place},90,3,5,0,0,0,1,0,0,3,2,0,0\n"
        for place, text in enumerate(_TEXTS)
    ]
    path.write_text(_HEADER + "".join(rows))
    return path


def posts(*texts: str, account: str = "riverside", platform: str = "x") -> pl.DataFrame:
    """Return activities with these texts, one a day."""
    count = len(texts)
    return pl.DataFrame(
        {
            "row": pl.Series(range(count), dtype=pl.UInt32),
            "activity_key": pl.Series(range(1, count + 1), dtype=pl.Int64),
            "activity_id": [f"{platform}:{number}" for number in range(count)],
            "platform": [platform] * count,
            "account": [account] * count,
            "type": ["reply" if text.startswith("@") else "post" for text in texts],
            "published_at": [FIRST + timedelta(days=day) for day in range(count)],
            "published_zone": ["UTC"] * count,
            "published_precision": ["second"] * count,
            "permalink": pl.Series([None] * count, dtype=pl.String),
            "text": list(texts),
            "campaign": pl.Series([None] * count, dtype=pl.String),
            "labels": pl.Series([None] * count, dtype=pl.List(pl.String)),
            "segment_hint": pl.Series([None] * count, dtype=pl.String),
            "measure_hint": pl.Series([None] * count, dtype=pl.String),
        },
        schema_overrides={"published_at": pl.Datetime("us", "UTC")},
    )


def read(activities: pl.DataFrame) -> ExportsRead:
    """Return what exports with these activities would be read as, with a few figures."""
    figures = pl.DataFrame(
        {
            "source": ["activities", "activities", "activities"],
            "metric": ["link_clicks", "comments", "impressions"],
            "rows": [activities.height] * 3,
            "total": [30.0, 12.0, 900.0],
        }
    )
    audiences = pl.DataFrame(
        {
            "platform": ["linkedin"], "account": [None], "audience": ["followers"],
            "facet": ["industry"], "value": ["Non-profit Organizations"], "size": [40.0],
        },
        schema_overrides={"account": pl.String},
    )  # fmt: skip
    return ExportsRead(
        Ingested(), Collected(), activities, find_references(activities), audiences, figures
    )


def survey_of(activities: pl.DataFrame) -> Survey:
    """Return the survey of activities, as of TODAY in UTC."""
    return survey_exports(read(activities), "UTC", TODAY)


@pytest.fixture
def survey() -> Survey:
    """Return a survey of a few posts about soup and of two replies."""
    return survey_of(posts(*SOUP, "@reader Yes!", "@other Of course", "Nothing of all this"))


@pytest.fixture
def answers_file(tmp_path: Path) -> Path:
    """Return an answers file that leaves nothing out."""
    path = tmp_path / "answers.yaml"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


ANSWERS: Final = """
organisation: Riverside Food Bank
decided_by: Amina
timezone: UTC
judge_from: 2026-03-01
accounts: {x/riverside: true}
why: {problem: Hunger., promise: No hunger., evidence: "412 households asked, and 88 got nothing."}
segments:
  volunteers: {who: people with a free Saturday, listens_at: ["#riverside"]}
goals:
  crew: {statement: 200 volunteers by June 2027, why: the kitchen closes without them, owner: Amina}
measures:
  link-clicks: {goal: crew, target: 200, by: 2027-06-30}
  comments: {goal: crew, target: 50, by: 2027-06-30}
calls:
  come: {invite: Cook with us, where: riverside.example/volunteer}
groups:
  - {group: "hashtag:#SaturdayCrew", serves: link-clicks}
  - {group: "phrase:seed library", serves: comments}
  - {group: reply, waive: {why: answers, owner: Amina, expires: 2027-01-01}}
"""
