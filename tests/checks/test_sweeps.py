"""Between sweeps the checks look at what changed, and what they say counts all rows."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from models.strategy import Policy
from rhumbline.checks import CheckResult, demand_sweep, run_checks, sweeps
from rhumbline.events import derive_events
from rhumbline.warehouse.connection import Warehouse
from tests.checks.conftest import AS_OF

ANOTHER_EXPORT = """
insert into core.exports by name
select
    4 as export_key, 'e4' as export_id, 's4' as sha256, 4 as rows_seen, 4 as rows_kept,
    0 as rows_folded, 0 as rows_rejected,
    * exclude (export_key, export_id, sha256, rows_seen, rows_kept, rows_folded, rows_rejected)
from core.exports
where export_id = 'e2';

insert into core.observations by name
select
    4 as export_key, 'e4' as export_id, 12 as reactions,
    * exclude (export_key, export_id, reactions)
from core.observations
where export_id = 'e2';
"""


@pytest.fixture
def swept(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """Return a sound warehouse that is not small, which was swept, and then read an export of x:1."""
    monkeypatch.setattr(sweeps, "SMALL_ROWS", 0)
    assert sweeps.is_sweep_due(warehouse, AS_OF)
    run_checks(warehouse, as_of=AS_OF, policy=Policy())
    warehouse.run(ANOTHER_EXPORT)
    derive_events(warehouse)
    return warehouse


def result_of(promise: str, warehouse: Warehouse, as_of: date = AS_OF) -> CheckResult:
    """What the suite of activities says of a promise."""
    report = run_checks(warehouse, ["activities"], as_of=as_of, policy=Policy())
    return next(result for result in report.results if result.expectation == promise)


def test_after_a_sweep_only_what_changed_is_looked_at(swept: Warehouse) -> None:
    assert not sweeps.is_sweep_due(swept, AS_OF)
    swept.run("update core.observations set activity_id = 'x:9' where activity_key = 3")
    assert result_of("expect_every_observation_to_have_its_activity", swept).is_kept
    demand_sweep(swept)
    assert result_of("expect_every_observation_to_have_its_activity", swept).failing == 1


# promise, what breaks it in a new row and in an old one, how many rows break it then
BROKEN = (
    (
        "expect_every_observation_to_have_its_activity",
        "update core.observations set activity_id = 'x:9' where activity_key in (1, 3)",
        4,
    ),
    (
        "expect_every_activity_to_have_one_verdict",
        "insert into core.verdicts from core.verdicts where activity_key in (1, 3)",
        2,
    ),
    (
        "expect_every_activity_to_be_stored_once",
        "update core.activities set activity_id = 'x:1' where activity_key = 3;"
        "update core.activities set activity_id = 'x:2' where activity_key = 4",
        2,
    ),
    (
        "expect_every_trace_to_be_declared",
        "update core.traces set segment_id = 'nobody' where activity_key in (1, 2)",
        2,
    ),
    (
        "expect_metric_changes_to_add_up",
        "update core.metric_changes set delta = 100 where export_id in ('e2', 'e4')",
        2,
    ),
)


@pytest.mark.parametrize(("promise", "sql", "failing"), BROKEN, ids=[b[0] for b in BROKEN])
def test_what_breaks_among_the_new_rows_is_counted_over_all_rows(
    promise: str, sql: str, failing: int, swept: Warehouse
) -> None:
    swept.run(sql)
    broken = result_of(promise, swept)
    assert (broken.failing, broken.error) == (failing, None)
    assert len(broken.sample) == failing
    assert result_of(promise, swept).failing == failing, "it is broken until it is mended"


def test_a_verdict_that_is_missing_or_too_many_is_found_among_old_rows_as_well(
    swept: Warehouse,
) -> None:
    swept.run("update core.verdicts set activity_key = 9 where activity_key = 3")
    assert result_of("expect_every_activity_to_have_one_verdict", swept).failing == 2


def test_what_a_person_decided_is_looked_at(swept: Warehouse) -> None:
    swept.run(
        """
        insert into core.decisions by name
        select 'd1' as decision_id, 1 as position, now() as decided_at, 'Ana' as decided_by,
            'tie' as action, 'x:2' as activity_id, 'signups' as measure_id;
        update core.traces set measure_id = 'other' where activity_key = 2;
        """
    )
    promise = "expect_every_aligned_activity_to_count_for_its_measure"
    assert result_of(promise, swept).failing == 1


def test_an_activity_that_no_export_tells_of_is_found_when_it_is_new(swept: Warehouse) -> None:
    swept.run(
        """
        insert into core.activities by name
        select 5 as activity_key, 'x:5' as activity_id, * exclude (activity_key, activity_id)
        from core.activities
        where activity_key = 1
        """
    )
    assert result_of("expect_every_activity_to_be_observed", swept).failing == 1


def test_what_was_checked_is_not_looked_at_again(swept: Warehouse) -> None:
    run_checks(swept, as_of=AS_OF, policy=Policy())
    swept.run("update core.observations set activity_id = 'x:9' where export_id = 'e4'")
    assert result_of("expect_every_observation_to_have_its_activity", swept).is_kept


DUE = {
    "another version of the strategy": lambda w: w.run(
        "update core.strategies set fingerprint = 'changed'"
    ),
    "another version of Rhumbline": lambda w: w.run("update main.last_sweep set swept_with = '0'"),
    "an own file that was read": lambda w: w.run(
        "update core.exports set format = 'own_activities' where export_id = 'e4'"
    ),
    "an own file that was read anew": lambda w: w.run(
        "delete from core.exports where export_id = 'e3'"
    ),
    "a broken promise": lambda w: (
        w.run("update core.observations set activity_id = 'x:9' where export_id = 'e4'"),
        run_checks(w, ["activities"], as_of=AS_OF, policy=Policy()),
    ),
}


@pytest.mark.parametrize("after", DUE)
def test_a_sweep_is_due_after(after: str, swept: Warehouse) -> None:
    change: Callable[[Warehouse], object] = DUE[after]
    change(swept)
    assert sweeps.is_sweep_due(swept, AS_OF)


def test_a_sweep_is_due_now_and_then_and_for_a_night_before_the_last(swept: Warehouse) -> None:
    days = sweeps.SWEEP_DAYS
    assert not sweeps.is_sweep_due(swept, AS_OF + timedelta(days=days - 1))
    assert sweeps.is_sweep_due(swept, AS_OF + timedelta(days=days))
    assert sweeps.is_sweep_due(swept, AS_OF - timedelta(days=1))


def test_a_small_warehouse_is_swept_every_night(
    swept: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "SMALL_ROWS", 6)
    assert sweeps.is_sweep_due(swept, AS_OF)
