-- Which lines of which files does the value of each measure come from?
with figures as (
    select
        measure_figures.*,
        measure_values.starts_on,
        measure_values.as_of,
        strategies.timezone
    from core.measure_figures
    inner join core.measure_values
        on measure_figures.measure_id = measure_values.measure_id
    inner join core.strategies
        on measure_values.strategy_version = strategies.strategy_version
    where
        getvariable('measure') is null
        or measure_figures.measure_id = getvariable('measure')
),

counting as (
    select
        verdicts.activity_key,
        verdicts.measure_id
    from core.verdicts
    where
        verdicts.alignment in ('aligned', 'suspect')
        and verdicts.measure_id in (
            select figures.measure_id
            from figures
            where figures.source = 'activities'
        )
),

-- Of campaigns of ads every period that counts is told, of all else what was told last.
said as (
    select
        observations.*,
        observations.basis = 'lifetime' as is_lifetime,
        false as is_period
    from core.observations
    anti join core.campaign_periods
        on observations.activity_key = campaign_periods.activity_key
    union all by name
    select
        campaign_periods.* exclude (period_until, remark),
        'window' as basis,
        false as is_lifetime,
        true as is_period
    from core.campaign_periods
    where campaign_periods.remark is null
),

snapshots as (
    select
        said.*,
        activities.hours,
        activities.cost,
        activities.people,
        1 as rows -- noqa: RF04
    from said
    inner join core.activities on said.activity_key = activities.activity_key
    where said.activity_key in (select counting.activity_key from counting)
),

told as (
    unpivot snapshots
    on columns(
        * exclude (
            activity_key,
            export_key,
            activity_id,
            export_id,
            observed_at,
            format,
            basis,
            period_from,
            line,
            is_lifetime,
            is_period
        )
    )
    into name figure value told
),

told_last as (
    select *
    from told
    qualify
        is_period
        or row(is_lifetime, observed_at, export_id)
        = max(row(is_lifetime, observed_at, export_id)) over (
            partition by activity_key, figure
        )
),

first_seen as (
    select
        activity_key,
        min(observed_at) as observed_at
    from told
    group by activity_key
),

of_activities as (
    select
        figures.measure_id,
        figures.position,
        figures.figure,
        figures.is_narrowed,
        activities.activity_id,
        told_last.export_id,
        told_last.line,
        told_last.told,
        cast(
            timezone(
                figures.timezone,
                coalesce(activities.published_at, first_seen.observed_at)
            ) as date
        ) as day
    from figures
    inner join counting on figures.measure_id = counting.measure_id
    inner join core.activities on counting.activity_key = activities.activity_key
    inner join first_seen on counting.activity_key = first_seen.activity_key
    inner join told_last
        on
            counting.activity_key = told_last.activity_key
            and figures.figure = told_last.figure
    where
        figures.source = 'activities'
        and day between figures.starts_on and figures.as_of
),

lines as (
    select
        of_activities.measure_id,
        of_activities.figure,
        of_activities.told,
        of_activities.day,
        of_activities.activity_id,
        of_activities.export_id,
        of_activities.line
    from of_activities
    left join core.measure_sources
        on
            of_activities.measure_id = measure_sources.measure_id
            and of_activities.position = measure_sources.position
            and of_activities.activity_id = measure_sources.activity_id
    where
        not of_activities.is_narrowed
        or measure_sources.activity_id is not null
    union all
    select
        figures.measure_id,
        concat_ws('.', figures.source, figures.figure) as figure,
        measure_sources.figure as told,
        measure_sources.day,
        cast(null as varchar) as activity_id,
        measure_sources.export_id,
        measure_sources.line
    from figures
    inner join core.measure_sources
        on
            figures.measure_id = measure_sources.measure_id
            and figures.position = measure_sources.position
    where figures.source <> 'activities'
)

select
    lines.measure_id,
    lines.figure,
    lines.told,
    lines.day,
    lines.activity_id,
    exports.name as file,
    lines.line,
    lines.export_id
from lines
left join core.exports on lines.export_id = exports.export_id
order by
    lines.measure_id,
    lines.figure,
    lines.day,
    lines.activity_id,
    file,
    lines.line
