"""What must hold of alignment: whatever the organisation does serves a measure of its strategy."""

from typing import Any, ClassVar

import sqlalchemy
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)

from expectations.promise import Promise


class ExpectEveryActivityToTraceToAMeasure(Promise):
    """Every judged activity is tied to a measure, or a person has spoken of it.

    Its rows are those of core.failed_activities. `tolerance` is the share of judged activities,
    0 to 1, that may break it.
    """

    tolerance: float = 0.0
    judged: ClassVar[str] = """
        select count(*)
        from core.verdicts
        where alignment <> 'predates_strategy'
    """
    unexpected_rows_query: str = """
        select
            activities.activity_id,
            activities.platform,
            activities.account,
            activities.type,
            activities.published_at,
            activities.permalink,
            activities.text,
            verdicts.alignment,
            verdicts.reason,
            verdicts.cause,
            verdicts.suggested_measure_id,
            verdicts.suggestion,
            verdicts.strategy_version
        from core.verdicts
        inner join core.activities
            on verdicts.activity_key = activities.activity_key
        where verdicts.alignment in ('untraceable', 'orphaned')
    """

    def holds(self, failing: int, engine: ExecutionEngine[Any] | None) -> bool:
        """Whether none fail, or their share of the judged ones is within the tolerance."""
        if failing == 0 or not self.tolerance or not isinstance(engine, SqlAlchemyExecutionEngine):
            return failing == 0
        judged = engine.execute_query(sqlalchemy.text(self.judged)).scalar()
        return failing / int(judged or 1) <= self.tolerance


class ExpectNoActivityToBeAmbiguous(Promise):
    """No activity is tied as strongly to measures of different goals."""

    unexpected_rows_query: str = """
        select
            activity_id,
            reason,
            strategy_version
        from core.verdicts
        where alignment = 'ambiguous'
    """


class ExpectNoTraceToBeSuspect(Promise):
    """Nothing a person tied has changed its meaning since."""

    unexpected_rows_query: str = """
        select
            activity_id,
            measure_id,
            reason,
            strategy_version
        from core.verdicts
        where alignment = 'suspect'
    """


class ExpectNoWaiverToHaveExpired(Promise):
    """No activity rests on a waiver whose last day has passed."""

    unexpected_rows_query: str = """
        with latest as (
            select *
            from core.decisions
            qualify
                row_number() over (partition by activity_id order by position desc) = 1
        )

        select
            activity_id,
            owner,
            reason,
            expires
        from latest
        where action = 'waive' and expires < cast(getvariable('as_of') as date)
    """


class ExpectEveryTieToTraceAnActivity(Promise):
    """Every tie of the strategy in force traces some activity, once there is any to judge."""

    unexpected_rows_query: str = """
        with night as (
            select cast(getvariable('as_of') as date) as as_of
        ),

        in_force as (
            select strategies.strategy_version
            from core.strategies
            cross join night
            where
                strategies.in_force_from <= night.as_of
                and (
                    strategies.in_force_until is null
                    or strategies.in_force_until >= night.as_of
                )
        ),

        judged as (
            select distinct strategy_version
            from core.verdicts
        ),

        met as (
            select
                strategy_version,
                tie_id
            from core.traces
            union
            select
                strategy_version,
                unnest(also_tied_by) as tie_id
            from core.traces
        )

        select
            ties.tie_id,
            ties.measure_id,
            ties.kind,
            ties.pattern
        from core.ties
        cross join night
        semi join in_force on ties.strategy_version = in_force.strategy_version
        semi join judged on ties.strategy_version = judged.strategy_version
        anti join met
            on
                ties.strategy_version = met.strategy_version
                and ties.tie_id = met.tie_id
        where ties.from_date is null or ties.from_date <= night.as_of
    """


class ExpectEveryMeasureToHaveAnActivity(Promise):
    """Every measure of the strategy in force is served by some activity, once there is any."""

    unexpected_rows_query: str = """
        with night as (
            select cast(getvariable('as_of') as date) as as_of
        ),

        in_force as (
            select strategies.strategy_version
            from core.strategies
            cross join night
            where
                strategies.in_force_from <= night.as_of
                and (
                    strategies.in_force_until is null
                    or strategies.in_force_until >= night.as_of
                )
        ),

        judged as (
            select distinct strategy_version
            from core.verdicts
        )

        select
            measures.measure_id,
            measures.goal_id,
            measures.segment_id
        from core.measures
        semi join in_force on measures.strategy_version = in_force.strategy_version
        semi join judged on measures.strategy_version = judged.strategy_version
        anti join core.traces
            on
                measures.strategy_version = traces.strategy_version
                and measures.measure_id = traces.measure_id
    """


class ExpectNoMeasureToGoSilent(Promise):
    """Something told of every measure in force within the days that the policy allows."""

    unexpected_rows_query: str = """
        select
            measure_id,
            starts_on,
            observed_on,
            note
        from core.measure_values
        where
            status = 'not measured'
            and coalesce(observed_on, starts_on)
            < cast(getvariable('as_of') as date) - getvariable('silent_days')
    """
