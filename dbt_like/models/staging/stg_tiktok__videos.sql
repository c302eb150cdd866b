-- One row per TikTok video and export. A video is shown when it is played.
select
    activity_key,
    export_key,
    basis,
    'video_views' as shown_as,
    video_views as shown,
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
where starts_with(activity_id, 'tiktok:')
