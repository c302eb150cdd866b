-- One row per LinkedIn post and export. A post is shown when half of it is on a screen
-- for 300 ms.
select
    activity_key,
    export_key,
    basis,
    'impressions' as shown_as,
    impressions as shown,
    reach,
    reactions,
    comments,
    shares,
    saves,
    link_clicks,
    follows,
    watch_seconds,
    cast(list_sum([reactions, comments, shares, saves]) as bigint) as responses
from {{ source('core', 'observations') }}
where starts_with(activity_id, 'linkedin:')
