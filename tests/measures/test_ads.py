"""What ads cost is part of what their measure cost, and an ad without a measure fails as a post does."""

from pathlib import Path

from rhumbline.night import run_night
from rhumbline.warehouse.access import open_published
from tests.night.workspaces import AS_OF, put, unshaped, workspace_in

HERE = Path(__file__).resolve().parents[1]
ADS = HERE / "readers" / "meta_ads_periods" / "with-pages"


def test_the_money_of_ads_counts_for_the_measure_their_address_names(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    (export,) = ADS.glob("*.csv")
    put(workspace, export.name, export.read_bytes())
    run_night(workspace, AS_OF, step=unshaped)
    with open_published(workspace) as published:
        effort = published.rows(
            "select measure_id, alignment, activities, cost from core.effort_weeks "
            "order by cost desc"
        )
    assert effort == [
        ("volunteer-signups", "aligned", 1, 30.0),
        (None, "orphaned", 1, 4.0),
    ]
