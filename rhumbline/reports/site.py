"""The folder site/: the scorecard and the failing activities, for people who do not write SQL."""

from rhumbline.reports.failed_csv import write_failed_csv
from rhumbline.reports.scorecard import write_scorecard
from rhumbline.reports.verdict import Verdict
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace


def write_site(workspace: Workspace, warehouse: Warehouse, verdict: Verdict) -> None:
    """Write site/index.html and site/failed.csv; each replaces the earlier file in one step."""
    workspace.site.mkdir(parents=True, exist_ok=True)
    write_failed_csv(workspace.site / "failed.csv", warehouse)
    write_scorecard(workspace.site / "index.html", warehouse, verdict)
