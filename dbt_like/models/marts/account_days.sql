-- One row per account and day: of each figure the latest that an export tells.
with days as (
    select
        *,
        row(observed_at, export_id, format) as rank
    from {{ source('core', 'account_days') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

latest as (
    select
        platform,
        account,
        date,
        max(observed_at) as told_at,
        arg_max(currency, rank) filter (where spend is not null) as currency,
        {{- latest_of_each([
            'impressions', 'reach', 'views', 'video_views', 'engagements', 'reactions',
            'comments', 'shares', 'saves', 'clicks', 'link_clicks', 'profile_visits',
            'follows', 'unfollows', 'followers', 'page_views', 'unique_visitors',
            'watch_seconds', 'posts_published', 'sends', 'opens', 'unsubscribes',
            'bounces', 'spend',
        ]) | indent(4) }}
    from days
    group by platform, account, date
)

select
    latest.*,
    cast(timezone(current_strategy.timezone, latest.told_at) as date) as told_on
from latest
left join current_strategy on true
