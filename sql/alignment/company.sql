-- One row per failing activity, cue and measure: how many aligned activities share the
-- cue (a page, a site, a hashtag) and serve the measure, and how many share it at all.
with linked as (
    select
        activity_key,
        is_own,
        lower(split_part(reference, '?', 1)) as page
    from core.activity_references
    where kind = 'link'
),

cues as (
    select
        activity_key,
        'page' as kind,
        page as cue
    from linked
    union
    select
        activity_key,
        'site' as kind,
        split_part(page, '/', 1) as cue
    from linked
    where not is_own and not list_contains(?, split_part(page, '/', 1))
    union
    select
        activity_key,
        kind,
        reference as cue
    from core.activity_references
    where kind = 'hashtag'
),

asked as (
    select
        cues.*,
        verdicts.strategy_version
    from cues
    inner join core.verdicts on cues.activity_key = verdicts.activity_key
    where verdicts.alignment in ('untraceable', 'orphaned')
),

company as (
    select
        verdicts.strategy_version,
        cues.kind,
        cues.cue,
        verdicts.measure_id,
        count(*) as serving
    from cues
    inner join core.verdicts on cues.activity_key = verdicts.activity_key
    where
        verdicts.alignment = 'aligned'
        and (cues.kind, cues.cue) in (select (asked.kind, asked.cue) from asked)
    group by all
)

select
    asked.activity_key,
    asked.kind,
    asked.cue,
    company.measure_id,
    company.serving,
    sum(company.serving) over (partition by asked.activity_key, asked.kind, asked.cue)
    as sharing
from asked
inner join company
    on
        asked.strategy_version = company.strategy_version
        and asked.kind = company.kind
        and asked.cue = company.cue
