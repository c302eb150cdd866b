-- What changed of activities between two exports; first figures stay in observations.
-- A comment is one sentence on one line.
-- noqa: disable=LT05

-- One row per activity, metric and export that tells another figure than the one before it.
create table core.metric_changes (
    activity_key bigint not null,
    activity_id varchar not null,
    metric varchar not null,
    from_observed_at timestamptz not null,
    to_observed_at timestamptz not null,
    figure double not null,
    delta double not null,
    is_restatement boolean not null,
    export_id varchar not null
);
comment on table core.metric_changes
is 'One row per activity, metric and export that tells another figure than the one before it.';
comment on column core.metric_changes.activity_key is 'Internal number of the activity';
comment on column core.metric_changes.activity_id is 'platform:native id';
comment on column core.metric_changes.metric is 'Canonical name of the metric';
comment on column core.metric_changes.from_observed_at is 'Moment of the earlier export (UTC)';
comment on column core.metric_changes.to_observed_at is 'Moment of the later export (UTC)';
comment on column core.metric_changes.figure is 'Figure that the later export tells';
comment on column core.metric_changes.delta is 'That figure less the one before it';
comment on column core.metric_changes.is_restatement
is 'Whether the figure fell: the platform or a person took back what had been counted';
comment on column core.metric_changes.export_id is 'The later export';

-- The first sights of core.engagement_events are what core.observations says anyway; its
-- changes are carried over, each with the figure that its export tells.
insert into core.metric_changes by name
with changes as (
    select
        activities.activity_key,
        events.* exclude (is_first_sight) -- noqa: RF02
    from core.engagement_events as events
    inner join core.activities on events.activity_id = activities.activity_id
    where not events.is_first_sight
),

changed_observations as (
    select
        * exclude (
            export_key, activity_id, observed_at, format, basis, period_from, line
        )
    from core.observations
    where (activity_key, export_id) in (
        select
            changes.activity_key,
            changes.export_id
        from changes
    )
),

figures as (
    unpivot changed_observations
    on columns(* exclude (activity_key, export_id))
    into name metric value figure
)

select
    changes.*,
    figures.figure
from changes
inner join figures
    on
        changes.activity_key = figures.activity_key
        and changes.export_id = figures.export_id
        and changes.metric = figures.metric;

drop table core.engagement_events;

comment on table core.formed_exports
is 'One row per export whose figures were compared with those of other exports.';
