-- One row per Instagram post and export. Meta's views took the place of its impressions
-- in 2024 and 2025; they are not the same, so shown_as says which of them is told.
select
    activity_key,
    export_key,
    basis,
    reach,
    reactions,
    comments,
    shares,
    saves,
    link_clicks,
    follows,
    watch_seconds,
    case
        when views is not null then 'views'
        when impressions is not null then 'impressions'
    end as shown_as,
    coalesce(views, impressions) as shown,
    cast(list_sum([reactions, comments, shares, saves]) as bigint) as responses
from {{ source('core', 'observations') }}
where starts_with(activity_id, 'instagram:')
