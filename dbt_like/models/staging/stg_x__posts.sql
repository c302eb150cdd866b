-- One row per X post and export. X says how often a post was on a screen.
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
where starts_with(activity_id, 'x:')
