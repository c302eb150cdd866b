"""`rhumbline links`: short links nobody resolved, and asking where they lead."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from rhumbline.cli.app import app
from rhumbline.cli.options import WorkspaceDir
from rhumbline.errors import UserError
from rhumbline.reports.console import console
from rhumbline.workspace import Workspace

if TYPE_CHECKING:
    from rhumbline.links.unresolved import ShortLink

AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, media links included.")]
Fill = Annotated[
    bool,
    typer.Option("--fill", help="Write what the exports tell into links.csv; asks no network."),
]
Resolve = Annotated[
    bool,
    typer.Option("--resolve", help="Ask the shorteners over the network, after showing which."),
]
Hosts = Annotated[
    list[str] | None,
    typer.Option("--host", help="Ask this shortener too, such as go.riverside.example."),
]
Media = Annotated[bool, typer.Option("--media", help="Ask about links set aside as media too.")]
Yes = Annotated[bool, typer.Option("--yes", help="Ask without waiting for a confirmation.")]


@app.command()
def links(
    workspace: WorkspaceDir = None,
    as_csv: AsCsv = False,
    fill: Fill = False,
    resolve: Resolve = False,
    host: Hosts = None,
    media: Media = False,
    yes: Yes = False,
) -> None:
    """List short links nobody resolved, with what the exports tell; `--resolve` asks where they lead.

    Example: `rhumbline links --resolve --host go.riverside.example`
    """
    from rhumbline.links.resolving import list_short_links

    folder = Workspace.find(workspace)
    listed = list_short_links(folder)
    if as_csv:
        _print_csv(listed)
    elif resolve:
        _resolve(folder, listed, host or [], with_media=media, is_confirmed=yes)
    elif fill:
        _write_down(folder, [(link.short, link.target) for link in listed if link.target])
    else:
        _print_list(listed)


def _print_csv(listed: "list[ShortLink]") -> None:
    import polars as pl

    from rhumbline.reports.query_result import OutputFormat, print_result

    rows = [
        {
            "short": f"https://{link.short}",
            "target": link.target,
            "posts": len(link.posts),
            "failing": link.failing,
            "is_media": link.is_media,
            "latest_activity_id": link.posts[-1].activity_id if link.posts else None,
            "text": link.posts[-1].text if link.posts else None,
        }
        for link in listed
    ]
    schema = ("short", "target", "posts", "failing", "is_media", "latest_activity_id", "text")
    print_result(pl.DataFrame(rows, schema=list(schema), orient="row"), OutputFormat.CSV)


def _print_list(listed: "list[ShortLink]") -> None:
    screen = console()
    media = [link for link in listed if link.is_media]
    rest = [link for link in listed if not link.is_media]
    for link in rest:
        posts = "1 post" if len(link.posts) == 1 else f"{len(link.posts):,} posts"
        failing = f", {link.failing:,} of which serve no measure" if link.failing else ""
        screen.print(f"[bold]https://{escape(link.short)}[/]  {posts}{failing}")
        if link.posts:
            screen.print(f"    {escape(_first_words(link.posts[-1].text))}")
        if link.target:
            told_by = escape(link.told_by or "")
            screen.print(f"    The same text on {told_by} leads to {escape(link.target)}")
    screen.print(_summary(rest, media))


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:99]}…"


def _summary(rest: "list[ShortLink]", media: "list[ShortLink]") -> str:
    known = sum(bool(link.target) for link in rest)
    lines = [f"{len(rest):,} short links that nobody resolved."]
    if media:
        lines.append(
            f"{len(media):,} more are set aside: each ends the one post it stands in, where nobody "
            "clicked a link, so it is most likely the post's own picture or video."
        )
    if known:
        lines.append(
            f"The exports tell where {known:,} lead: `rhumbline links --fill` writes them."
        )
    if len(rest) > known:
        lines.append("`rhumbline links --resolve` asks the shorteners; or write links.csv by hand.")
    return "\n".join(lines)


def _resolve(
    workspace: Workspace,
    listed: "list[ShortLink]",
    hosts: list[str],
    *,
    with_media: bool,
    is_confirmed: bool,
) -> None:
    """Show what would be asked, ask after a yes, and write the answers into links.csv."""
    from rhumbline.links.resolving import ask_all, links_to_ask

    screen = console()
    asked = links_to_ask(listed, hosts, with_media=with_media)
    if not asked:
        screen.print("There is no short link to ask about.")
        return
    counts = Counter(link.host for link in asked)
    screen.print("This asks over the network, once for each link and without following the answer:")
    for name, count in counts.most_common():
        screen.print(f"    {escape(name)}  {count:,} link{'s' * (count != 1)}")
    for link in asked:
        screen.print(f"    https://{escape(link.short)}", style="dim")
    if not is_confirmed and not typer.confirm("Ask them?", default=False):
        screen.print("Nothing was asked.")
        return
    targets = []
    for answer in ask_all(asked, hosts):
        outcome = answer.target or f"not known: {answer.why}"
        screen.print(f"https://{escape(answer.short)} → {escape(outcome)}")
        if answer.target:
            targets.append((answer.short, answer.target))
    _write_down(workspace, targets)


def _write_down(workspace: Workspace, targets: list[tuple[str, str]]) -> None:
    from rhumbline.links.resolving import note_targets

    if not targets:
        raise UserError(
            "It is not known where any of them leads.",
            str(workspace.root / "links.csv"),
            "Write what you know into links.csv: the short link, a comma, and its target.",
        )
    path = note_targets(workspace, targets)
    count = f"{len(targets):,} line{'s' * (len(targets) != 1)}"
    console().print(f"{escape(path.name)} has {count} more. Run `rhumbline run` to judge again.")
