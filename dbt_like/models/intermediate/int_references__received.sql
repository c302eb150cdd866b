-- One row per activity and link or hashtag in its text: how the activity was received.
with references_made as (
    select * from {{ source('core', 'activity_references') }}
),

activities as (
    select
        activity_key,
        activity_id
    from {{ source('core', 'activities') }}
),

alignment as (
    select * from {{ ref('activity_alignment') }}
),

performance as (
    select * from {{ ref('activity_performance') }}
)

select
    references_made.kind,
    references_made.reference,
    references_made.is_own,
    references_made.is_shortened,
    alignment.activity_id,
    alignment.platform,
    alignment.account,
    alignment.alignment,
    alignment.measure_id,
    alignment.published_on,
    performance.responses,
    performance.response_rate,
    performance.link_clicks
from references_made
inner join activities on references_made.activity_key = activities.activity_key
inner join alignment on activities.activity_id = alignment.activity_id
left join performance on activities.activity_id = performance.activity_id
