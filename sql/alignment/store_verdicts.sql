-- The verdicts of a batch, each with the fingerprint of all it rests on.
-- `batch_references` holds the references of its activities.
insert into core.verdicts by name
with resolved as (
    select
        batch_references.activity_key,
        sum(hash(batch_references.reference, leads.target)) as digest
    from batch_references
    inner join leads on batch_references.reference = leads.key
    where batch_references.kind = 'link'
    group by batch_references.activity_key
)

select
    judged.* exclude (rests_on), -- noqa: RF02
    format('{:016x}', hash(judged.rests_on, resolved.digest)) as judged_with
from judged
left join resolved on judged.activity_key = resolved.activity_key
