"""The bundled exports are what was planted, and readers get that truth out of them."""

import pytest

from rhumbline.ingest.inspect import inspect
from tests.demo.making import PLANTED, SHOWN, Period, files


@pytest.mark.parametrize("download", ["first", "second"])
@pytest.mark.parametrize("period", [PLANTED, SHOWN], ids=["planted", "shown"])
def test_the_bundled_exports_are_what_was_planted(period: Period, download: str) -> None:
    bundled = {path.name: path.read_bytes() for path in (period.folder / download).iterdir()}
    assert bundled == files(period, download)


@pytest.mark.parametrize(
    ("pattern", "figure"),
    [
        ("account_analytics*.csv", ("x", "link_clicks", "URL Clicks")),
        ("*-2026_11*", ("facebook", "comments", "Comments")),
        ("*-2026_12*", ("instagram", "saves", "Saves")),
        ("riverside*_content_*", ("linkedin", "clicks", "Clicks")),
        ("Content.zip", ("tiktok", "shares", "Total shares")),
    ],
)
@pytest.mark.parametrize("download", ["first", "second"])
@pytest.mark.parametrize("period", [PLANTED, SHOWN], ids=["planted", "shown"])
def test_a_reader_gets_the_truth_back(
    period: Period, download: str, pattern: str, figure: tuple[str, str, str]
) -> None:
    platform, metric, column = figure
    (path,) = (period.folder / download).glob(pattern)
    contents = inspect(path)
    posts = [row for row in period.told(download) if row[0].platform == platform]
    assert contents["posts"] == len(posts)
    assert contents["rejected"] == 0
    assert contents["metrics"][metric] == sum(figures[column] for _, figures in posts)
