"""What must hold of the marts: they say what core says, each thing once."""

from typing import Final

from expectations.promise import Promise

# Counted and hashed on both sides: a million ids take a moment, where grouping them takes seconds.
_EVERY_ACTIVITY_ONCE: Final = """
        with stored as (
            select
                count(*) as activities,
                sum(hash(activity_id)) as fingerprint
            from core.activities
        ),

        shaped as (
            select
                count(*) as activities,
                sum(hash(activity_id)) as fingerprint
            from marts.this_one
        )

        select
            stored.activities as activities_stored,
            shaped.activities as activities_shaped
        from stored
        cross join shaped
        where
            stored.activities <> shaped.activities
            or stored.fingerprint is distinct from shaped.fingerprint
    """


class ExpectActivityAlignmentToHoldEveryActivityOnce(Promise):
    """marts.activity_alignment has the activities of core, each once."""

    unexpected_rows_query: str = _EVERY_ACTIVITY_ONCE.replace("this_one", "activity_alignment")


class ExpectActivityPerformanceToHoldEveryActivityOnce(Promise):
    """marts.activity_performance has the activities of core, each once."""

    unexpected_rows_query: str = _EVERY_ACTIVITY_ONCE.replace("this_one", "activity_performance")


class ExpectActivityAlignmentToRepeatTheVerdicts(Promise):
    """Each alignment has as many activities in the mart as verdicts in core."""

    unexpected_rows_query: str = """
        with judged as (
            select
                alignment,
                count(*) as activities
            from core.verdicts
            group by alignment
        ),

        shaped as (
            select
                alignment,
                count(*) as activities
            from marts.activity_alignment
            group by alignment
        )

        select
            judged.activities as activities_judged,
            shaped.activities as activities_shaped,
            coalesce(judged.alignment, shaped.alignment) as alignment
        from judged
        full join shaped on judged.alignment = shaped.alignment
        where judged.activities is distinct from shaped.activities
    """


class ExpectTotalsOverGoalsToEqualTotalsOverActivities(Promise):
    """Each goal has as many aligned activities in the mart as primary traces in core."""

    unexpected_rows_query: str = """
        with traced as (
            select
                traces.goal_id,
                count(*) as activities
            from core.traces
            inner join core.verdicts on traces.activity_key = verdicts.activity_key
            where traces.is_primary and verdicts.alignment = 'aligned'
            group by traces.goal_id
        ),

        shaped as (
            select
                goal_id,
                count(*) as activities
            from marts.activity_alignment
            where alignment = 'aligned'
            group by goal_id
        )

        select
            traced.activities as activities_traced,
            shaped.activities as activities_shaped,
            coalesce(traced.goal_id, shaped.goal_id) as goal_id
        from traced
        full join shaped on traced.goal_id = shaped.goal_id
        where traced.activities is distinct from shaped.activities
    """


class ExpectCoverageToAddUp(Promise):
    """The weeks of marts.coverage_by_week add up to all activities, judged and aligned ones."""

    unexpected_rows_query: str = """
        with verdicts as (
            select
                count(*) as activities,
                count_if(alignment <> 'predates_strategy') as judged,
                count_if(alignment = 'aligned') as aligned
            from core.verdicts
        ),

        weeks as (
            select
                coalesce(sum(activities), 0) as activities,
                coalesce(sum(judged), 0) as judged,
                coalesce(sum(aligned), 0) as aligned
            from marts.coverage_by_week
        )

        select
            verdicts.activities,
            weeks.activities as activities_of_weeks,
            verdicts.judged,
            weeks.judged as judged_of_weeks,
            verdicts.aligned,
            weeks.aligned as aligned_of_weeks
        from verdicts
        cross join weeks
        where
            verdicts.activities <> weeks.activities
            or verdicts.judged <> weeks.judged
            or verdicts.aligned <> weeks.aligned
    """


class ExpectEveryShareToLieWithinItsBounds(Promise):
    """A share of activities lies between 0 and 1."""

    unexpected_rows_query: str = """
        select
            week,
            platform,
            account,
            share
        from marts.coverage_by_week
        where share not between 0 and 1
    """


class ExpectMeasureProgressToHoldEveryMeasureOnce(Promise):
    """marts.measure_progress has the measures of the strategy in force, each once."""

    unexpected_rows_query: str = """
        with night as (
            select cast(getvariable('as_of') as date) as as_of
        ),

        current_strategy as (
            select
                coalesce(
                    max(strategies.strategy_version)
                    filter (where strategies.in_force_from <= night.as_of),
                    min(strategies.strategy_version)
                ) as strategy_version
            from core.strategies
            cross join night
        ),

        declared as (
            select measures.measure_id
            from core.measures
            semi join current_strategy
                on measures.strategy_version = current_strategy.strategy_version
        ),

        shaped as (
            select
                measure_id,
                count(*) as rows_shaped
            from marts.measure_progress
            group by measure_id
        )

        select
            coalesce(declared.measure_id, shaped.measure_id) as measure_id,
            declared.measure_id is not null as is_declared,
            coalesce(shaped.rows_shaped, 0) as rows_shaped
        from declared
        full join shaped on declared.measure_id = shaped.measure_id
        where declared.measure_id is null or shaped.rows_shaped is distinct from 1
    """
