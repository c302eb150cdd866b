-- The verdicts of a batch, each with the fingerprint of all it rests on.
insert into core.verdicts by name
select
    judged.*,
    format('{:016x}', hash(due.rests_on, followed.digest)) as judged_with
from judged
inner join due on judged.activity_key = due.activity_key
left join followed on judged.activity_key = followed.activity_key
