"""Weeks are counted anew where something changed, and come to what counting all of them comes to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhumbline.measures import activity_weeks
from tests.examples import costly
from tests.measures.conftest import AS_OF, Organisation, an_organisation

_VALUE: Final = "sum(comments where platform = 'x') + sum(saves)"
_COUNTED: Final = (
    "core.effort_weeks", "core.measure_values", "core.measure_weeks", "core.platform_weeks",
    "core.measure_sources", "main.figure_weeks",
)  # fmt: skip


@dataclass
class Year:
    """An organisation whose exports arrive night by night."""

    organisation: Organisation
    posts: list[tuple[int, str]] = field(default_factory=list)
    exports: int = 0

    def post(self, day: int, platform: str, figures: dict[str, int], *, is_dated: bool) -> None:
        """Let a new export tell of a new post."""
        at = (datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=day)).replace(tzinfo=None)
        dates: dict[str, Any] = {} if is_dated else {"published_at": None}
        activity = self.organisation.did(at.isoformat(), platform=platform, hours=0.5, **dates)
        self.posts.append((len(self.posts) + 1, activity))
        self.tell(len(self.posts) - 1, day + 1, figures)

    def tell(self, which: int, day: int, figures: dict[str, int]) -> None:
        """Let a new export, of some day, tell figures of a post."""
        if self.posts:
            key, activity = self.posts[which % len(self.posts)]
            self.exports += 1
            moment = datetime(2026, 9, 1, 18, tzinfo=UTC) + timedelta(days=day)
            self.organisation.told(key, activity, f"e{self.exports}", moment, **figures)

    def judge(self, which: int, measure: str) -> None:
        """Judge a post anew."""
        if self.posts:
            key, _ = self.posts[which % len(self.posts)]
            warehouse = self.organisation.warehouse
            warehouse.run(
                "update core.verdicts set measure_id = ? where activity_key = ?", measure, key
            )
            warehouse.run("insert into main.judged_activities values (?)", key)

    def move(self, which: int, day: int) -> None:
        """Let a new export say that a post is of another day, as exports that differ are stored."""
        if self.posts:
            key, _ = self.posts[which % len(self.posts)]
            warehouse = self.organisation.warehouse
            names = "activity_key, account, type, published_at"
            note = f"insert into core.activity_versions ({names}, export_id, observed_at)"
            stored = f"select {names}, 'e', now() from core.activities where activity_key = ?"
            warehouse.run(f"{note} {stored}", key)
            moment = datetime(2026, 9, 1, 9, tzinfo=UTC) + timedelta(days=day)
            warehouse.run(
                "update core.activities set published_at = ? where activity_key = ?", moment, key
            )
            warehouse.run(f"{note} {stored}", key)
            self.tell(which, day + 2, {"saves": 1})

    def night(self, as_of: date) -> None:
        """Measure."""
        self.organisation.measured(_VALUE, as_of=as_of)


_DAYS: Final = st.integers(0, 60)
_FIGURES: Final = st.fixed_dictionaries(
    {}, optional={"comments": st.integers(0, 9), "saves": st.integers(0, 9)}
)
_WHICH: Final = st.integers(0, 5)
_EVENTS: Final = st.one_of(
    st.builds(
        lambda day, platform, figures, is_dated: (
            lambda year: year.post(day, platform, figures, is_dated=is_dated)
        ),
        _DAYS, st.sampled_from(["x", "facebook"]), _FIGURES, st.booleans(),
    ),
    st.builds(lambda *told: lambda year: year.tell(*told), _WHICH, _DAYS, _FIGURES),
    st.builds(lambda *said: lambda year: year.judge(*said), _WHICH, st.sampled_from(["it", "other"])),
    st.builds(lambda *said: lambda year: year.move(*said), _WHICH, _DAYS),
)  # fmt: skip


@given(st.lists(st.lists(_EVENTS, max_size=4), min_size=1, max_size=4), st.integers(0, 30))
@settings(max_examples=costly(6), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_counted_night_by_night_is_what_is_counted_at_once(
    nights: list[list[Callable[[Year], None]]], first: int
) -> None:
    with an_organisation() as organisation:
        year = Year(organisation)
        for number, events in enumerate(nights):
            for event in events:
                event(year)
            year.night(AS_OF + timedelta(days=first + number))
        night_by_night = _counted(organisation)
        organisation.warehouse.run("delete from main.measured_with")
        year.night(AS_OF + timedelta(days=first + len(nights) - 1))
        assert night_by_night == _counted(organisation)


def test_batches_come_to_what_one_batch_comes_to(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = Year(organisation)
    for day in range(0, 40, 3):
        year.post(day, "x", {"comments": day, "saves": 1}, is_dated=day % 4 > 0)
    year.night(AS_OF)
    at_once = _counted(organisation)
    monkeypatch.setattr(activity_weeks, "BATCH", 2)
    organisation.warehouse.run("delete from main.measured_with")
    year.night(AS_OF)
    assert _counted(organisation) == at_once


def test_a_week_in_which_nothing_changed_is_not_counted_again(organisation: Organisation) -> None:
    year = Year(organisation)
    year.post(1, "x", {"comments": 1}, is_dated=True)
    year.post(30, "x", {"comments": 1}, is_dated=True)
    year.night(AS_OF)
    organisation.warehouse.run("update core.effort_weeks set activities = 99")
    year.tell(1, 35, {"comments": 5})
    year.night(AS_OF)
    assert organisation.warehouse.rows(
        "select activities from core.effort_weeks order by week"
    ) == [
        (99,),
        (1,),
    ]


def test_all_weeks_are_counted_again_when_an_export_is_forgotten(
    organisation: Organisation,
) -> None:
    year = Year(organisation)
    year.post(1, "x", {"comments": 1, "saves": 0}, is_dated=True)
    year.tell(0, 20, {"comments": 7})
    year.night(AS_OF)
    for table in ("exports", "observations"):
        organisation.warehouse.run(f"delete from core.{table} where export_id = 'e2'")
    assert organisation.measured(_VALUE)["value"] == 1.0


def _counted(organisation: Organisation) -> dict[str, list[tuple[Any, ...]]]:
    return {table: organisation.warehouse.rows(f"from {table} order by all") for table in _COUNTED}
