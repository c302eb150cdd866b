-- What did we spend on what serves nothing?
select
    alignment,
    platform,
    measure_id,
    cast(sum(activities) as bigint) as activities,
    sum(hours) as hours,
    sum(cost) as cost
from marts.effort
where is_waste
group by alignment, platform, measure_id
order by cost desc nulls last, platform asc, alignment asc
