-- Account days whose events are due: those that an export tells of which was not formed
-- yet, and those with events of an export that was forgotten.
create or replace temporary table days_due as
with new_exports as (
    select exports.export_id
    from core.exports
    anti join core.formed_exports on exports.export_id = formed_exports.export_id
    where exports.status = 'read'
),

gone_exports as (
    select formed_exports.export_id
    from core.formed_exports
    anti join core.exports on formed_exports.export_id = exports.export_id
)

select
    account_days.platform,
    account_days.account,
    account_days.date
from core.account_days
semi join new_exports on account_days.export_id = new_exports.export_id
union
select
    account_day_events.platform,
    account_day_events.account,
    account_day_events.date
from core.account_day_events
semi join gone_exports on account_day_events.export_id = gone_exports.export_id
