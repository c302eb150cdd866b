"""Repeated downloads of real accounts: what changed between them adds up to what is known last."""

import shutil
from pathlib import Path

from rhumbline.events import derive_events
from rhumbline.night import collect_arrivals, ingest_arrivals, store_strategy
from rhumbline.reports.questions import read_question
from rhumbline.warehouse.access import open_for_writing
from rhumbline.workspace import Workspace
from tests.night.workspaces import STRATEGY

# Of each activity and metric: the last figure of its series, lifetime before all others.
LATEST = """
    with figures as (
        unpivot (
            select * exclude (activity_key, export_key, format, period_from, line)
            from core.observations
        )
        on columns(* exclude (activity_id, export_id, observed_at, basis))
        into name metric value figure
    )

    select
        activity_id,
        metric,
        arg_max(figure, (basis = 'lifetime', observed_at, export_id)) as figure
    from figures
    group by all
"""

# Days of accounts, and facets of audiences, whose events are not what was told last.
DAYS = """
    with figures as (
        unpivot (select * exclude (line, currency) from core.account_days)
        on columns(* exclude (export_id, platform, account, date, observed_at, format))
        into name metric value figure
    ),

    latest as (
        select
            platform, account, date, metric,
            arg_max(figure, (observed_at, export_id, format)) as figure
        from figures
        group by all
    ),

    formed as (
        select platform, account, date, metric, sum(delta) as total
        from core.account_day_events
        group by all
    )

    select * from latest
    full join formed using (platform, account, date, metric)
    where coalesce(figure, -1) <> 0 and (total is null or abs(total - figure) > 1e-6)
"""
FOLLOWERS = """
    with latest as (
        select platform, account, facet, value, sum(count) as figure
        from core.audiences
        where audience = 'followers' and count is not null
        group by platform, account, facet, value, observed_at, export_id, format
        qualify
            (observed_at, export_id, format) = max((observed_at, export_id, format))
                over (partition by platform, account, facet)
    ),

    formed as (
        select platform, account, facet, value, sum(delta) as total
        from core.audience_events
        where audience = 'followers' and metric = 'count'
        group by all
    )

    select * from latest
    left join formed using (platform, account, facet, value)
    where figure <> 0 and (total is null or abs(total - figure) > 1e-6)
"""


def test_changes_of_real_downloads_add_up(real_exports: Path, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.strategy.write_bytes(STRATEGY)
    for platform in ("x", "meta", "linkedin", "tiktok", "youtube"):
        shutil.copytree(real_exports / platform, workspace.inbox / platform)
    with open_for_writing(workspace) as warehouse:
        versions = store_strategy(workspace, warehouse)
        collect_arrivals(workspace)
        ingest_arrivals(workspace, warehouse, versions)
        assert derive_events(warehouse) > 100
        apart = warehouse.rows(
            f"""
            with latest as ({LATEST}),

            formed as (
                select activity_id, metric, sum(figure) as total
                from (
                    select activity_id, metric, figure from ({read_question("first-figures")})
                    union all
                    select activity_id, metric, delta from core.metric_changes
                )
                group by all
            )

            select * from latest
            full join formed using (activity_id, metric)
            where
                (figure <> 0 or total <> 0)
                and (total is null or figure is null or abs(total - figure) > 1e-6)
            """
        )
        days = warehouse.rows(DAYS)
        followers = warehouse.rows(FOLLOWERS)
        grown = warehouse.one("select count(*) from core.metric_changes")
    assert apart == []
    assert days == []
    assert followers == []
    assert grown > 0
