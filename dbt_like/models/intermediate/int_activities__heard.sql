-- One row per activity that listens to a segment and place of that segment which it
-- names.
with segments as (
    select * from {{ source('core', 'segments') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

measures as (
    select * from {{ source('core', 'measures') }}
),

activities as (
    select * from {{ source('core', 'activities') }}
    {{ where_due() }}
),

verdicts as (
    select * from {{ source('core', 'verdicts') }}
    {{ where_due() }}
),

places as (
    select distinct
        segments.segment_id,
        lower(unnest(segments.listens_at)) as place
    from segments
    inner join current_strategy
        on segments.strategy_version = current_strategy.strategy_version
),

listening as (
    select
        activities.activity_id,
        measures.segment_id,
        lower(activities.text) as text
    from measures
    inner join verdicts
        on
            measures.measure_id = verdicts.measure_id
            and measures.strategy_version = verdicts.strategy_version
    inner join activities
        on verdicts.activity_key = activities.activity_key
    where
        measures.stage = 'listen'
        and verdicts.alignment in ('aligned', 'suspect')
)

select
    listening.activity_id,
    places.segment_id,
    places.place
from listening
inner join places
    on
        listening.segment_id = places.segment_id
        and contains(listening.text, places.place)
-- One pattern for all places: one of its own for each is compiled for every text.
where
    regexp_matches(
        replace(listening.text, places.place, chr(1)),
        '(^|[^\pL\pN_])\x01($|[^\pL\pN_])'
    )
