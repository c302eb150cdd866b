"""From the list of short links to lines of links.csv: which may be asked, and noting the answers."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from rhumbline.alignment.addresses import read_addresses
from rhumbline.alignment.links import SHORTENERS
from rhumbline.archive.own_rows import append_rows
from rhumbline.errors import UserError
from rhumbline.links.asking import Answer, ask
from rhumbline.links.unresolved import ShortLink, find_unresolved
from rhumbline.readers.own.tables import read_links
from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace

_COLUMNS: Final = ("short", "target")


def list_short_links(workspace: Workspace) -> list[ShortLink]:
    """The short links of the published posts that links.csv, as it is now, does not resolve.

    Where a line of links.csv leads to another short link, that one is on the list too, without posts.
    """
    with open_published(workspace) as published:
        links = find_unresolved(published)
    known = _known(workspace)
    keys = set(known["key"])
    onward = known.filter(
        pl.col("next_host").is_in(sorted(SHORTENERS)), ~pl.col("next").is_in(keys)
    )
    listed = [link for link in links if link.short not in keys]
    named = {link.short for link in listed}
    chained = [
        ShortLink(short, (), is_media=False, target=None, told_by=None)
        for short in onward["next"].unique(maintain_order=True)
        if short not in named
    ]
    return [*listed, *chained]


def _known(workspace: Workspace) -> pl.DataFrame:
    """`key` of each short link in links.csv, and `next` and `next_host` of its target."""
    path = workspace.root / "links.csv"
    schema = {"key": pl.String(), "next": pl.String(), "next_host": pl.String()}
    if not path.is_file():
        return pl.DataFrame(schema=schema)
    rows, _ = read_links(path)
    short = read_addresses(rows["short"]).select(short="link", key="key")
    target = read_addresses(rows["target"]).select(target="link", next="key", next_host="host")
    return rows.join(short, on="short").join(target, on="target").select(list(schema))


def links_to_ask(
    links: Sequence[ShortLink], hosts: Collection[str], *, with_media: bool = False
) -> list[ShortLink]:
    """Those that `--resolve` would ask the network about: of known shorteners and `hosts`."""
    may_be_asked = hosts_to_ask(hosts)
    return [
        link
        for link in links
        if link.host in may_be_asked and not link.target and (with_media or not link.is_media)
    ]


def hosts_to_ask(named: Collection[str]) -> frozenset[str]:
    """The known shorteners, and the hosts that a person names."""
    return SHORTENERS | {host.strip().lower() for host in named}


def ask_all(
    links: Sequence[ShortLink], hosts: Collection[str], question: Callable[..., Answer] = ask
) -> Iterator[Answer]:
    """One question after another, each once; an answer as soon as it is there."""
    may_be_asked = hosts_to_ask(hosts)
    return (question(link.short, may_be_asked) for link in links)


def note_targets(workspace: Workspace, targets: Sequence[tuple[str, str]]) -> Path:
    """Add short links with their targets to links.csv; its path.

    Raises UserError where there is none to add, or the file cannot be added to.
    """
    if not targets:
        raise UserError("There is no target to write down.", None, "links.csv stays as it is.")
    rows = [{"short": f"https://{short}", "target": target} for short, target in targets]
    return append_rows(workspace, "links", _COLUMNS, rows)
