-- Events of activities with several snapshots, per metric within one series: snapshots
-- of one format and basis, for a window also of one beginning. Where several series
-- tell a metric, lifetime figures form its events, else those that were told last.
insert into core.engagement_events by name
with placed_exports as (
    select
        export_key,
        export_id,
        observed_at,
        row_number() over (order by observed_at, export_id) as place
    from core.exports
),

repeated as (
    select
        activity_key,
        activity_id,
        has_one_series
    from events_due
    where snapshots > 1
),

plain_snapshots as (
    select
        * exclude (
            activity_id, export_id, observed_at, format, basis, period_from, line
        )
    from core.observations
    where activity_key in (
        select repeated.activity_key
        from repeated
        where repeated.has_one_series
    )
),

mixed_snapshots as (
    select
        * exclude (
            activity_id, export_id, observed_at, format, basis, period_from, line
        ),
        basis = 'lifetime' as is_lifetime,
        concat_ws(
            ' ',
            format,
            basis,
            case
                when basis <> 'lifetime'
                    then coalesce(cast(period_from as varchar), export_id)
            end
        ) as series
    from core.observations
    where activity_key in (
        select repeated.activity_key
        from repeated
        where not repeated.has_one_series
    )
),

plain_figures as (
    unpivot plain_snapshots
    on columns(* exclude (activity_key, export_key))
    into name metric value figure
),

mixed_figures as (
    unpivot mixed_snapshots
    on columns(* exclude (activity_key, export_key, is_lifetime, series))
    into name metric value figure
),

chosen_figures as (
    select
        mixed_figures.activity_key,
        mixed_figures.export_key,
        mixed_figures.metric,
        mixed_figures.figure
    from mixed_figures
    inner join placed_exports on mixed_figures.export_key = placed_exports.export_key
    qualify
        mixed_figures.series = last_value(mixed_figures.series) over (
            partition by mixed_figures.activity_key, mixed_figures.metric
            order by mixed_figures.is_lifetime, placed_exports.place
            rows between unbounded preceding and unbounded following
        )
),

figures as (
    select
        activity_key,
        export_key,
        metric,
        figure
    from plain_figures
    union all
    select
        activity_key,
        export_key,
        metric,
        figure
    from chosen_figures
),

placed_figures as (
    select
        figures.activity_key,
        figures.metric,
        figures.figure,
        placed_exports.place
    from figures
    inner join placed_exports on figures.export_key = placed_exports.export_key
),

steps as (
    select
        activity_key,
        metric,
        place,
        figure,
        lag(place) over in_time as place_before,
        lag(figure) over in_time as figure_before
    from placed_figures
    window in_time as (
        partition by activity_key, metric
        order by place
    )
),

changed as (
    select
        *,
        if(place_before is null, figure, figure - figure_before) as delta
    from steps
    where if(place_before is null, figure, figure - figure_before) <> 0
)

select
    repeated.activity_id,
    changed.metric,
    earlier.observed_at as from_observed_at,
    later.observed_at as to_observed_at,
    changed.delta,
    changed.place_before is null as is_first_sight,
    changed.place_before is not null and changed.delta < 0 as is_restatement,
    later.export_id
from changed
inner join repeated on changed.activity_key = repeated.activity_key
inner join placed_exports as later on changed.place = later.place
left join placed_exports as earlier on changed.place_before = earlier.place
