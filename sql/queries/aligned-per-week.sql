-- What share of what we do serves the strategy, week by week?
select
    week,
    cast(sum(activities) as bigint) as activities,
    cast(sum(judged) as bigint) as judged,
    cast(sum(aligned) as bigint) as aligned,
    round(sum(aligned) / nullif(sum(judged), 0), 3) as share
from marts.coverage_by_week
group by week
order by week desc nulls last
