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
