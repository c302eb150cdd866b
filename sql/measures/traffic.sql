-- Web traffic, each visit once per report: a day from the latest export that tells it,
-- a whole period where no later export and no days of the same report overlap it.
with rows_told as (
    select
        *,
        coalesce(date, period_from) as begins,
        coalesce(date, period_until, period_from, cast(observed_at as date)) as day
    from core.traffic
),

spans as (
    select distinct
        export_id,
        observed_at,
        account,
        report,
        begins,
        day,
        date is not null as is_daily
    from rows_told
),

repeated as (
    select distinct
        spans.export_id,
        spans.account,
        spans.report,
        spans.is_daily,
        spans.day
    from spans
    inner join spans as others
        on
            spans.account is not distinct from others.account
            and spans.report is not distinct from others.report
            and coalesce(spans.begins, spans.day) <= others.day
            and spans.day >= coalesce(others.begins, others.day)
            and (
                spans.is_daily < others.is_daily
                or (
                    spans.is_daily = others.is_daily
                    and (spans.observed_at, spans.export_id)
                    < (others.observed_at, others.export_id)
                )
            )
)

select
    rows_told.export_id,
    rows_told.line,
    rows_told.day,
    rows_told.account,
    rows_told.report,
    rows_told.network,
    rows_told.source,
    rows_told.medium,
    rows_told.campaign,
    rows_told.content,
    rows_told.channel,
    rows_told.page,
    rows_told.event,
    rows_told.sessions,
    rows_told.engaged_sessions,
    rows_told.users,
    rows_told.new_users,
    rows_told.views,
    rows_told.events,
    rows_told.key_events,
    rows_told.revenue,
    rows_told.page as link,
    cast(null as varchar) as hint
from rows_told
anti join repeated
    on
        rows_told.export_id = repeated.export_id
        and rows_told.account is not distinct from repeated.account
        and rows_told.report is not distinct from repeated.report
        and (rows_told.date is not null) = repeated.is_daily
        and rows_told.day = repeated.day
order by rows_told.export_id, rows_told.line
