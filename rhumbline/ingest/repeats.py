"""Rows of one file that tell of the same post: the one with the higher figures counts, with a remark."""

import polars as pl

from models.metrics import METRICS
from rhumbline.ingest.attribute_history import ATTRIBUTES

_ADDED: tuple[str, ...] = tuple(metric.name for metric in METRICS if metric.additive)


def pick_of_repeats(posts: pl.DataFrame, key: str) -> tuple[pl.DataFrame, frozenset[str]]:
    """One row for each key, and the keys of which rows tell different figures.

    Of such rows the one whose figures add up to most counts: figures grow with time, and files
    that were joined by hand do not say which part is the later one. What the post is (its text, its
    moment) stays as the first of its rows has it, so that it does not depend on where a file is cut
    into batches.
    """
    if posts[key].n_unique() == posts.height:
        return posts, frozenset()
    placed = posts.with_row_index("_place").with_columns(
        _total=pl.sum_horizontal(pl.col(name).cast(pl.Float64) for name in _ADDED)
    )
    picked = (
        placed.with_columns(_first=pl.col("_place").min().over(key))
        .sort("_total", "_place", descending=[True, False])
        .unique(key, keep="first", maintain_order=True)
        .sort("_first")
    )
    described = [name for name in ATTRIBUTES if name in posts.columns]
    picked = picked.drop(described).join(
        posts.select(key, *described).unique(key, keep="first", maintain_order=True),
        on=key,
        maintain_order="left",
    )
    unlike = placed.group_by(key).agg(unlike=pl.struct(_ADDED).n_unique() > 1).filter("unlike")[key]
    return picked.select(posts.columns), frozenset(unlike)


def remark_on_repeats(count: int) -> str:
    """The remark that `count` posts of a file were told with different figures, "" for none."""
    if not count:
        return ""
    posts = "1 post is" if count == 1 else f"{count:,} posts are"
    return f"{posts} in the file more than once with different figures: the higher ones count."
