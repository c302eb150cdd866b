"""The artifacts as markdown, worth reading at eight in the morning: verdict, failing, promises, models."""

import shlex
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from rhumbline.ingest.exports import Read
from rhumbline.marts import Node
from rhumbline.reports.details import Details, Failing, Promise, Standing
from rhumbline.reports.markdown import link, shown, table, within
from rhumbline.reports.verdict import Cause, Verdict
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace

WORDS_SHOWN: Final = 60
_ALL_FAILING: Final = "from core.failed_activities order by published_at desc nulls last"


def verdict_page(workspace: Workspace, verdict: Verdict, details: Details) -> str:
    """The verdict: why, what to do, what was read, where the measures stand."""
    return "\n\n".join([
        f"# {shown(verdict.headline)}",
        _standing_of_the_night(verdict),
        *_causes(verdict),
        *_broken(verdict),
        *_read(verdict),
        *_warnings(verdict),
        *_alignments(verdict),
        *_measures(details.standings),
        _where_to_look(workspace, verdict),
    ])  # fmt: skip


def scorecard_page(workspace: Workspace, verdict: Verdict) -> str:
    """Where the scorecard lies, and what it says first."""
    return "\n\n".join([
        f"# {shown(verdict.headline)}",
        f"As of {verdict.as_of}. The whole of it: `{workspace.site / 'index.html'}`, "
        f"what must hold: `{workspace.site / 'checks' / 'index.html'}`",
        *_causes(verdict),
        *_alignments(verdict),
    ])  # fmt: skip


def _standing_of_the_night(verdict: Verdict) -> str:
    published = (
        "Published: people see this night."
        if verdict.published
        else "**Not published**: people still see the last good database."
    )
    early = verdict.counts.get("predates_strategy", 0)
    said = f"{early:,} activities predate the strategy and are not judged. " if early else ""
    return f"Judged as of {verdict.as_of}. {said}{published}"


def _causes(verdict: Verdict) -> Iterator[str]:
    """As a list: one of the pages does not wrap the cells of a table."""
    if verdict.causes:
        yield "## Why, and what to do"
        yield "\n".join([*map(_cause, verdict.main_causes), *_others(verdict)])


def _others(verdict: Verdict) -> Iterator[str]:
    if others := verdict.other_causes:
        count = sum(cause.activities for cause in others)
        yield (
            f"- **{count:,}** of {len(others):,} other causes, each smaller: "
            "`rhumbline sql failing-causes` lists them all"
        )


def _cause(cause: Cause) -> str:
    words = shown(cause.example_text, WORDS_SHOWN)
    example = f"“{words}” ({shown(cause.example_id)})" if words else shown(cause.example_id)
    return f"- **{cause.activities:,}** {shown(cause.cause)}. {shown(cause.todo)} Such as {example}"


def _broken(verdict: Verdict) -> Iterator[str]:
    if verdict.integrity:
        yield "## Broken promises of the data"
        yield "\n".join(f"- {shown(line)}" for line in verdict.integrity)


def _read(verdict: Verdict) -> Iterator[str]:
    yield "## What was read"
    if not verdict.read:
        yield "Nothing new lay in the inbox; this judges what is stored."
    else:
        headings = ("file", "what it is", "account", "rows", "rejected")
        yield table(headings, map(_file, verdict.read))
        if any(read.rejected for read in verdict.read):
            yield "`rhumbline sql rejected-rows` lists the rejected rows, each with its reason."
    if verdict.known:
        yield f"Read before, nothing new in it: {', '.join(map(shown, verdict.known))}"
    if verdict.left_alone:
        names = ", ".join(map(shown, verdict.left_alone))
        yield f"Still growing, left for the next run: {names}"


def _file(read: Read) -> tuple[str, ...]:
    if read.status == "refused":
        reason = f"**refused**: {shown(read.reason)}"
        return shown(read.name), reason, "", "", ""
    what = f"{read.platform} {read.kind}"
    counts = f"{read.rows:,}", f"{read.rejected:,}"
    return shown(read.name), shown(what), shown(read.account), *counts


