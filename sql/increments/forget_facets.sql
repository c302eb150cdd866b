-- Events of the facets that are due, which are formed anew.
delete from core.audience_events
using facets_due
where
    audience_events.platform = facets_due.platform
    and audience_events.account is not distinct from facets_due.account
    and audience_events.audience = facets_due.audience
    and audience_events.facet = facets_due.facet
