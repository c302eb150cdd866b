-- One row per activity with a short link and other activity of the same text that says
-- the whole link: texts compare without links, as far as the shorter of them goes.
with worded as (
    select
        activity_key,
        activity_id,
        platform,
        trim(regexp_replace(
            regexp_replace(lower(text), 'https?://\S+', ' ', 'g'), '\s+', ' ', 'g'
        )) as words
    from core.activities
),

long_enough as (
    select
        *,
        left(words, 40) as beginning
    from worded
    where length(words) >= 40
),

carrying as (
    select
        activity_key,
        reference,
        is_shortened
    from core.activity_references
    where kind = 'link'
)

select distinct
    asked.activity_id,
    other.platform as told_by,
    carrying.reference as target
from long_enough as asked
semi join carrying as short
    on asked.activity_key = short.activity_key and short.is_shortened
inner join long_enough as other
    on
        asked.beginning = other.beginning
        and asked.activity_key <> other.activity_key
        and (
            starts_with(asked.words, other.words)
            or starts_with(other.words, asked.words)
        )
inner join carrying
    on other.activity_key = carrying.activity_key and not carrying.is_shortened
order by asked.activity_id, target
