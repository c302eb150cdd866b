"""`rhumbline lint`: what a strategist would remark on the strategy."""

from typing import TYPE_CHECKING

import typer
from rich.markup import escape
from rich.padding import Padding

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, WorkspaceDir
from rhumbline.errors import EXIT_FAILED
from rhumbline.reports.console import console
from rhumbline.workspace import Workspace

if TYPE_CHECKING:
    from rhumbline.lint import Finding


@app.command()
def lint(workspace: WorkspaceDir = None, as_json: AsJson = False) -> None:
    """Read the strategy as a strategist would: what is missing, vain or contradictory.

    Exits with 1 where a finding is an error. Example: `rhumbline lint --workspace riverside`
    """
    from rhumbline import lint as strategist
    from rhumbline.lint.evidence import gather_evidence
    from rhumbline.reports.query_result import print_json
    from rhumbline.strategy.file import load

    folder = Workspace.find(workspace)
    strategy = load(folder.strategy, check_references=False)
    findings = strategist.lint(strategy, gather_evidence(folder))
    if as_json:
        print_json([f.as_dict() for f in findings])
    else:
        _print_findings(findings)
    if strategist.has_errors(findings):
        raise typer.Exit(EXIT_FAILED)


def _print_findings(findings: "list[Finding]") -> None:
    screen = console()
    for finding in findings:
        colour = "red" if finding.severity == "error" else "yellow"
        place = f"[bold]{escape(str(finding.place))}[/] [{colour}]{finding.code}[/]"
        screen.print(f"{place} {escape(finding.message)}.")
        screen.print(Padding(escape(finding.what_to_do), (0, 0, 0, 4), expand=False))
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    screen.print(
        f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}."
        if findings
        else "Nothing to remark: every goal has a measure, and every measure a way to be reached."
    )
