"""What must add up: what changed between exports, to what was told last."""

from expectations.promise import Promise


class ExpectMetricChangesToAddUp(Promise):
    """The first figure of an activity's metric and its changes add up to what is known of it.

    That is the latest figure on a lifetime, else the latest. A night adds up what 100,000 repeated
    snapshots tell: all of them, or those of a share of the activities, another share each night.
    """

    unexpected_rows_query: str = """
        with stored as (
            select
                (select count(*) from snapshots_to_check) as observations,
                (select count(*) from activities_to_check) as activities
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
            from snapshots_to_check
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
            from snapshots_to_check
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
            from changes_to_check
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


class ExpectAccountDayEventsToAddUp(Promise):
    """The events of a metric of an account's day add up to what was told last of it.

    As with activities, a night adds up 300,000 events: of a share of the days, another each night.
    """

    unexpected_rows_query: str = """
        with turns as (
            select
                cast(greatest(ceil(count(*) / 3e5), 1) as ubigint) as turns,
                cast(
                    cast(getvariable('as_of') as date) - date '2000-01-01' as ubigint
                ) as night
            from core.account_day_events
        ),

        days as (
            select *
            from core.account_days
            where
                hash(date) % (select turns.turns from turns)
                = (select turns.night % turns.turns from turns)
        ),

        figures as (
            unpivot days
            on columns(
                * exclude (
                    export_id,
                    platform,
                    account,
                    date,
                    observed_at,
                    format,
                    line,
                    currency
                )
            )
            into name metric value figure
        ),

        latest as (
            select
                platform,
                account,
                date,
                metric,
                arg_max(figure, row(observed_at, export_id, format)) as figure
            from figures
            group by all
        ),

        totals as (
            select
                platform,
                account,
                date,
                metric,
                sum(delta) as total
            from core.account_day_events
            where
                hash(date) % (select turns.turns from turns)
                = (select turns.night % turns.turns from turns)
            group by all
        )

        select
            latest.figure,
            totals.total,
            coalesce(latest.platform, totals.platform) as platform,
            coalesce(latest.account, totals.account) as account,
            coalesce(latest.date, totals.date) as date,
            coalesce(latest.metric, totals.metric) as metric
        from latest
        full join totals
            on
                latest.platform = totals.platform
                and latest.account is not distinct from totals.account
                and latest.date = totals.date
                and latest.metric = totals.metric
        where
            latest.figure is null
            or abs(latest.figure - coalesce(totals.total, 0)) > 1e-6
    """


class ExpectAudienceEventsToAddUp(Promise):
    """The events of a facet of an audience add up to what the export that told it last says.

    A value that only earlier exports tell is left out: nothing says whether it is still so.
    """

    unexpected_rows_query: str = """
        with figures as (
            unpivot core.audiences
            on count, share
            into name metric value figure
        ),

        told_last as (
            select *
            from figures
            qualify
                row(observed_at, export_id, format)
                = max(row(observed_at, export_id, format)) over (
                    partition by platform, account, audience, facet, metric
                )
        ),

        latest as (
            select
                platform,
                account,
                audience,
                facet,
                value,
                metric,
                sum(figure) as figure
            from told_last
            group by all
        ),

        totals as (
            select
                platform,
                account,
                audience,
                facet,
                value,
                metric,
                sum(delta) as total
            from core.audience_events
            group by all
        )

        select
            latest.*,
            totals.total
        from latest
        left join totals
            on
                latest.platform = totals.platform
                and latest.account is not distinct from totals.account
                and latest.audience = totals.audience
                and latest.facet = totals.facet
                and latest.value = totals.value
                and latest.metric = totals.metric
        where abs(latest.figure - coalesce(totals.total, 0)) > 1e-6
    """
