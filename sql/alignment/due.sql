-- One row per activity that must be judged: new, changed, or resting on what changed.
create or replace temp table due as
with inputs as (
    select * from inputs_of_verdicts
),

-- A decision on an id that an earlier version gave holds for all that the id meant.
meant as (
    select *
    from core.decisions
    union all by name
    select
        decisions.* exclude (activity_id), -- noqa: RF02
        former_ids.activity_id
    from core.decisions
    inner join core.former_ids on decisions.activity_id = former_ids.former_id
),

latest as (
    select *
    from meant
    qualify row_number() over (partition by activity_id order by position desc) = 1
),

decisions as (
    select
        activity_id,
        decision_id,
        action,
        measure_id as decided_measure,
        decided_by,
        reason as decided_because,
        owner,
        expires,
        fingerprint as decided_fingerprint
    from latest
    where action <> 'withdraw'
),

planned as (
    select
        date,
        sum(hash(platform, text, link, measure, line)) as digest
    from core.plan
    group by date
),

zones as (
    select name from pg_timezone_names()
),

dated as not materialized (
    select
        activities.*,
        -- A file without times gives a date, which is no moment in another zone.
        case
            when activities.published_precision = 'day'
                then
                    timezone(
                        coalesce(zones.name, 'UTC'), activities.published_at
                    )::date
        end as only_day
    from core.activities
    left join zones on activities.published_zone = zones.name
),

versioned as not materialized (
    select
        dated.*,
        case
            when dated.published_at is null then inputs.current_version
            when dated.only_day is not null
                then
                    len(list_filter(
                        inputs.days,
                        lambda begun: begun <= dated.only_day -- noqa: RF02
                    ))
            else
                len(list_filter(
                    inputs.begins,
                    lambda begun: begun <= dated.published_at -- noqa: RF02
                ))
        end as version
    from dated
    cross join inputs
),

days as not materialized (
    select
        versioned.*,
        case
            when not inputs.has_plan then null
            when versioned.only_day is not null then versioned.only_day
            else
                timezone(
                    inputs.zones[greatest(versioned.version, 1)],
                    versioned.published_at
                )::date
        end as day
    from versioned
    cross join inputs
),

fingerprinted as not materialized (
    select
        days.activity_key,
        days.version,
        decisions.decision_id,
        decisions.action,
        decisions.decided_measure,
        decisions.decided_by,
        decisions.decided_because,
        decisions.owner,
        decisions.expires,
        decisions.decided_fingerprint,
        hash(
            days.activity_id, days.platform, days.account, days.type, days.published_at,
            days.published_zone, days.published_precision, days.permalink, days.text,
            days.campaign, days.labels, days.segment_hint, days.measure_hint,
            inputs.digests[days.version + 1], planned.digest,
            decisions.decision_id, decisions.action, decisions.decided_measure,
            decisions.decided_by, decisions.decided_because, decisions.owner,
            decisions.expires, decisions.expires < inputs.as_of,
            decisions.decided_fingerprint,
            if(decisions.decision_id is null, null, inputs.current_digest)
        ) as rests_on
    from days
    cross join inputs
    left join planned on days.day = planned.date
    left join decisions on days.activity_id = decisions.activity_id
)

select fingerprinted.*
from fingerprinted
left join followed on fingerprinted.activity_key = followed.activity_key
left join core.verdicts on fingerprinted.activity_key = verdicts.activity_key
where
    verdicts.judged_with
    is distinct from format('{:016x}', hash(fingerprinted.rests_on, followed.digest))
