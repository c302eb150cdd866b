-- What the suites look at between two sweeps. Of activities those that an export tells
-- of which was not checked yet, those that are new, and those a person decided.
create or replace temporary table exports_to_check as
select
    exports.export_key,
    exports.export_id
from core.exports
anti join main.checked_exports on exports.export_id = checked_exports.export_id;

create or replace temporary table keys_to_check as
select activity_key
from core.observations
where export_key in (select exports_to_check.export_key from exports_to_check)
union
select activity_key
from core.activities
where activity_key > (select last_sweep.last_activity_key from main.last_sweep)
union
select activities.activity_key
from core.activities
semi join core.decisions on activities.activity_id = decisions.activity_id;

create or replace temporary table changed_activities as
select
    activity_key,
    activity_id
from core.activities
where activity_key in (select keys_to_check.activity_key from keys_to_check);

-- Activities with the id of one of them, itself among them.
create or replace temporary table changed_namesakes as
select
    activity_key,
    activity_id
from core.activities
where activity_id in (select changed_activities.activity_id from changed_activities);

create or replace temporary table changed_observations as
select
    activity_key,
    export_key,
    activity_id,
    export_id,
    line
from core.observations
where export_key in (select exports_to_check.export_key from exports_to_check);

-- What any export tells of them.
create or replace temporary view snapshots_to_check as
select *
from core.observations
where activity_key in (select keys_to_check.activity_key from keys_to_check);

create or replace temporary table changed_verdicts as
select
    activity_key,
    activity_id,
    alignment,
    measure_id,
    strategy_version
from core.verdicts
where activity_key in (select keys_to_check.activity_key from keys_to_check);

create or replace temporary table changed_traces as
select
    activity_key,
    activity_id,
    measure_id,
    goal_id,
    segment_id,
    strategy_version,
    is_primary
from core.traces
where activity_key in (select keys_to_check.activity_key from keys_to_check);

create or replace temporary view changes_to_check as
select *
from core.metric_changes
where activity_key in (select keys_to_check.activity_key from keys_to_check);

create or replace temporary view activities_to_check as
from changed_activities;

create or replace temporary view namesakes_to_check as
from changed_namesakes;

create or replace temporary view observations_to_check as
from changed_observations;

create or replace temporary view verdicts_to_check as
from changed_verdicts;

create or replace temporary view traces_to_check as
from changed_traces;
