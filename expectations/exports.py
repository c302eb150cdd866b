"""What must hold of exports: no row is lost, and nothing in a file is passed over in silence."""

from expectations.promise import Promise


class ExpectEveryRowOfAnExportToBeAccountedFor(Promise):
    """Rows seen are rows kept, folded or rejected."""

    unexpected_rows_query: str = """
        select
            export_id,
            name,
            rows_seen,
            rows_kept,
            rows_folded,
            rows_rejected
        from core.exports
        where rows_seen <> rows_kept + rows_folded + rows_rejected
    """


class ExpectEveryRejectedRowToBeListed(Promise):
    """An export lists as many rejections as it counts."""

    unexpected_rows_query: str = """
        with listed as (
            select
                export_id,
                count(*) as rows_listed
            from core.rejections
            group by export_id
        )

        select
            exports.name,
            exports.rows_rejected,
            listed.rows_listed,
            coalesce(exports.export_id, listed.export_id) as export_id
        from core.exports
        full join listed on exports.export_id = listed.export_id
        where
            exports.export_id is null
            or exports.rows_rejected <> coalesce(listed.rows_listed, 0)
    """


class ExpectEveryAccountDayToBeToldOnce(Promise):
    """An export tells each day of an account once per format."""

    unexpected_rows_query: str = """
        select
            export_id,
            format,
            platform,
            account,
            date,
            count(*) as rows_told
        from core.account_days
        group by all
        having count(*) > 1
    """


class ExpectEveryAccountDayToHaveItsExport(Promise):
    """Every account day comes from an export that is stored."""

    unexpected_rows_query: str = """
        select
            account_days.export_id,
            count(*) as days
        from core.account_days
        anti join core.exports on account_days.export_id = exports.export_id
        group by account_days.export_id
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


class ExpectNoExportToEndAtItsRowCap(Promise):
    """The latest export of an account is shorter than the length at which the platform cuts."""

    unexpected_rows_query: str = """
        select
            export_id,
            name,
            platform,
            account,
            format,
            rows_seen
        from core.exports
        where status = 'read'
        qualify
            is_at_row_cap
            and row_number() over (
                partition by platform, account, format
                order by observed_at desc, export_id desc
            ) = 1
    """


class ExpectEveryColumnToBeMappedOrIgnored(Promise):
    """No column of an export is one that its reader has never heard of."""

    unexpected_rows_query: str = """
        select
            exports.platform,
            exports.format,
            unmapped.header,
            count(distinct exports.export_id) as exports,
            max(exports.name) as example
        from raw.columns as unmapped
        inner join core.exports on unmapped.export_id = exports.export_id
        where unmapped.fate = 'unmapped'
        group by all
    """


class ExpectEveryExportToHaveAPlausibleMoment(Promise):
    """Every export was made between 2004 and the day after the night.

    An own file is as old as its last change, which may be after a night that is told again.
    """

    unexpected_rows_query: str = """
        select
            export_id,
            name,
            observed_at,
            observed_source
        from core.exports
        where
            not starts_with(format, 'own_')
            and (
                observed_at < timestamptz '2004-01-01 00:00:00+00'
                or observed_at >= cast(getvariable('as_of') as date) + 2
            )
    """


class ExpectEveryAccountDayToBePlausible(Promise):
    """Every account day lies between 2004 and the day after the night."""

    unexpected_rows_query: str = """
        select
            export_id,
            platform,
            account,
            date
        from core.account_days
        where
            date < date '2004-01-01'
            or date > cast(getvariable('as_of') as date) + 1
    """
