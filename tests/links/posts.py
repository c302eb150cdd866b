"""A few published posts with short links: of pictures, of pages, told elsewhere, and hostile."""

from pathlib import Path

import polars as pl

from rhumbline.alignment import align
from rhumbline.strategy.file import loads
from rhumbline.strategy.versions import Version
from rhumbline.warehouse.access import open_for_writing
from rhumbline.warehouse.publication import publish
from rhumbline.workspace import Workspace
from tests.decisions.test_deciding import STRATEGY

LONG = "Come to the seed library on Thursday, there is tea and cake for everybody"
# activity, platform, text, clicks on links
POSTS = [
    ("x:1", "x", "Look at this https://t.co/pic", 0),
    ("x:2", "x", f"{LONG} https://t.co/one https://t.co/photo", 0),
    ("x:3", "x", "Sign up here https://t.co/two", 3),
    ("x:4", "x", "Again https://t.co/two", 0),
    ("x:5", "x", "Nobody says how often https://t.co/unsaid", None),
    ("facebook:6", "facebook", f"{LONG} https://seeds.example/library?utm_source=facebook", 5),
    ("linkedin:7", "linkedin", "See https://bit.ly/Xy and more", 0),
    ("x:8", "x", "<b>hostile</b> https://t.co/evil?<script>", 1),
]


def publish_posts(root: Path) -> Workspace:
    """Return a workspace in which these posts are published."""
    (root / "strategy.yaml").write_text(STRATEGY)
    here = Workspace(root)
    with open_for_writing(here) as warehouse:
        keys = range(1, len(POSTS) + 1)
        posts = pl.DataFrame(
            POSTS, schema=["activity_id", "platform", "text", "link_clicks"], orient="row"
        )
        activities = posts.drop("link_clicks").with_columns(
            activity_key=pl.Series(keys, dtype=pl.Int64), native_id=pl.col("activity_id"),
            type=pl.lit("post"), published_at=pl.datetime(2026, 9, 10, time_zone="UTC"),
        )  # fmt: skip
        warehouse.append("core.activities", activities)
        for key, clicks in zip(keys, posts["link_clicks"], strict=True):
            warehouse.run(
                "insert into core.observations by name select ? as activity_key, 'a' as activity_id,"
                " 1 as export_key, 'e' as export_id, now() as observed_at, 'f' as format,"
                " 'lifetime' as basis, 1 as line, ?::bigint as link_clicks",
                key, clicks,
            )  # fmt: skip
        loaded = loads(STRATEGY)
        align(warehouse, [Version(loaded, "")], loaded.strategy.in_force_from)
        publish(here, warehouse)
    return here
