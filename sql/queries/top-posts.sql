-- Which three posts drew the most response for each measure?
select
    alignment.measure_id,
    alignment.activity_id,
    performance.responses,
    performance.shown,
    performance.shown_as,
    performance.age_days,
    alignment.published_at,
    alignment.permalink,
    left(alignment.text, 80) as first_words
from marts.activity_alignment as alignment
inner join marts.activity_performance as performance
    on alignment.activity_id = performance.activity_id
where alignment.measure_id is not null and performance.responses is not null
qualify
    row_number() over (
        partition by alignment.measure_id
        order by performance.responses desc, alignment.activity_id asc
    ) <= 3
order by alignment.measure_id asc, performance.responses desc, alignment.activity_id asc
