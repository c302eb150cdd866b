-- One row per activity: of each figure the latest that an export tells, lifetime before
-- window.
with observations as (
    select * from {{ ref('stg_observations') }}
),

exports as (
    select
        export_key,
        observed_at,
        row_number() over (order by observed_at, export_id) as position
    from {{ source('core', 'exports') }}
),

ranked as (
    select
        observations.*,
        exports.observed_at,
        exports.position
        + if(observations.basis = 'lifetime', 1000000000, 0) as rank
    from observations
    inner join exports on observations.export_key = exports.export_key
)

select
    activity_key,
    max(observed_at) as observed_at,
    arg_max(shown_as, rank) filter (where shown is not null) as shown_as,
    arg_max(shown, rank) as shown,
    arg_max(reach, rank) as reach,
    arg_max(reactions, rank) as reactions,
    arg_max(comments, rank) as comments,
    arg_max(shares, rank) as shares,
    arg_max(saves, rank) as saves,
    arg_max(link_clicks, rank) as link_clicks,
    arg_max(follows, rank) as follows,
    arg_max(watch_seconds, rank) as watch_seconds,
    arg_max(responses, rank) as responses
from ranked
group by activity_key
