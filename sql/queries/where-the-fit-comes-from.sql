-- Which lines of which files say who belongs to our segments?
with facets as (
    select
        segment_id,
        platform,
        account,
        audience,
        observed_at,
        unnest(string_split(facets_told, ', ')) as facet
    from core.fit
),

told as (
    select
        *,
        regexp_replace(lower(facet), '[ -]', '_', 'g') as facet_named
    from core.audiences
),

moments as (
    select distinct
        platform,
        account,
        audience,
        facet_named,
        observed_at
    from told
)

select
    facets.segment_id,
    facets.platform,
    facets.account,
    facets.audience,
    facets.observed_at,
    facets.facet,
    told.value,
    told.count as people,
    told.share,
    exports.name as file,
    told.line
from facets
asof inner join moments
    on
        facets.platform = moments.platform
        and facets.account is not distinct from moments.account
        and facets.audience = moments.audience
        and facets.facet = moments.facet_named
        and facets.observed_at >= moments.observed_at
inner join told
    on
        moments.platform = told.platform
        and moments.account is not distinct from told.account
        and moments.audience = told.audience
        and moments.facet_named = told.facet_named
        and moments.observed_at = told.observed_at
inner join core.exports on told.export_id = exports.export_id
order by
    facets.segment_id,
    facets.platform,
    facets.account,
    facets.observed_at,
    facets.facet,
    told.line
