-- Where do we work more and get less?
select
    platform,
    segment_id,
    measure_id,
    weeks,
    effort_slope,
    effort_unit,
    outcome_slope,
    confidence,
    recommendation,
    advice
from marts.hamster_wheels
where
    recommendation in ('stop', 'watch')
    and (getvariable('measure') is null or measure_id = getvariable('measure'))
order by confidence desc, platform asc, measure_id asc
