-- One row per short link that links.csv does not resolve and activity that carries it.
with links as (
    select
        activity_key,
        reference,
        is_shortened,
        count(*) over (partition by activity_key) as links_of_activity
    from core.activity_references
    where kind = 'link'
),

short_links as (
    select *
    from links
    where is_shortened
),

clicks as (
    select
        observations.activity_key,
        max(observations.link_clicks) as link_clicks
    from core.observations
    where
        observations.activity_key in (select short_links.activity_key from short_links)
    group by observations.activity_key
)

select
    short_links.reference as short,
    activities.activity_id,
    activities.platform,
    activities.published_at,
    activities.permalink,
    activities.text,
    verdicts.alignment,
    clicks.link_clicks,
    short_links.links_of_activity
from short_links
inner join core.activities
    on short_links.activity_key = activities.activity_key
left join core.verdicts
    on short_links.activity_key = verdicts.activity_key
left join clicks
    on short_links.activity_key = clicks.activity_key
order by short_links.reference, activities.published_at, activities.activity_id
