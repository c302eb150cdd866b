-- Events of account days: what an export says of a day less what the one before said.
-- Where several formats tell a metric of a day, the format told last forms its events.
insert into core.account_day_events by name
with snapshots as (
    select account_days.*
    from core.account_days
    semi join keys_due
        on
            account_days.platform = keys_due.platform
            and account_days.account is not distinct from keys_due.account
            and account_days.date = keys_due.date
),

figures as (
    unpivot snapshots
    on columns(
        * exclude (
            export_id, platform, account, date, observed_at, format, line, currency
        )
    )
    into name metric value figure
),

chosen as (
    select *
    from figures
    qualify
        format = last_value(format) over (
            partition by platform, account, date, metric
            order by observed_at, export_id, format
            rows between unbounded preceding and unbounded following
        )
),

steps as (
    select
        *,
        lag(observed_at) over in_time as from_observed_at,
        figure - coalesce(lag(figure) over in_time, 0) as delta
    from chosen
    window in_time as (
        partition by platform, account, date, metric
        order by observed_at, export_id
    )
)

select
    platform,
    account,
    date,
    metric,
    from_observed_at,
    observed_at as to_observed_at,
    delta,
    from_observed_at is null as is_first_sight,
    from_observed_at is not null and delta < 0 as is_restatement,
    export_id
from steps
where delta <> 0
