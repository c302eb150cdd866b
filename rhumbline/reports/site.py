"""The folder site/: the scorecard and the failing activities, for people who do not write SQL."""

from datetime import date

from rhumbline.reports.failed_csv import write_failed_csv
from rhumbline.reports.scorecard import write_pages
from rhumbline.reports.verdict import Verdict
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace


def write_site(workspace: Workspace, warehouse: Warehouse, verdict: Verdict) -> None:
    """Write site/: the scorecard, a page for each measure, and failed.csv, in place of earlier ones."""
    workspace.site.mkdir(parents=True, exist_ok=True)
    write_failed_csv(workspace.site / "failed.csv", warehouse)
    write_pages(workspace.site, warehouse, verdict.as_of)


def write_site_for_sharing(workspace: Workspace, warehouse: Warehouse, as_of: date) -> None:
    """Write site-for-sharing/: the same pages without words of posts, accounts, links and file names."""
    write_pages(workspace.site_for_sharing, warehouse, as_of, for_sharing=True)
