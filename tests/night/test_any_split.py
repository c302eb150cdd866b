"""However the same history is split into exports, and whenever they arrive, the marts say the same."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rhumbline.marts import Shaped, build_marts
from rhumbline.night import log_and_run, run_night
from rhumbline.workspace import Workspace
from tests.demo.making import snowflake
from tests.examples import costly
from tests.night.workspaces import (
    AS_OF,
    Content,
    content,
    drop,
    put,
    unshaped,
    workspace_in,
)

pytestmark = pytest.mark.slow
T = TypeVar("T")
_PHASES: Final = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink would take minutes
_FIRST: Final = datetime(2026, 9, 8, 15, 0, tzinfo=UTC)
_POSTS: Final = tuple(snowflake(_FIRST + timedelta(days=3 * n)) for n in range(3))
_POSTS_HEADER: Final = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,"
    "Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
)
_DAYS_HEADER: Final = (
    "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,"
    "Profile visits,Create Post,Video views,Media views"
)
_TEXTS: Final = (
    "Sorting on Saturday",
    "Sorting on Saturday #SaturdayCrew",
    "Bread #riversidegrows",
)
_DOWNLOADS: Final = ("first", "second")
Said = dict[str, list[tuple[Any, ...]]]
_OF_FILES: Final = frozenset({"core.exports", "core.formed_exports", "core.activity_versions"})
# What only says in which file a figure stands differs where the files do.
_WHERE_IT_STANDS: Final = frozenset({"export_id", "file", "line"})


@dataclass(frozen=True)
class Line:
    """What an export of some moment says of one post or one day."""

    moment: int  # days after the first of October
    header: str
    cells: str


@dataclass(frozen=True)
class Split:
    """Files of the history in their order of arrival, and how many of them each night finds."""

    files: tuple[tuple[Line, ...], ...]
    nights: tuple[int, ...]


_figure = st.integers(0, 40)


@st.composite
def _post(draw: st.DrawFn) -> str:
    number = draw(st.sampled_from(_POSTS))
    at = _FIRST + timedelta(days=3 * _POSTS.index(number))
    seen, likes, saves, clicks, follows, replies = (draw(_figure) for _ in range(6))
    text = draw(st.sampled_from(_TEXTS))
    return (
        f'{number},"{at:%a, %b %d, %Y}",{text},https://x.com/riverside_food/status/{number},{seen},'
        f"{likes},{likes},{saves},0,{follows},{replies},1,2,3,{clicks},0"
    )


@st.composite
def _day(draw: st.DrawFn) -> str:
    at = _FIRST + timedelta(days=draw(st.integers(0, 2)))
    seen, likes, follows, visits = (draw(_figure) for _ in range(4))
    return f'"{at:%a, %b %d, %Y}",{seen},{likes},{likes},0,0,{follows},1,0,0,{visits},1,0'


def _told(moment: int, header: str, cells: Iterable[str]) -> list[Line]:
    """Lines of one moment, each post or day once.

    The last column, of no meaning to Rhumbline, keeps files of two moments apart: the same bytes
    again are the same export, whenever they come.
    """
    once = {line[:19]: line for line in cells}  # as long as an id is a day
    return [Line(moment, header, f"{line},{moment}") for line in once.values()]


@st.composite
def _histories(draw: st.DrawFn) -> list[Line]:
    lines = []
    for moment in sorted(draw(st.sets(st.integers(0, 11), min_size=2, max_size=3))):
        lines += _told(moment, _POSTS_HEADER, draw(st.lists(_post(), min_size=1, max_size=4)))
        lines += _told(moment, _DAYS_HEADER, draw(st.lists(_day(), max_size=3)))
    return lines


def _whole(history: list[Line]) -> Split:
    """One file per moment and kind, all of them in one night."""
    kinds = dict.fromkeys((line.moment, line.header) for line in history)
    files = [tuple(w for w in history if (w.moment, w.header) == kind) for kind in kinds]
    return Split(tuple(files), (len(files),))


@st.composite
def _splits(draw: st.DrawFn, history: list[Line]) -> Split:
    """Each file of the whole in one to three, in any order, over one or two nights."""
    parts: list[tuple[Line, ...]] = []
    for whole in _whole(history).files:
        places = [draw(st.integers(0, 2)) for _ in whole]
        cut = [tuple(w for w, at in zip(whole, places, strict=True) if at == n) for n in range(3)]
        parts += [part for part in cut if part]
    files = draw(st.permutations(parts))
    first = draw(st.integers(1, len(files)))
    return Split(tuple(files), (first, *([len(files) - first] if first < len(files) else [])))


def _put(workspace: Workspace, place: int, lines: tuple[Line, ...]) -> None:
    body = "\n".join([lines[0].header, *(line.cells for line in lines)]) + "\n"
    moment = datetime(2026, 10, 1, 8, 0, tzinfo=UTC) + timedelta(days=lines[0].moment)
    put(workspace, f"riverside_food/{place}.csv", body.encode(), moment)


def _after(split: Split, audiences: Sequence[str]) -> Said:
    """What core and marts say after the nights of a split, which also bring followers twice."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workspace = workspace_in(Path(folder) / "w")
        files = iter(enumerate(split.files))
        downloads = iter(audiences)
        for number, count in enumerate(split.nights, 1):
            for _ in range(count):
                _put(workspace, *next(files))
            for download in downloads if number == len(split.nights) else islice(downloads, 1):
                drop(workspace, "*followers*", download)
            run_night(workspace, AS_OF, shaped_but_unchecked)
        return _said(content(workspace.warehouse))


def shaped_but_unchecked(name: str, stage: Callable[..., T], *args: object) -> T:
    """Shape the marts too, but run no checks of them."""
    if stage is not build_marts:
        return unshaped(name, stage, *args)
    done = log_and_run(name, stage, *args)
    assert isinstance(done, Shaped)
    assert not done.failures
    return done


def _said(tables: Content) -> Said:
    """The rows, without what names the file."""
    said = {}
    for table, (columns, rows) in tables.items():
        kept = [n for n, name in enumerate(columns) if name not in _WHERE_IT_STANDS]
        if table not in _OF_FILES:
            said[table] = sorted((tuple(row[n] for n in kept) for row in rows), key=repr)
    return said


@settings(max_examples=costly(2), phases=_PHASES)
@given(history=_histories(), data=st.data())
def test_any_split_in_any_order_over_any_nights_gives_the_same_marts(
    history: list[Line], data: st.DataObject
) -> None:
    split, audiences = data.draw(_splits(history)), data.draw(st.permutations(_DOWNLOADS))
    assert _after(split, audiences) == _after(_whole(history), _DOWNLOADS)
