-- Changes of activities with several snapshots, from one key to another, per metric
-- within one series: snapshots of one format and basis, for a window also of one
-- beginning. Where several series tell a metric, lifetime figures form its changes,
-- else those that were told last.
insert into core.metric_changes by name
with repeated as (
    select *
    from activities_due
    where activity_key between ? and ?
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
    inner join exports_in_order
        on mixed_figures.export_key = exports_in_order.export_key
    qualify
        mixed_figures.series = last_value(mixed_figures.series) over (
            partition by mixed_figures.activity_key, mixed_figures.metric
            order by mixed_figures.is_lifetime, exports_in_order.place
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
        exports_in_order.place
    from figures
    inner join exports_in_order on figures.export_key = exports_in_order.export_key
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
)

select
    steps.activity_key,
    repeated.activity_id,
    steps.metric,
    earlier.observed_at as from_observed_at,
    later.observed_at as to_observed_at,
    steps.figure,
    steps.figure - steps.figure_before as delta,
    steps.figure < steps.figure_before as is_restatement,
    later.export_id
from steps
inner join repeated on steps.activity_key = repeated.activity_key
inner join exports_in_order as later on steps.place = later.place
inner join exports_in_order as earlier on steps.place_before = earlier.place
where steps.figure <> steps.figure_before
