-- One row per Mastodon post and export. Mastodon does not say how often it was shown.
select
    activity_key,
    export_key,
    basis,
    cast(null as varchar) as shown_as,
    cast(null as bigint) as shown,
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
where starts_with(activity_id, 'mastodon:')
