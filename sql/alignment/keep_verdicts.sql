-- The verdicts of a batch, each with the fingerprint of all it rests on; `met` are the
-- references of the batch.
insert into core.verdicts by name
with led as (
    select
        met.activity_key,
        sum(hash(met.reference, leads.target)) as digest
    from met
    inner join leads on met.reference = leads.key
    where met.kind = 'link'
    group by met.activity_key
)

select
    judged.* exclude (rests_on), -- noqa: RF02
    format('{:016x}', hash(judged.rests_on, led.digest)) as judged_with
from judged
left join led on judged.activity_key = led.activity_key
