-- Which figures rest on few data?
select
    measure_id,
    value,
    data_rows,
    observed_on,
    note
from marts.measure_progress
where data_rows < 10
order by data_rows, measure_id
