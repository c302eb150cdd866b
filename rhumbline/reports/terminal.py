"""The verdict as a command prints it: what was read, what fails and why, and where to look."""

from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from rhumbline.reports.console import console, copyable_command, relative_path, shortened
from rhumbline.reports.verdict import Cause, Verdict
from rhumbline.workspace import Workspace

_BELOW_A_CAUSE: Final = (0, 0, 0, 9)  # padding, in characters
_BELOW_A_FILE: Final = (0, 0, 0, 4)


def print_verdict(verdict: Verdict, workspace: Workspace) -> None:
    """Print the verdict, its causes with what to do about each, and where to look further."""
    screen = console()
    _print_files(screen, verdict, workspace)
    _print_headline(screen, verdict, workspace)
    for cause in verdict.main_causes:
        _print_cause(screen, cause)
    _print_other_causes(screen, verdict, workspace)
    for line in verdict.integrity:
        screen.print(f"[red]Broken[/] {escape(line)}")
    for line in verdict.warnings:
        screen.print(f"[yellow]Warning[/] {escape(line)}")
    _print_where_to_look(verdict, workspace)


def _print_headline(screen: Console, verdict: Verdict, workspace: Workspace) -> None:
    colour = "green" if verdict.is_good else "red"
    screen.print(f"\n[bold {colour}]{escape(verdict.headline)}[/]")
    if verdict.as_of == workspace.kept_today:
        screen.print(f"Judged as of {verdict.as_of}, the day this folder keeps as its today.")
    if early := verdict.counts.get("predates_strategy"):
        screen.print(f"{early:,} more predate the strategy (in_force_from) and are not judged.")
    screen.print()


def _print_cause(screen: Console, cause: Cause) -> None:
    screen.print(f"  [bold]{cause.activities:>5,}[/]  {escape(cause.cause)}")
    example = f"e.g. {cause.example_id}  {shortened(cause.example_text)}"
    screen.print(Padding(escape(example), _BELOW_A_CAUSE, expand=False), style="dim")
    screen.print(Padding(escape(cause.todo), _BELOW_A_CAUSE, expand=False))


def _print_other_causes(screen: Console, verdict: Verdict, workspace: Workspace) -> None:
    others = verdict.other_causes
    if not others:
        return
    activities = sum(cause.activities for cause in others)
    screen.print(f"  [bold]{activities:>5,}[/]  of {len(others):,} other causes, each smaller")
    listing = escape(copyable_command("sql", "failing-causes", workspace=workspace))
    screen.print(f"         {listing}  [dim]lists them all[/]", soft_wrap=True)


def _print_files(screen: Console, verdict: Verdict, workspace: Workspace) -> None:
    for file in verdict.refused:
        screen.print(f"[red]Refused[/] {escape(file.name)}")
        screen.print(Padding(escape(file.reason or ""), _BELOW_A_FILE, expand=False))
        if file.archived_as:
            kept = f"    It is kept as {relative_path(workspace.archive / file.archived_as)}"
            screen.print(escape(kept), soft_wrap=True)
    if verdict.left_alone:
        names = ", ".join(verdict.left_alone)
        screen.print(f"Still growing, left for the next run: {escape(names)}")
    if verdict.known:
        screen.print(f"Read before, nothing new in it: {escape(', '.join(verdict.known))}")
    _print_rows_read(screen, verdict, workspace)


def _print_rows_read(screen: Console, verdict: Verdict, workspace: Workspace) -> None:
    read = [file for file in verdict.read if file.status == "read"]
    files = [file for file in read if file.rows or file.platform != "log"]  # not bare templates
    rows, rejected = sum(file.rows for file in files), sum(file.rejected for file in files)
    if files:
        count = f"{len(files)} new file{'s' * (len(files) != 1)}"
        screen.print(f"Read {count}, {rows:,} rows, {rejected:,} rejected.")
    elif verdict.refused:
        screen.print("Nothing new could be read; this judges what is stored.")
    else:
        screen.print("Nothing new in the inbox; this judges what is stored.")
    if rejected:
        listing = escape(copyable_command("sql", "rejected-rows", workspace=workspace))
        note = "lists the rejected rows, each with its reason"
        screen.print(f"  {listing}  [dim]{note}[/]", soft_wrap=True)


def _print_where_to_look(verdict: Verdict, workspace: Workspace) -> None:
    screen = console(soft_wrap=True)
    if not verdict.published:
        screen.print("\nNothing was published: people still see the last good database.")
        return
    screen.print("\n[bold]Where to look[/]")
    for place, what in _places(verdict, workspace):
        screen.print(f"  {escape(place)}  [dim]{what}[/]")


def _places(verdict: Verdict, workspace: Workspace) -> list[tuple[str, str]]:
    """File or command → what it shows."""
    places = []
    if verdict.failing:
        failed_csv = str(relative_path(workspace.site / "failed.csv"))
        places.append((failed_csv, "every failing activity, with columns to decide in"))
    places.append((str(relative_path(workspace.site / "index.html")), "the scorecard"))
    if verdict.causes:
        example = verdict.causes[0].example_id
        trace = copyable_command("trace", example, workspace=workspace)
        places.append((trace, "the chain behind one"))
    places.append((copyable_command("sql", workspace=workspace), "questions to ask, by name"))
    return places
