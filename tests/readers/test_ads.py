"""Reports of ads are never taken for what an account posted, whatever else their columns say."""

from pathlib import Path

import pytest

from rhumbline.errors import BadExport
from rhumbline.ingest.inspect import inspect

HERE = Path(__file__).parent
TWEETS = next((HERE / "x_tweet_activity").glob("*/*.csv"))
POSTS = next((HERE / "x_content").glob("*/*.csv"))


@pytest.mark.parametrize("export", [TWEETS, POSTS], ids=["tweet activity", "content"])
@pytest.mark.parametrize("column", ["Spend", "Placement", "Time period", "Amount spent (EUR)"])
def test_a_column_of_money_or_placement_ends_the_claim_of_a_reader_of_posts(
    export: Path, column: str, tmp_path: Path
) -> None:
    lines = export.read_text(encoding="utf-8-sig").splitlines()
    paid = tmp_path / "report.csv"
    paid.write_text("\n".join([f'{lines[0]},"{column}"', f'{lines[1]},"1.00"']), encoding="utf-8")
    try:
        got = inspect(paid)
    except BadExport:
        return
    assert got["platform"] == "x-ads"


def test_a_report_of_ads_without_any_period_covers_its_campaigns_until_the_export(
    tmp_path: Path,
) -> None:
    report = tmp_path / "campaigns.csv"
    report.write_text(
        "Campaign name,Campaign ID,Funding source,Start time,Currency,Spend,Impressions\n"
        "spring,ab,Visa,2026-03-01 00:00,EUR,10.00,100\n"
        "autumn,cd,Visa,,EUR,5.00,50\n",
        encoding="utf-8",
    )
    got = inspect(report)
    assert (got["posts"], got["rejected"], got["metrics"]["spend"]) == (1, 1, 10.0)
    assert "of which days" in got["rejections"][0]["reason"]
