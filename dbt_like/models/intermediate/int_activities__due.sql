-- One row per activity whose rows in the marts are replaced: it is new or gone, or an
-- export told of it again, or it was judged anew.
with touched as (
    select * from {{ source('intermediate', 'touched_activities') }}
),

stored as (
    select
        activity_key,
        activity_id
    from {{ source('core', 'activities') }}
    where activity_key in (select touched.activity_key from touched)
)

select
    activity_key,
    activity_id
from stored
union
select
    activity_key,
    activity_id
from touched
where activity_id is not null
