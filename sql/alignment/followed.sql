-- One row per activity that links.csv helps to judge: a fingerprint of where its links
-- lead.
create or replace temp view followed as
select
    refs.activity_key,
    sum(hash(refs.reference, leads.target)) as digest
from core.activity_references as refs
inner join leads on refs.reference = leads.key
where refs.kind = 'link'
group by refs.activity_key
