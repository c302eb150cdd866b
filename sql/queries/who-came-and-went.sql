-- Which people came and which left between two exports?
select
    platform,
    account,
    audience,
    facet,
    value,
    delta as people,
    from_observed_at,
    to_observed_at
from core.audience_events
where metric = 'count' and not is_first_sight
order by delta, platform, account, audience, facet, value, to_observed_at
