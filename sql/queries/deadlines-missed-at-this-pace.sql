-- Which targets will be missed at this pace, and by how much?
select
    measure_id,
    due_on,
    baseline,
    target,
    forecast,
    forecast_low,
    forecast_high,
    case
        when kind = 'flow' then target - baseline - forecast
        else target - forecast
    end as missing
from marts.measure_progress
where
    status <> 'reached'
    and case
        when kind = 'flow' then forecast / nullif(target - baseline, 0) < 1
        else (forecast - baseline) / nullif(target - baseline, 0) < 1
    end
order by due_on, measure_id
