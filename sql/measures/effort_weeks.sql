-- What was put in, per week, platform, account, alignment and measure, by activities of
-- the batch that have a date, or by those that have none: hours of the log, or else the
-- declared minutes of the type; money in the currency of the organisation. Both are
-- rounded: sums of fractions differ in their last digits by the order of rows.
insert into core.effort_weeks by name
with measures as (
    select
        strategy_version,
        measure_id,
        goal_id,
        segment_id,
        stage,
        tier
    from core.measures
),

weighed as (
    select
        activities.platform,
        activities.account,
        verdicts.alignment,
        verdicts.measure_id,
        measures.goal_id,
        measures.segment_id,
        measures.stage,
        measures.tier,
        activities.people,
        activities.published_at,
        activities.currency,
        activities.type = 'reply' as is_reply,
        latest_figures.comments,
        list_sum(
            [latest_figures.comments, latest_figures.shares, latest_figures.saves]
        ) as earned,
        coalesce(activities.hours * 60, effort_minutes.minutes) as minutes,
        list_sum([activities.cost, latest_figures.spend]) as money,
        coalesce(activities.currency = measuring.currency, true) as is_own_currency,
        measuring.hourly_cost,
        activities.week
    from counted_activities as activities
    left join core.verdicts on activities.activity_key = verdicts.activity_key
    left join measures
        on
            verdicts.strategy_version = measures.strategy_version
            and verdicts.measure_id = measures.measure_id
    left join latest_figures on activities.activity_key = latest_figures.activity_key
    left join effort_minutes on activities.type = effort_minutes.type
    cross join measuring
    where (activities.published_at is not null) = $1
),

foreign_money as (
    select
        *,
        case when is_own_currency then money end as own_money,
        case when not is_own_currency then money end as other_money
    from weighed
),

summed as (
    select
        week,
        platform,
        account,
        alignment,
        measure_id,
        goal_id,
        segment_id,
        stage,
        tier,
        currency,
        any_value(hourly_cost) as hourly_cost,
        count(*) as activities,
        count(minutes) as timed_activities,
        sum(minutes) as minutes,
        sum(own_money) as own_money,
        sum(other_money) as other_money,
        sum(people) as people,
        count(*) filter (where is_reply) as replies,
        count(*) filter (where is_reply and comments > 0) as answered_replies,
        count(*) filter (where earned > 0) as earning,
        count(earned) as telling,
        min(published_at) as first_at
    from foreign_money
    group by
        week,
        platform,
        account,
        alignment,
        measure_id,
        goal_id,
        segment_id,
        stage,
        tier,
        currency
)

select
    week,
    platform,
    account,
    alignment,
    measure_id,
    goal_id,
    segment_id,
    stage,
    tier,
    cast(sum(activities) as bigint) as activities,
    cast(sum(timed_activities) as bigint) as timed_activities,
    round(sum(minutes) / 60, 10) as hours,
    round(sum(list_sum([minutes * hourly_cost / 60, own_money])), 10) as cost,
    cast(sum(people) as bigint) as people,
    cast(sum(replies) as bigint) as replies,
    cast(sum(answered_replies) as bigint) as answered_replies,
    cast(sum(earning) as bigint) as earning,
    cast(sum(telling) as bigint) as telling,
    min(first_at) as first_at,
    string_agg(
        case
            when other_money is not null then format('{:.2f} {}', other_money, currency)
        end,
        ', '
        order by currency
    ) as other_currencies
from summed
group by
    week,
    platform,
    account,
    alignment,
    measure_id,
    goal_id,
    segment_id,
    stage,
    tier