def _warnings(verdict: Verdict) -> Iterator[str]:
    if verdict.warnings:
        yield "## Warnings"
        yield "\n".join(f"- {shown(line)}" for line in verdict.warnings)


def _alignments(verdict: Verdict) -> Iterator[str]:
    if verdict.counts:
        yield "## How the activities stand"
        yield table(
            ("alignment", "activities"),
            ((shown(name), f"{count:,}") for name, count in verdict.counts.items()),
        )


def _measures(standings: Sequence[Standing]) -> Iterator[str]:
    if standings:
        yield "## Where the measures stand"
        headings = ("measure", "goal", "segment", "value", "target", "by", "progress", "status")
        yield table(headings, map(_measure, standings))


def _measure(standing: Standing) -> tuple[str, ...]:
    return (
        shown(standing.measure_id),
        shown(standing.goal_id),
        shown(standing.segment_id),
        _number(standing.value),
        _number(standing.target),
        str(standing.by or ""),
        "" if standing.progress is None else f"{standing.progress:.0%}",
        shown(standing.status.replace("_", " ")),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"


def _where_to_look(workspace: Workspace, verdict: Verdict) -> str:
    where = f" --workspace {shlex.quote(str(workspace.root))}"
    lines = [
        f"`rhumbline sql '{_ALL_FAILING}'{where}`",
        f"`rhumbline sql 'from marts.measure_progress'{where}`",
        f"`{workspace.site / 'index.html'}` the scorecard",
    ]
    if verdict.failing:
        lines.insert(1, f"`{workspace.site / 'failed.csv'}` to decide many in a spreadsheet")
    return "\n".join(["## Where to look", "", *(f"- {line}" for line in lines)])


def failing_page(
    workspace: Workspace, verdict: Verdict, failing: Sequence[Failing], form: UUID | None
) -> str:
    """Every failing activity shown, by likely cause, each with its post and the form filled in."""
    strategy = load(workspace.strategy).strategy
    return "\n\n".join([
        f"# {shown(verdict.headline)}",
        _cut(workspace, verdict, len(failing)),
        "**decide** opens the form, filled in; **post** opens the post itself. "
        f"Times are those of {strategy.timezone}.",
        *_by_cause(verdict, failing, strategy.zone, form),
    ])  # fmt: skip


def _cut(workspace: Workspace, verdict: Verdict, shown_now: int) -> str:
    if shown_now >= verdict.failing:
        return "By likely cause, the most frequent first; within one, the newest first."
    return (
        f"The newest {shown_now:,} of **{verdict.failing:,}**, by likely cause. All of them: "
        f"`rhumbline sql '{_ALL_FAILING}' --workspace {shlex.quote(str(workspace.root))}`, "
        f"or `{workspace.site / 'failed.csv'}`, which takes your decisions."
    )


def _by_cause(
    verdict: Verdict, failing: Sequence[Failing], zone: ZoneInfo, form: UUID | None
) -> Iterator[str]:
    """A heading, its remedy and a table for each cause: said once, it leaves the rows their width."""
    main = {cause.cause: cause for cause in verdict.main_causes}
    for name, cause in main.items():
        those = [each for each in failing if each.cause == name]
        if those:
            yield f"## {shown(name)}: {len(those):,}"
            yield shown(cause.todo)
            yield _those(those, zone, form)
    others = [each for each in failing if each.cause not in main]
    if others:
        yield f"## Other causes: {len(others):,}"
        rows = ((*_failing(each, zone, form)[:-1], shown(each.cause)) for each in others)
        yield table((*_HEADINGS[:-1], "why it fails"), rows)


def _those(failing: Sequence[Failing], zone: ZoneInfo, form: UUID | None) -> str:
    """A table of activities that fail for one reason; without the last column where it is empty."""
    near = any(each.suggested_measure_id for each in failing)
    columns = _HEADINGS if near else _HEADINGS[:-1]
    return table(columns, (_failing(each, zone, form)[: len(columns)] for each in failing))


_HEADINGS: Final = ("remedy", "when", "where", "first words", "nearest measure")


def _failing(each: Failing, zone: ZoneInfo, form: UUID | None) -> tuple[str, ...]:
    """The links stand first, since one of the pages shows the first columns of a wide table only."""
    return (
        " · ".join(filter(None, (_remedy(each, form), link("post", each.permalink)))),
        _moment(each.published_at, zone),
        " ".join(filter(None, (each.platform, shown(each.account, _ACCOUNT_SHOWN)))),
        shown(each.text, WORDS_SHOWN) or shown(f"({each.type} without words)"),
        _nearest(each),
    )


_ACCOUNT_SHOWN: Final = 20


def _moment(published_at: datetime | None, zone: ZoneInfo) -> str:
    """The day, and the time where it is known: midnight means it is not."""
    if published_at is None:
        return "undated"
    local = (published_at if published_at.tzinfo else published_at.replace(tzinfo=UTC)).astimezone(
        zone
    )
    return f"{local:%Y-%m-%d}" if local.time() == time.min else f"{local:%Y-%m-%d %H:%M}"


def _nearest(each: Failing) -> str:
    if not each.suggested_measure_id:
        return "none is near"
    why = f": {shown(each.suggestion)}" if each.suggestion else ""
    return f"{shown(each.suggested_measure_id)}{why}"


def _remedy(each: Failing, form: UUID | None) -> str:
    if form is None:  # no server to submit a form to
        return f"`rhumbline decide {shown(each.activity_id)}`"
    filled = {"activity_id": each.activity_id, "action": "tie"}
    if each.suggested_measure_id:
        filled["measure"] = each.suggested_measure_id
    return within("decide", f"deployments/deployment/{form}/run", **filled)


def promises_page(promises: Sequence[Promise]) -> str:
    """What must hold, the broken first."""
    broken = sum(not each.is_kept for each in promises)
    headings = ("holds", "suite", "promise", "failing", "of")
    return "\n\n".join([
        f"# {broken} of {len(promises)} promises broken",
        "\n".join(f"- {_says(each)}" for each in promises if not each.is_kept),
        table(headings, map(_promise, promises)),
    ])  # fmt: skip


def _says(each: Promise) -> str:
    return f"**{each.severity}** {shown(each.error or each.message)}"


def _promise(each: Promise) -> tuple[str, ...]:
    says = "yes" if each.is_kept else f"**no**, {each.severity}"
    counts = ("" if count is None else f"{count:,}" for count in (each.failing, each.examined))
    name = each.expectation.removeprefix("expect_").replace("_", " ")
    return says, shown(each.suite), shown(name), *counts


def models_page(nodes: Sequence[Node]) -> str:
    """Every model that dbt built and every test it ran, the failing first.

    The names of tests are spelled as words, since one piece as long as theirs stretches the page.
    """
    failing = sum(node.status not in _FINE for node in nodes)
    ordered = sorted(nodes, key=lambda node: node.status in _FINE)
    return "\n\n".join([
        f"# {failing} of {len(nodes)} models and tests failed",
        table(("status", "kind", "failing rows", "seconds", "name", "says"), map(_node, ordered)),
    ])  # fmt: skip


def _node(node: Node) -> tuple[str, ...]:
    said = "" if node.status in _FINE else shown(node.message, 300)
    rows = "" if node.failing is None else f"{node.failing:,}"
    status = shown(node.status) if node.status in _FINE else f"**{shown(node.status)}**"
    name = node.name if node.kind == "model" else node.name.replace("__", ": ").replace("_", " ")
    return status, shown(node.kind), rows, f"{node.seconds:.2f}", shown(name), said


_FINE: Final = ("success", "pass", "skipped")
