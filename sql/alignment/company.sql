-- One row per failing activity, cue and measure: how many aligned activities share the
-- cue (a page, a site, a hashtag) and serve the measure, and how many share it at all.
with linked as not materialized (
    select
        activity_key,
        is_own,
        lower(split_part(reference, '?', 1)) as page
    from core.activity_references
    where kind = 'link'
),

cues as not materialized (
    select
        activity_key,
        'page' as kind,
        page as cue
    from linked
    where page <> 'youtube.com/watch' -- its query says which video
    union all
    select
        activity_key,
        'site' as kind,
        split_part(page, '/', 1) as cue
    from linked
    where not is_own and not list_contains(?, split_part(page, '/', 1))
    union all
    select
        activity_key,
        kind,
        reference as cue
    from core.activity_references
    where kind = 'hashtag'
),

asked as materialized (
    select distinct
        cues.activity_key,
        cues.kind,
        cues.cue,
        verdicts.strategy_version
    from cues
    inner join core.verdicts on cues.activity_key = verdicts.activity_key
    where verdicts.alignment in ('untraceable', 'orphaned')
),

asked_for as materialized (
    select distinct
        kind,
        cue
    from asked
),

company as materialized (
    select
        verdicts.strategy_version,
        cues.kind,
        cues.cue,
        verdicts.measure_id,
        count(distinct cues.activity_key) as serving
    from cues
    semi join asked_for on cues.kind = asked_for.kind and cues.cue = asked_for.cue
    inner join core.verdicts on cues.activity_key = verdicts.activity_key
    where verdicts.alignment = 'aligned'
    group by all
)

select
    asked.activity_key,
    asked.kind,
    asked.cue,
    company.measure_id,
    company.serving,
    sum(company.serving)
        over (partition by asked.activity_key, asked.kind, asked.cue)
        as sharing
from asked
inner join company
    on
        asked.strategy_version = company.strategy_version
        and asked.kind = company.kind
        and asked.cue = company.cue
