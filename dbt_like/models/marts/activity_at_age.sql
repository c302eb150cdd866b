-- One row per activity and age: how it was received when it was 1, 7 or 28 days old, by
-- the snapshot nearest to that age, beside others of its platform and type at that age.
with traced as (
    select * from {{ ref('int_activities__traced') }}
),

observations as (
    select * from {{ ref('stg_observations') }}
),

exports as (
    select * from {{ source('core', 'exports') }}
),

ages as (
    select unnest([1, 7, 28]) as age_days
),

aged as (
    select
        traced.activity_id,
        traced.platform,
        traced.type,
        traced.measure_id,
        observations.shown_as,
        observations.shown,
        observations.responses,
        exports.export_id,
        -- Whole seconds by the microsecond: date_diff takes many times as long.
        (
            epoch_us(exports.observed_at) // 1000000
            - epoch_us(traced.published_at) // 1000000
        ) / 86400.0 as observed_age_days
    from observations
    inner join exports on observations.export_key = exports.export_key
    inner join traced on observations.activity_key = traced.activity_key
    where observations.basis = 'lifetime' and traced.published_at is not null
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
),

usual as (
    select
        platform,
        type,
        age_days,
        count(responses) as others,
        median(responses) as usual_responses
    from nearest
    group by platform, type, age_days
)

select
    nearest.activity_id,
    nearest.platform,
    nearest.type,
    nearest.measure_id,
    cast(nearest.age_days as integer) as age_days,
    nearest.observed_age_days,
    nearest.shown_as,
    nearest.shown,
    nearest.responses,
    nearest.responses / nullif(nearest.shown, 0) as response_rate,
    usual.usual_responses,
    nearest.responses / nullif(usual.usual_responses, 0) as times_usual,
    cast(usual.others as bigint) as compared_with,
    nearest.export_id
from nearest
inner join usual
    on
        nearest.platform = usual.platform
        and nearest.type = usual.type
        and nearest.age_days = usual.age_days
