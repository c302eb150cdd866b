-- One row per post and export of every platform without a staging model of its own.
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
        when impressions is not null then 'impressions'
        when views is not null then 'views'
        when video_views is not null then 'video_views'
    end as shown_as,
    coalesce(impressions, views, video_views) as shown,
    cast(list_sum([reactions, comments, shares, saves]) as bigint) as responses
from {{ source('core', 'observations') }}
where {{ of_no_staged_platform('activity_id') }}
