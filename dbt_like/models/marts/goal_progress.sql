-- One row per goal of the strategy in force: how its measures stand, what was put in.
with goals as (
    select * from {{ source('core', 'goals') }}
),

current_strategy as (
    select * from {{ ref('int_strategy__current') }}
),

measures as (
    select * from {{ ref('measure_progress') }}
),

effort as (
    select
        goal_id,
        sum(activities) as activities,
        {{ added_up('hours') }} as hours,
        {{ added_up('cost') }} as cost
    from {{ source('core', 'effort_weeks') }}
    group by goal_id
),

-- The measure nearest to the goal speaks for it: impact before outcome before the rest.
foremost as (
    select
        *,
        row_number() over (
            partition by goal_id
            order by
                list_position(['impact', 'outcome', 'out_take', 'output'], tier) asc,
                due_on desc,
                measure_id asc
        ) as place
    from measures
),

stood as (
    select
        goal_id,
        count(*) as measures,
        count(*) filter (where status = 'reached') as reached,
        count(*) filter (where status = 'on course') as on_course,
        count(*) filter (where status = 'behind') as behind,
        count(*) filter (where status = 'adrift') as adrift,
        count(*) filter (where status = 'not measured') as not_measured
    from measures
    group by goal_id
)

select
    goals.goal_id,
    goals.statement,
    current_strategy.as_of,
    foremost.measure_id as leading_measure_id,
    foremost.tier,
    foremost.progress,
    foremost.due_on,
    coalesce(foremost.status, 'not measured') as status,
    cast(coalesce(stood.measures, 0) as bigint) as measures,
    cast(coalesce(stood.reached, 0) as bigint) as reached,
    cast(coalesce(stood.on_course, 0) as bigint) as on_course,
    cast(coalesce(stood.behind, 0) as bigint) as behind,
    cast(coalesce(stood.adrift, 0) as bigint) as adrift,
    cast(coalesce(stood.not_measured, 0) as bigint) as not_measured,
    cast(coalesce(effort.activities, 0) as bigint) as activities,
    effort.hours,
    effort.cost
from goals
inner join current_strategy
    on goals.strategy_version = current_strategy.strategy_version
left join stood on goals.goal_id = stood.goal_id
left join foremost on goals.goal_id = foremost.goal_id and foremost.place = 1
left join effort on goals.goal_id = effort.goal_id
