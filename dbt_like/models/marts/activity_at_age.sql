-- One row per activity and age: how it was received when it was 1, 7 or 28 days old, by
-- the snapshot nearest to that age. A hook sets what is usual at that age, once all
-- rows are there.
with activities as (
    select * from {{ source('core', 'activities') }}
    {{ where_due() }}
),

verdicts as (
    select * from {{ source('core', 'verdicts') }}
    {{ where_due() }}
),

observations as (
    select * from {{ ref('stg_observations') }}
    {{ where_due() }}
),

exports as (
    select * from {{ source('core', 'exports') }}
),

ages as (
    select unnest([1, 7, 28]) as age_days
),

aged as (
    select
        activities.activity_id,
        activities.platform,
        activities.account,
        activities.type,
        verdicts.measure_id,
        observations.shown_as,
        observations.shown,
        observations.responses,
        exports.export_id,
        -- Whole seconds by the microsecond: date_diff takes many times as long.
        (
            epoch_us(exports.observed_at) // 1000000
            - epoch_us(activities.published_at) // 1000000
        ) / 86400.0 as observed_age_days
    from observations
    inner join exports on observations.export_key = exports.export_key
    inner join activities on observations.activity_key = activities.activity_key
    left join verdicts on activities.activity_key = verdicts.activity_key
    where observations.basis = 'lifetime' and activities.published_at is not null
),

-- A snapshot tells of an age from three quarters of it to one and a half.
nearest as (
    select
        aged.*,
        ages.age_days
    from aged
    inner join ages
        on
            aged.observed_age_days >= ages.age_days * 0.75
            and aged.observed_age_days <= ages.age_days * 1.5
    qualify
        row_number() over (
            partition by aged.activity_id, ages.age_days
            order by
                abs(aged.observed_age_days - ages.age_days), aged.export_id
        ) = 1
)

select
    activity_id,
    platform,
    type,
    measure_id,
    cast(age_days as integer) as age_days,
    observed_age_days,
    shown_as,
    shown,
    responses,
    responses / nullif(shown, 0) as response_rate,
    cast(null as double) as usual_responses,
    cast(null as double) as times_usual,
    cast(null as bigint) as compared_with,
    export_id,
    account
from nearest
