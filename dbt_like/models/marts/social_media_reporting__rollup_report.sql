-- One row per post, in the shape of Fivetran's report over several networks. What
-- differs is in docs/rollup-report.md.
with alignment as (
    select * from {{ ref('activity_alignment') }}
    {{ where_id_due() }}
),

performance as (
    select * from {{ ref('activity_performance') }}
    {{ where_id_due() }}
),

mailers as (
    select platform
    from {{ source('intermediate', 'platforms') }}
    where is_mailing
),

-- A line of the activity log is no post, though it may name a platform.
logged as (
    select observations.activity_id
    from {{ source('core', 'observations') }} as observations
    inner join {{ source('core', 'exports') }} as exports
        on observations.export_key = exports.export_key
    where exports.format = 'own_activities'
)

select
    timezone('UTC', alignment.published_at) as created_timestamp,
    substr(
        alignment.activity_id, strpos(alignment.activity_id, ':') + 1
    ) as post_id,
    alignment.text as post_message,
    alignment.account as page_id,
    alignment.account as page_name,
    alignment.permalink as post_url,
    'core.activities' as source_relation,
    if(alignment.platform = 'x', 'twitter', alignment.platform) as platform,
    performance.clicks,
    performance.impressions,
    performance.reactions as likes,
    performance.shares,
    performance.comments,
    performance.views,
    performance.link_clicks,
    alignment.activity_id,
    alignment.published_on as created_on,
    alignment.type
from alignment
left join performance on alignment.activity_id = performance.activity_id
anti join mailers on alignment.platform = mailers.platform
anti join logged on alignment.activity_id = logged.activity_id
