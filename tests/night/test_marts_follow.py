"""Whatever happens between nights, marts that follow it are the same as marts made anew."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from models.decision import Action
from rhumbline.decisions.record import Request, record
from rhumbline.marts import build_marts, read_compiled
from rhumbline.night import run_night
from rhumbline.warehouse.access import open_for_writing
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace
from tests.demo.making import snowflake
from tests.examples import costly
from tests.night.test_any_split import shaped_but_unchecked
from tests.night.workspaces import put, workspace_in

pytestmark = pytest.mark.slow
_PHASES: Final = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink would take minutes
_AS_OF: Final = date(2026, 11, 15)
_FIRST: Final = datetime(2026, 9, 8, 15, 0, tzinfo=UTC)
_POSTS: Final = tuple(snowflake(_FIRST + timedelta(days=3 * n)) for n in range(12))
_HEADER: Final = "Post id,Date,Post text,Post Link,Impressions,Likes,Bookmarks,Replies"
_TEXTS: Final = ("Sorting #SaturdayCrew", "Bread #riversidegrows", "Hello", "Reading #riverside")
_LOG: Final = "date,type,platform,title,segment,measure,hours,cost,currency,people,notes"
_LINES: Final = (
    "2026-09-03,listen,facebook,An hour in Riverside Gardeners,weekend-volunteers,volunteer-listening,1,,,,",
    "2026-09-10,listen,x,Reading #riverside,weekend-volunteers,volunteer-listening,1,,,,",
    "2026-09-15,listen,x,Reading #riversidegrows,local-growers,grower-listening,1,,,,",
    "2026-09-24,listen,log,Coaches of #riverside,weekend-volunteers,volunteer-listening,2,,,6,",
    "2026-09-26,meet-up,log,Open kitchen Saturday,,,4,60,CAD,23,",
)
_STRATEGY: Final = (
    ("goal: full-shelves, segment: local-growers", "goal: steady-income, segment: local-growers"),
    ('listens_at: ["#riverside", Riverside Gardeners]', 'listens_at: ["#riverside"]'),
    ('garden-saves, hashtag: "#riversidegrows"', 'grower-clicks, hashtag: "#riversidegrows"'),
)
Happening = Callable[[Workspace, int], str]


def _export(posts: list[tuple[int, int, int, str]]) -> Happening:
    """An export tells of some posts: which, how often they were seen and liked, and their words."""

    def happen(workspace: Workspace, place: int) -> str:
        lines = [_HEADER]
        for number, seen, likes, text in posts:
            at = _FIRST + timedelta(days=3 * number)
            link = f"https://x.com/riverside_food/status/{_POSTS[number]}"
            lines.append(
                f'{_POSTS[number]},"{at:%a, %b %d, %Y}",{text},{link},{seen},{likes},1,{place}'
            )
        moment = datetime(2026, 9, 12, 8, tzinfo=UTC) + timedelta(days=5 * (place * 7 % 11))
        put(workspace, f"riverside_food/{place}.csv", "\n".join([*lines, ""]).encode(), moment)
        return "an export"

    return happen


def _log(lines: list[str]) -> Happening:
    """The log of activities has other lines than before, or is gone."""

    def happen(workspace: Workspace, place: int) -> str:
        path = workspace.root / "activities.csv"
        if not lines:
            path.unlink(missing_ok=True)
            return "no log"
        path.write_text("\n".join([_LOG, *lines, ""]), encoding="utf-8")
        return "another log"

    return happen


def _decision(number: int, action: Action) -> Happening:
    """A person decides a post, where it is known."""

    def happen(workspace: Workspace, place: int) -> str:
        about = {
            Action.TIE: {"measure": "volunteer-talk"},
            Action.WAIVE: {"why": "a greeting", "owner": "ana"},
            Action.WITHDRAW: {},
        }[action]
        activity = f"x:{_POSTS[number]}"
        with open_for_writing(workspace) as warehouse:
            known = warehouse.rows("select 1 from core.activities where activity_id = ?", activity)
        if known:
            record(workspace, Request(activity, str(action), "ana", **about))
        return f"a decision to {action}" if known else "no decision"

    return happen


def _strategy(number: int) -> Happening:
    """The strategy is corrected, or the correction is taken back."""

    def happen(workspace: Workspace, place: int) -> str:
        text = workspace.strategy.read_text(encoding="utf-8")
        before, after = _STRATEGY[number]
        changed = text.replace(before, after) if before in text else text.replace(after, before)
        assert changed != text
        workspace.strategy.write_text(changed, encoding="utf-8")
        return "another strategy"

    return happen


_happenings = st.one_of(
    st.lists(
        st.tuples(st.integers(0, 11), st.integers(0, 40), st.integers(0, 9), st.sampled_from(_TEXTS)),
        min_size=1, max_size=5, unique_by=lambda post: post[0],
    ).map(_export),
    st.lists(st.sampled_from(_LINES), max_size=5, unique=True).map(_log),
    st.builds(
        _decision,
        st.integers(0, 11),
        st.sampled_from([Action.TIE, Action.WAIVE, Action.WITHDRAW]),
    ),
    st.integers(0, 2).map(_strategy),
)  # fmt: skip


@settings(max_examples=costly(2), phases=_PHASES)
@given(nights=st.lists(st.lists(_happenings, max_size=2), min_size=2, max_size=4))
def test_marts_that_follow_are_the_same_as_marts_made_anew(
    nights: list[list[Happening]],
) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workspace = workspace_in(Path(folder) / "w")
        many = [(number, 10 + number, number, _TEXTS[number % 4]) for number in range(12)]
        _export(many)(workspace, 99)
        run_night(workspace, _AS_OF, shaped_but_unchecked)
        place = 0
        for happenings in nights:
            for happen in happenings:
                place += 1
                event(happen(workspace, place))
            run_night(workspace, _AS_OF, shaped_but_unchecked)
            assert _marts(workspace) == _marts_made_anew(workspace, Path(folder) / "anew")


def test_a_post_that_proves_to_be_of_an_account_not_ours_leaves_the_marts(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    text = workspace.strategy.read_text(encoding="utf-8")
    workspace.strategy.write_text(f"not_ours: [x/somebody_else]\n{text}", encoding="utf-8")
    _export([(number, 10, 1, _TEXTS[0]) for number in range(9)])(workspace, 1)
    _put_of_a_stranger(workspace, 11, datetime(2026, 10, 20, tzinfo=UTC))
    run_night(workspace, _AS_OF, shaped_but_unchecked)
    _put_of_a_stranger(workspace, 0, datetime(2026, 11, 1, tzinfo=UTC))
    run_night(workspace, _AS_OF, shaped_but_unchecked)
    with open_for_writing(workspace) as warehouse:
        aside = {name for (name,) in warehouse.rows("select activity_id from aside.activities")}
    assert aside == {f"x:{_POSTS[0]}", f"x:{_POSTS[11]}"}
    assert _marts(workspace) == _marts_made_anew(workspace, tmp_path / "anew")


def _put_of_a_stranger(workspace: Workspace, number: int, moment: datetime) -> None:
    """Drop an export of another account that tells of a post."""
    link = f"https://x.com/somebody_else/status/{_POSTS[number]}"
    line = f'{_POSTS[number]},"{_FIRST:%a, %b %d, %Y}",Hello,{link},9,1,1,1'
    put(workspace, f"somebody_else/{number}.csv", f"{_HEADER}\n{line}\n".encode(), moment)


Tables = dict[str, list[tuple[Any, ...]]]


def _marts(workspace: Workspace) -> Tables:
    with open_for_writing(workspace) as warehouse:
        return _rows(warehouse)


def _marts_made_anew(workspace: Workspace, folder: Path) -> Tables:
    """What a copy of the warehouse has after a night that follows nothing."""
    copy = Workspace(folder)
    folder.mkdir(exist_ok=True)
    shutil.copyfile(workspace.warehouse, copy.warehouse)
    with open_for_writing(copy) as warehouse:
        warehouse.run("drop table intermediate.shaped")
        assert build_marts(warehouse, read_compiled(), _AS_OF).failures == ()
        return _rows(warehouse)


def _rows(warehouse: Warehouse) -> Tables:
    """All rows of the marts, and of the table kept by activity that they rest on."""
    marts = warehouse.rows("select table_name from duckdb_tables() where schema_name = 'marts'")
    names = ["intermediate.int_activities__heard", *(f"marts.{name}" for (name,) in marts)]
    return {name: sorted(warehouse.rows(f"from {name}"), key=repr) for name in names}
