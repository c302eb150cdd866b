-- One row per activity: what is last known of how it was received.
with activities as (
    select * from {{ source('core', 'activities') }}
    {{ where_due() }}
),

observations as (
    select * from {{ ref('stg_observations') }}
    {{ where_due() }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

exports as (
    select
        exports.export_key,
        exports.observed_at,
        cast(
            timezone(current_strategy.timezone, exports.observed_at) as date
        ) as observed_on,
        row_number() over (order by exports.observed_at, exports.export_id) as position
    from {{ source('core', 'exports') }} as exports
    left join current_strategy on true
),

ranked as (
    select
        observations.*,
        exports.observed_at,
        exports.observed_on,
        exports.position
        + if(observations.basis = 'lifetime', 1000000000, 0) as rank
    from observations
    inner join exports on observations.export_key = exports.export_key
),

-- Of each figure the latest that an export tells, lifetime before window.
latest as (
    select
        activity_key,
        max(observed_at) as observed_at,
        max(observed_on) as observed_on,
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
        arg_max(responses, rank) as responses,
        arg_max(impressions, rank) as impressions,
        arg_max(views, rank) as views,
        arg_max(clicks, rank) as clicks
    from ranked
    group by activity_key
)

select
    activities.activity_id,
    activities.platform,
    activities.type,
    latest.observed_at,
    -- Whole days by the microsecond: date_diff and epoch take longer than all the rest.
    (epoch_us(latest.observed_at) - epoch_us(activities.published_at)) // 86400000000
        as age_days,
    latest.shown_as,
    latest.shown,
    latest.reach,
    latest.reactions,
    latest.comments,
    latest.shares,
    latest.saves,
    latest.link_clicks,
    latest.follows,
    latest.watch_seconds,
    latest.responses,
    latest.responses / nullif(latest.shown, 0) as response_rate,
    activities.account,
    latest.observed_on,
    latest.impressions,
    latest.views,
    latest.clicks
from activities
left join latest on activities.activity_key = latest.activity_key
