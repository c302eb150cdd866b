-- Events of audiences, per value of a facet: what an export says less what the one
-- before it said, within one series. Followers are there at a moment, so a format is a
-- series; visitors, viewers and people reached are of a period, so a series is also of
-- one beginning. Where several series tell a facet, the one told last forms its events.
insert into core.audience_events by name
with snapshots as (
    select
        audiences.platform,
        audiences.account,
        audiences.audience,
        audiences.facet,
        audiences.value,
        audiences.observed_at,
        audiences.export_id,
        sum(audiences.count) as count,
        sum(audiences.share) as share,
        concat_ws(
            ' ',
            audiences.format,
            case
                when audiences.audience <> 'followers'
                    then
                        coalesce(
                            cast(any_value(exports.period_from) as varchar),
                            audiences.export_id
                        )
            end
        ) as series
    from core.audiences
    inner join core.exports on audiences.export_id = exports.export_id
    semi join keys_due
        on
            audiences.platform = keys_due.platform
            and audiences.account is not distinct from keys_due.account
            and audiences.audience = keys_due.audience
            and audiences.facet = keys_due.facet
    group by
        audiences.platform,
        audiences.account,
        audiences.audience,
        audiences.facet,
        audiences.value,
        audiences.observed_at,
        audiences.export_id,
        audiences.format
),

figures as (
    unpivot snapshots
    on count, share
    into name metric value figure
),

chosen as (
    select *
    from figures
    qualify
        series = last_value(series) over (
            partition by platform, account, audience, facet, metric
            order by observed_at, export_id, series
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
        partition by platform, account, audience, facet, value, metric
        order by observed_at, export_id
    )
)

select
    platform,
    account,
    audience,
    facet,
    value,
    metric,
    from_observed_at,
    observed_at as to_observed_at,
    delta,
    from_observed_at is null as is_first_sight,
    from_observed_at is not null and delta < 0 as is_decline,
    export_id
from steps
where delta <> 0
