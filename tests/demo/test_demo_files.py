"""The bundled exports are what the planted truth makes, and readers get that truth out of them."""

from pathlib import Path

import pytest

from rhumbline.ingest.inspect import inspect
from tests.demo.making import DEMO, figures, files
from tests.demo.posts import FIRST_DOWNLOAD, POSTS


@pytest.mark.parametrize("download", ["first", "second"])
def test_the_bundled_exports_are_the_planted_truth(download: str) -> None:
    bundled = {path.name: path.read_bytes() for path in (DEMO / download).iterdir()}
    assert bundled == files(download)


@pytest.mark.parametrize(
    ("pattern", "platform", "metric", "said"),
    [
        ("account_analytics*.csv", "x", "link_clicks", "URL Clicks"),
        ("Sep-01*_11*", "facebook", "comments", "Comments"),
        ("Sep-01*_12*", "instagram", "saves", "Saves"),
        ("riverside*_content_*", "linkedin", "clicks", "Clicks"),
        ("Content.zip", "tiktok", "shares", "Total shares"),
    ],
)
@pytest.mark.parametrize("download", ["first", "second"])
def test_a_reader_gets_the_truth_back(
    download: str, pattern: str, platform: str, metric: str, said: str
) -> None:
    (path,) = Path(DEMO / download).glob(pattern)
    got = inspect(path)
    out = [
        p
        for p in POSTS
        if p.platform == platform and (download == "second" or p.at < FIRST_DOWNLOAD)
    ]
    assert got["posts"] == len(out)
    assert got["rejected"] == 0
    assert got["metrics"][metric] == sum(figures(post, download)[said] for post in out)
