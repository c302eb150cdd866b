"""Small made-up files that once gave a wrong value, each with the right one."""

from pathlib import Path
from typing import Any

import pytest

from rhumbline.formats import draft_mapping
from rhumbline.ingest.inspect import inspect
from rhumbline.opening import open_documents

CASES = Path(__file__).parents[3] / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason=f"no cases at {CASES}")

RIGHT: dict[str, dict[str, Any]] = {
    "ads-month-by-month/acct-a/A-Campaigns-Mar.csv": {
        "metrics": {"spend": 50, "impressions": 200, "link_clicks": 5, "reach": 100}
    },
    "ads-same-name-two-accounts/acct-b/B-Campaigns-Mar.csv": {
        "metrics": {"spend": 20, "impressions": 120, "link_clicks": 3, "reach": 70}
    },
    "google-ads-campaigns/Campaign report.csv": {
        "posts": 2,
        "rejected": 0,
        "metrics": {"spend": 1040.5, "impressions": 2000, "clicks": 80},
    },
    "gsc-performance-zip/riverside.example-Performance-on-Search-2026-04-01.zip": {
        "days": 2,
        "account": "riverside.example",
        "rejected": 0,
    },
    "ig-es-spain-words/contenido.csv": {"posts": 2, "unmapped_columns": []},
    "ig-joined-files/both.csv": {"posts": 3, "rejected": 0},
    "suggest-folds-rows/campaign_performance_report.csv": {
        "rows": 4,
        "rejected": 0,
        "metrics": {"spend": 33.5, "impressions": 3000, "clicks": 58},
    },
    "suggest-day-first/campaign_performance_report.csv": {
        "first_published": "2026-03-10",
        "rejected": 0,
    },
    "x-archive-tweets/data/tweets.js": {
        "posts": 1,
        "account": "riverside",
        "first_published": "2026-03-10T09:15:00Z",
        "metrics": {"reactions": 12, "shares": 3},
    },
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_file_gives_the_value_that_its_readme_calls_right(name: str) -> None:
    if not (CASES / name).is_file():
        pytest.skip(f"no {name} here")
    got = inspect(CASES / name)
    assert {key: got[key] for key in RIGHT[name]} == RIGHT[name]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("suggest-daily-basis/days.csv", ("kind: daily", "basis: day", "2 rows, 2 kept")),
        ("suggest-day-first/campaign_performance_report.csv", ("order: month first", "2 kept")),
        ("suggest-folds-rows/campaign_performance_report.csv", ("4 kept. Sums: impressions 3,000",)),
    ],
)  # fmt: skip
def test_a_draft_says_what_its_readme_calls_right(name: str, words: tuple[str, ...]) -> None:
    with open_documents(CASES / name) as (document,):
        draft = draft_mapping(document)
    assert [word for word in words if word not in draft] == []
