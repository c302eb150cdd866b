"""What must hold of activities: each is stored once, seen in an export, and judged once."""

from expectations.promise import Promise


class ExpectEveryActivityToBeStoredOnce(Promise):
    """An activity_id names one activity."""

    unexpected_rows_query: str = """
        select
            activity_id,
            count(*) as rows_stored
        from core.activities
        group by activity_id
        having count(*) > 1
    """


class ExpectEveryActivityKeyToBeUnique(Promise):
    """An activity_key numbers one activity."""

    unexpected_rows_query: str = """
        select
            activity_key,
            count(*) as rows_stored
        from core.activities
        group by activity_key
        having count(*) > 1
    """


class ExpectEveryActivityToBeObserved(Promise):
    """Every activity was seen in some export."""

    unexpected_rows_query: str = """
        select activities.activity_id
        from core.activities
        anti join core.observations
            on activities.activity_key = observations.activity_key
    """


class ExpectEveryObservationToHaveItsActivity(Promise):
    """Every observation is of a stored activity, by its number and by its name."""

    unexpected_rows_query: str = """
        select
            observations.activity_id,
            observations.export_id,
            observations.line
        from core.observations
        left join core.activities
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
        from core.observations
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
        from core.observations
        group by activity_key, export_key
        having count(*) > 1
    """


class ExpectEveryActivityToHaveOneVerdict(Promise):
    """Every activity has exactly one verdict, and every verdict its activity."""

    unexpected_rows_query: str = """
        with verdicts as (
            select
                activity_key,
                any_value(activity_id) as activity_id,
                count(*) as rows_judged
            from core.verdicts
            group by activity_key
        )

        select
            coalesce(activities.activity_id, verdicts.activity_id) as activity_id,
            coalesce(verdicts.rows_judged, 0) as rows_judged
        from core.activities
        full join verdicts on activities.activity_key = verdicts.activity_key
        where
            activities.activity_key is null
            or verdicts.rows_judged is distinct from 1
            or activities.activity_id <> verdicts.activity_id
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
        from core.traces
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
        from core.traces
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
            from core.traces
            where is_primary
        )

        select
            verdicts.activity_id,
            verdicts.measure_id,
            primary_traces.measure_id as primary_measure_id
        from core.verdicts
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


class ExpectMetricChangesToAddUp(Promise):
    """The first figure of an activity's metric and its changes add up to what is known of it.

    That is the latest figure on a lifetime, else the latest. A night adds up what 100,000 repeated
    snapshots tell: all of them, or those of a share of the activities, another share each night.
    """

    unexpected_rows_query: str = """
        with stored as (
            select
                (select count(*) from core.observations) as observations,
                (select count(*) from core.activities) as activities
        ),

        turns as (
            select
                greatest(
                    cast(ceil((observations - activities) / 1e5) as bigint), 1
                ) as turns,
                cast(getvariable('as_of') as date) - date '2000-01-01' as night
            from stored
        ),

        repeated as (
            select activity_key
            from core.observations
            where
                activity_key % (select turns.turns from turns)
                = (select turns.night % turns.turns from turns)
            group by activity_key
            having count(*) > 1
        ),

        observations as (
            select
                * exclude (
                    activity_key, export_key, format, basis, period_from, line
                ),
                row(basis = 'lifetime', observed_at, export_id) as rank,
                concat_ws(
                    ' ',
                    format,
                    basis,
                    case
                        when basis <> 'lifetime'
                            then coalesce(cast(period_from as varchar), export_id)
                    end
                ) as series
            from core.observations
            where activity_key in (select repeated.activity_key from repeated)
        ),

        figures as (
            unpivot observations
            on columns(* exclude (activity_id, export_id, observed_at, rank, series))
            into name metric value figure
        ),

        latest as (
            select
                activity_id,
                metric,
                arg_max(figure, rank) as figure,
                arg_max(series, rank) as series
            from figures
            group by activity_id, metric
        ),

        first_figures as (
            select
                latest.activity_id,
                latest.metric,
                any_value(latest.figure) as known,
                arg_min(figures.figure, figures.rank) as figure
            from latest
            inner join figures
                on
                    latest.activity_id = figures.activity_id
                    and latest.metric = figures.metric
                    and latest.series = figures.series
            group by latest.activity_id, latest.metric
        ),

        totals as (
            select
                activity_id,
                metric,
                sum(delta) as total
            from core.metric_changes
            where
                activity_key % (select turns.turns from turns)
                = (select turns.night % turns.turns from turns)
            group by activity_id, metric
        )

        select
            first_figures.figure as first_figure,
            totals.total as changed_by,
            first_figures.known,
            coalesce(first_figures.activity_id, totals.activity_id) as activity_id,
            coalesce(first_figures.metric, totals.metric) as metric
        from first_figures
        full join totals
            on
                first_figures.activity_id = totals.activity_id
                and first_figures.metric = totals.metric
        where
            first_figures.known is null
            or abs(
                first_figures.figure
                + coalesce(totals.total, 0)
                - first_figures.known
            )
            > 1e-6
    """
