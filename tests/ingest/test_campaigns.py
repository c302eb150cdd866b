"""Campaigns of ads in the warehouse: what each account spent, whatever its campaigns are called."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rhumbline.archive.inbox import collect_inbox
from rhumbline.ingest.exports import ingest_exports
from rhumbline.measures.period_totals import total_of_periods
from rhumbline.warehouse.access import open_for_writing
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace
from tests.night.workspaces import STORED, put, workspace_in

HEADER = (
    "Reporting starts,Reporting ends,Campaign name,Reach,Impressions,Amount spent ({}),Link clicks"
)
MARCH = "2026-03-01,2026-03-31,spring,100,200,50.00,5"
APRIL = "2026-04-01,2026-04-30,spring,90,150,30.00,4"
PARTNER = "2026-03-01,2026-03-31,spring,70,120,20.00,3"
EARLIER, LATER = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path / "w")


@pytest.fixture
def warehouse(workspace: Workspace) -> Iterator[Warehouse]:
    with open_for_writing(workspace) as opened:
        yield opened


def report(*rows: str, currency: str = "EUR") -> bytes:
    return "\r\n".join((HEADER.format(currency), *rows, "")).encode()


def read(workspace: Workspace, warehouse: Warehouse) -> None:
    collect_inbox(workspace)
    assert not ingest_exports(workspace, warehouse, STORED).warnings


def spent(warehouse: Warehouse) -> dict[str, list[float | None]]:
    figures = ", ".join(map(total_of_periods, ("spend", "impressions", "link_clicks", "reach")))
    rows = warehouse.rows(
        f"""
        select activity_id, {figures}
        from core.campaign_periods
        where remark is null
        group by activity_id
        """
    )
    return {activity: list(figures) for activity, *figures in rows}


def test_campaigns_of_one_name_from_two_accounts_are_two(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    put(workspace, "acct-a/A-Campaigns-Mar.csv", report(MARCH))
    put(workspace, "acct-b/B-Campaigns-Mar.csv", report(PARTNER))
    put(workspace, "acct-a/A-Campaigns-Apr.csv", report(APRIL))
    read(workspace, warehouse)
    assert spent(warehouse) == {
        "meta-ads:acct-a/EUR/spring": [80.0, 350, 9, None],
        "meta-ads:acct-b/EUR/spring": [20.0, 120, 3, 70],
    }


@pytest.mark.parametrize("april", [EARLIER, LATER], ids=["written first", "written last"])
def test_months_add_up_to_one_campaign_that_began_with_the_first(
    workspace: Workspace, warehouse: Warehouse, april: datetime
) -> None:
    put(workspace, "a/Mar.csv", report(MARCH), EARLIER if april is LATER else LATER)
    read(workspace, warehouse)
    put(workspace, "a/Apr.csv", report(APRIL), april)
    read(workspace, warehouse)
    assert spent(warehouse) == {"meta-ads:a/EUR/spring": [80.0, 350, 9, None]}
    began = warehouse.rows("select cast(published_at as date)::varchar from core.activities")
    assert began in ([("2026-03-01",)], [("2026-02-28",)])  # by the organisation's zone


def test_a_breakdown_of_the_same_period_counts_once(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    halves = [MARCH.replace("50.00", "25.00"), MARCH.replace("50.00", "25.00")]
    put(workspace, "a/by-age.csv", report(*halves), LATER)
    put(workspace, "a/plain.csv", report(MARCH), EARLIER)
    read(workspace, warehouse)
    assert spent(warehouse)["meta-ads:a/EUR/spring"][0] == 50.0
    why = warehouse.rows("select remark from core.campaign_periods where remark is not null")
    assert why == [("A later export tells the same days again.",)]


def test_two_currencies_are_two_campaigns(workspace: Workspace, warehouse: Warehouse) -> None:
    put(workspace, "a/eur.csv", report(MARCH))
    put(workspace, "a/usd.csv", report(APRIL, currency="USD"))
    read(workspace, warehouse)
    assert {activity: figures[0] for activity, figures in spent(warehouse).items()} == {
        "meta-ads:a/EUR/spring": 50.0,
        "meta-ads:a/USD/spring": 30.0,
    }


def test_the_id_of_before_leads_to_every_campaign_it_meant(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    put(workspace, "acct-a/Mar.csv", report(MARCH))
    put(workspace, "acct-b/Mar.csv", report(PARTNER))
    read(workspace, warehouse)
    assert warehouse.rows("from core.former_ids order by all") == [
        ("meta-ads:spring", "meta-ads:acct-a/EUR/spring"),
        ("meta-ads:spring", "meta-ads:acct-b/EUR/spring"),
    ]


def test_a_snapshot_of_an_export_is_what_that_export_alone_says(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    put(workspace, "a/both.csv", report(MARCH, APRIL))
    read(workspace, warehouse)
    told = warehouse.rows("select spend, reach, period_from::varchar from core.observations")
    assert told == [(80.0, None, "2026-03-01")]
    kept = warehouse.rows("select rows_seen, rows_kept, rows_folded from core.exports")
    assert kept == [(2, 2, 0)]


CONTENT = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,"
    "Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves"
)
POST = (
    "1800000000000000{0},17841400000000001,riverside.example,Riverside,hello,0,03/10/2026 09:15,"
    "https://www.instagram.com/p/Dabc00{0}XYZ/,IG image,,Lifetime,{1},80,10,2,1,3,4"
)


def test_of_two_rows_of_one_post_the_higher_counts_and_the_night_says_so(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    rows = [CONTENT, POST.format(1, 100), POST.format(2, 120), POST.format(2, 100), ""]
    put(workspace, "joined.csv", "\r\n".join(rows).encode())
    collect_inbox(workspace)
    (warning,) = ingest_exports(workspace, warehouse, STORED).warnings
    assert warning == (
        "joined.csv: 1 post is in the file more than once with different figures: "
        "the higher ones count."
    )
    assert warehouse.rows("select views from core.observations order by all") == [(100,), (120,)]
