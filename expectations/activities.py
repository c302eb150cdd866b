"""What must hold of activities: each is stored once, seen in an export, and judged once.

The critical promises read temporary views of core, such as `activities_to_check`: all rows in a
sweep, and between sweeps those that changed (rhumbline/checks/sweeps.py).
"""

from expectations.promise import Promise


class ExpectEveryActivityToBeStoredOnce(Promise):
    """An activity_id names one activity."""

    unexpected_rows_query: str = """
        select
            activity_id,
            count(*) as rows_stored
        from namesakes_to_check
        group by activity_id
        having count(*) > 1
    """


class ExpectEveryActivityKeyToBeUnique(Promise):
    """An activity_key numbers one activity."""

    unexpected_rows_query: str = """
        select
            activity_key,
            count(*) as rows_stored
        from activities_to_check
        group by activity_key
        having count(*) > 1
    """


class ExpectEveryActivityToBeObserved(Promise):
    """Every activity was seen in some export."""

    unexpected_rows_query: str = """
        select activities.activity_id
        from activities_to_check as activities
        anti join snapshots_to_check as snapshots
            on activities.activity_key = snapshots.activity_key
    """


class ExpectEveryObservationToHaveItsActivity(Promise):
    """Every observation is of a stored activity, by its number and by its name."""

    unexpected_rows_query: str = """
        select
            observations.activity_id,
            observations.export_id,
            observations.line
        from observations_to_check as observations
        left join activities_to_check as activities
            on observations.activity_key = activities.activity_key
        where
            activities.activity_id is null
            or activities.activity_id <> observations.activity_id
    """


class ExpectEveryObservationToHaveItsExport(Promise):
    """Every observation comes from a stored export, by its number and by its name."""

    unexpected_rows_query: str = """
        select
            observations.activity_id,
            observations.export_id,
            observations.line
        from observations_to_check as observations
        left join core.exports
            on observations.export_key = exports.export_key
        where
            exports.export_id is null
            or exports.export_id <> observations.export_id
    """


class ExpectEveryObservationToBeToldOnce(Promise):
    """An export tells of an activity once."""

    unexpected_rows_query: str = """
        select
            any_value(activity_id) as activity_id,
            any_value(export_id) as export_id,
            count(*) as rows_told
        from observations_to_check
        group by activity_key, export_key
        having count(*) > 1
    """


class ExpectEveryActivityToHaveOneVerdict(Promise):
    """Every activity has exactly one verdict, and every verdict its activity.

    Between sweeps, numbers of all activities are compared with those of all verdicts as one sum.
    """

    unexpected_rows_query: str = """
        with unmatched as (
            select
                cast(verdicts.activity_key is not null as bigint) as rows_judged,
                coalesce(activities.activity_id, verdicts.activity_id) as activity_id
            from activities_to_check as activities
            full join verdicts_to_check as verdicts
                on activities.activity_key = verdicts.activity_key
            where
                activities.activity_key is null
                or verdicts.activity_key is null
                or activities.activity_id <> verdicts.activity_id
        ),

        judged_again as (
            select
                any_value(activity_id) as activity_id,
                count(*) as rows_judged
            from verdicts_to_check
            group by activity_key
            having count(*) > 1
        ),

        all_activities as (
            select
                count(*) as counted,
                sum(hash(activity_key)) as fingerprint
            from core.activities
        ),

        all_verdicts as (
            select
                count(*) as counted,
                sum(hash(activity_key)) as fingerprint
            from core.verdicts
        )

        select
            rows_judged,
            activity_id
        from unmatched
        union all
        select
            rows_judged,
            activity_id
        from judged_again
        union all
        select
            all_verdicts.counted as rows_judged,
            null as activity_id
        from all_activities
        cross join all_verdicts
        where
            not getvariable('is_sweep')
            and (
                all_activities.counted <> all_verdicts.counted
                or all_activities.fingerprint
                is distinct from all_verdicts.fingerprint
            )
    """


class ExpectEveryTraceToBeDeclared(Promise):
    """A trace's measure, goal and segment are those of the strategy version that judged."""

    unexpected_rows_query: str = """
        with declared as (
            select
                measures.strategy_version,
                measures.measure_id,
                measures.goal_id,
                measures.segment_id
            from core.measures
            semi join core.goals
                on
                    measures.strategy_version = goals.strategy_version
                    and measures.goal_id = goals.goal_id
            semi join core.segments
                on
                    measures.strategy_version = segments.strategy_version
                    and measures.segment_id = segments.segment_id
        )

        select
            traces.activity_id,
            traces.measure_id,
            traces.goal_id,
            traces.segment_id,
            traces.strategy_version
        from traces_to_check as traces
        anti join declared
            on
                traces.strategy_version = declared.strategy_version
                and traces.measure_id = declared.measure_id
                and traces.goal_id = declared.goal_id
                and traces.segment_id = declared.segment_id
    """


class ExpectEveryActivityToHaveOnePrimaryMeasureAtMost(Promise):
    """An activity counts for one measure, or for none."""

    unexpected_rows_query: str = """
        select
            any_value(activity_id) as activity_id,
            count(*) as primary_measures
        from traces_to_check
        where is_primary
        group by activity_key
        having count(*) > 1
    """


class ExpectEveryAlignedActivityToCountForItsMeasure(Promise):
    """An aligned activity has a primary trace, to the measure that its verdict names."""

    unexpected_rows_query: str = """
        with primary_traces as (
            select
                activity_key,
                measure_id,
                strategy_version
            from traces_to_check
            where is_primary
        )

        select
            verdicts.activity_id,
            verdicts.measure_id,
            primary_traces.measure_id as primary_measure_id
        from verdicts_to_check as verdicts
        left join primary_traces
            on verdicts.activity_key = primary_traces.activity_key
        where
            verdicts.alignment = 'aligned'
            and (
                primary_traces.measure_id is null
                or verdicts.measure_id is distinct from primary_traces.measure_id
                or verdicts.strategy_version <> primary_traces.strategy_version
            )
    """


class ExpectEveryActivityToHaveAPlausibleDate(Promise):
    """Every activity was published between 2004 and the day after the night."""

    unexpected_rows_query: str = """
        select
            activity_id,
            published_at
        from core.activities
        where
            published_at < timestamptz '2004-01-01 00:00:00+00'
            or published_at >= cast(getvariable('as_of') as date) + 2
    """
