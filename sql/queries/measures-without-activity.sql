-- Which measures does nothing we do serve?
select
    progress.measure_id,
    progress.goal_id,
    progress.segment_id,
    progress.stage,
    progress.tier,
    progress.target,
    progress.due_on
from marts.measure_progress as progress
anti join core.traces on progress.measure_id = traces.measure_id
order by progress.due_on nulls last, progress.measure_id
