-- Which three posts of each measure did best for their age?
with compared as (
    select *
    from marts.activity_at_age
    where
        measure_id is not null
        and responses is not null
        and (getvariable('measure') is null or measure_id = getvariable('measure'))
    qualify
        row_number() over (
            partition by activity_id
            order by age_days desc
        ) = 1
)

select
    compared.measure_id,
    compared.activity_id,
    compared.age_days,
    compared.responses,
    compared.usual_responses,
    compared.compared_with,
    compared.shown,
    compared.shown_as,
    alignment.published_at,
    alignment.permalink,
    round(compared.times_usual, 2) as times_usual,
    left(alignment.text, 80) as first_words
from compared
inner join marts.activity_alignment as alignment
    on compared.activity_id = alignment.activity_id
qualify
    row_number() over (
        partition by compared.measure_id
        order by
            compared.times_usual desc nulls last,
            compared.responses desc,
            compared.activity_id asc
    ) <= 3
order by
    compared.measure_id asc,
    compared.times_usual desc nulls last,
    compared.responses desc,
    compared.activity_id asc
