-- What share of what we do serves the strategy, week by week, and is it rising?
with weeks as (
    select
        week,
        cast(sum(activities) as bigint) as activities,
        cast(sum(judged) as bigint) as judged,
        cast(sum(aligned) as bigint) as aligned,
        sum(aligned) / nullif(sum(judged), 0) as share
    from marts.coverage_by_week
    group by week
)

select
    week,
    activities,
    judged,
    aligned,
    round(share, 3) as share,
    round(share - lag(share) over (order by week), 3) as change,
    -- Per week, along the straight line through the last eight.
    case
        when count(share) over recent > 1
            then
                round(
                    regr_slope(share, (week - date '2000-01-03') / 7.0) over recent, 3
                )
    end as trend
from weeks
window
    recent as (
        order by week
        rows between 7 preceding and current row
    )
order by week desc nulls last
