-- Outcomes, each once: of what several exports tell, the latest export's rows.
with told as (
    select
        *,
        dense_rank() over (
            partition by
                date,
                name,
                currency,
                source,
                medium,
                campaign,
                content,
                link,
                measure_hint
            order by observed_at desc, export_id desc
        ) as place
    from core.outcomes
)

select
    export_id,
    line,
    date as day,
    name,
    value,
    currency,
    source,
    medium,
    campaign,
    content,
    link,
    measure_hint as hint
from told
where place = 1
order by export_id, line
