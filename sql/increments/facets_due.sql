-- Facets of audiences whose events are due: those that an export tells of which was not
-- formed yet, and those with events of an export that was forgotten.
create or replace temporary table facets_due as
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
    audiences.platform,
    audiences.account,
    audiences.audience,
    audiences.facet
from core.audiences
semi join new_exports on audiences.export_id = new_exports.export_id
union
select
    audience_events.platform,
    audience_events.account,
    audience_events.audience,
    audience_events.facet
from core.audience_events
semi join gone_exports on audience_events.export_id = gone_exports.export_id
