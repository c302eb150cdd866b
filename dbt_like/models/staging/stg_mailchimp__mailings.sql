-- One row per Mailchimp mailing and export. A mailing is shown when it is opened, and
-- answered by a click.
select
    activity_key,
    export_key,
    basis,
    'opens' as shown_as,
    opens as shown,
    reach,
    reactions,
    comments,
    shares,
    saves,
    link_clicks,
    follows,
    watch_seconds,
    cast(list_max([link_clicks, clicks]) as bigint) as responses
from {{ source('core', 'observations') }}
where starts_with(activity_id, 'mailchimp:')
