"""The artifacts of a flow run as markdown: verdict, promises, models, scorecard."""

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from rhumbline.ingest.exports import Read
from rhumbline.marts import Node
from rhumbline.reports.markdown import escape, table
from rhumbline.reports.verdict import Cause, Verdict
from rhumbline.reports.verdict_rows import (
    ALL_FAILING_QUERY,
    WORDS_SHOWN,
    MeasureStanding,
    PromiseResult,
    VerdictRows,
)
from rhumbline.workspace import Workspace


def verdict_page(workspace: Workspace, verdict: Verdict, rows: VerdictRows) -> str:
    """The page of the verdict: causes and remedies, what was read, and the measures."""
    return "\n\n".join([
        f"# {escape(verdict.headline)}",
        _day_and_publication(verdict),
        *_causes(verdict),
        *_broken(verdict),
        *_read(verdict),
        *_warnings(verdict),
        *_alignments(verdict),
        *_measures(rows.measures),
        _where_to_look(workspace, verdict),
    ])  # fmt: skip


def scorecard_page(workspace: Workspace, verdict: Verdict) -> str:
    """The page of a new scorecard: where it lies, and the causes it lists."""
    return "\n\n".join([
        f"# {escape(verdict.headline)}",
        f"As of {verdict.as_of}. The whole of it: `{workspace.site / 'index.html'}`, "
        f"what must hold: `{workspace.site / 'checks' / 'index.html'}`",
        *_causes(verdict),
        *_alignments(verdict),
    ])  # fmt: skip


def _day_and_publication(verdict: Verdict) -> str:
    published = (
        "Published: people see this night."
        if verdict.published
        else "**Not published**: people still see the last good database."
    )
    early = verdict.counts.get("predates_strategy", 0)
    unjudged = f"{early:,} activities predate the strategy and are not judged. " if early else ""
    return f"Judged as of {verdict.as_of}. {unjudged}{published}"


def _causes(verdict: Verdict) -> Iterator[str]:
    """A list of the causes; in a table one of the pages would not wrap them."""
    if verdict.causes:
        yield "## Why, and what to do"
        yield "\n".join([*map(_cause, verdict.main_causes), *_other_causes(verdict)])


def _other_causes(verdict: Verdict) -> Iterator[str]:
    if others := verdict.other_causes:
        count = sum(cause.activities for cause in others)
        yield (
            f"- **{count:,}** of {len(others):,} other causes, each smaller: "
            "`rhumbline sql failing-causes` lists them all"
        )


def _cause(cause: Cause) -> str:
    words = escape(cause.example_text, WORDS_SHOWN)
    example = f"“{words}” ({escape(cause.example_id)})" if words else escape(cause.example_id)
    return (
        f"- **{cause.activities:,}** {escape(cause.cause)}. {escape(cause.todo)} Such as {example}"
    )


def _broken(verdict: Verdict) -> Iterator[str]:
    if verdict.integrity:
        yield "## Broken promises of the data"
        yield "\n".join(f"- {escape(line)}" for line in verdict.integrity)


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
        yield f"Read before, nothing new in it: {', '.join(map(escape, verdict.known))}"
    if verdict.left_alone:
        names = ", ".join(map(escape, verdict.left_alone))
        yield f"Still growing, left for the next run: {names}"


def _file(read: Read) -> tuple[str, ...]:
    if read.status == "refused":
        reason = f"**refused**: {escape(read.reason)}"
        return escape(read.name), reason, "", "", ""
    what = f"{read.platform} {read.kind}"
    counts = f"{read.rows:,}", f"{read.rejected:,}"
    return escape(read.name), escape(what), escape(read.account), *counts


def _warnings(verdict: Verdict) -> Iterator[str]:
    if verdict.warnings:
        yield "## Warnings"
        yield "\n".join(f"- {escape(line)}" for line in verdict.warnings)


def _alignments(verdict: Verdict) -> Iterator[str]:
    if verdict.counts:
        yield "## How the activities stand"
        yield table(
            ("alignment", "activities"),
            ((escape(name), f"{count:,}") for name, count in verdict.counts.items()),
        )


def _measures(measures: Sequence[MeasureStanding]) -> Iterator[str]:
    if measures:
        yield "## Where the measures stand"
        headings = ("measure", "goal", "segment", "value", "target", "by", "progress", "status")
        yield table(headings, map(_measure, measures))


def _measure(measure: MeasureStanding) -> tuple[str, ...]:
    return (
        escape(measure.measure_id),
        escape(measure.goal_id),
        escape(measure.segment_id),
        _number(measure.value),
        _number(measure.target),
        str(measure.due_on or ""),
        "" if measure.progress is None else f"{measure.progress:.0%}",
        escape(measure.status.replace("_", " ")),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"


def _where_to_look(workspace: Workspace, verdict: Verdict) -> str:
    where = f" --workspace {shlex.quote(str(workspace.root))}"
    lines = [
        f"`rhumbline sql '{ALL_FAILING_QUERY}'{where}`",
        f"`rhumbline sql 'from marts.measure_progress'{where}`",
        f"`{workspace.site / 'index.html'}` the scorecard",
    ]
    if verdict.failing:
        lines.insert(1, f"`{workspace.site / 'failed.csv'}` to decide many in a spreadsheet")
    return "\n".join(["## Where to look", "", *(f"- {line}" for line in lines)])


def promises_page(promises: Sequence[PromiseResult]) -> str:
    """The page of all promises, the broken first."""
    broken = sum(not each.is_kept for each in promises)
    headings = ("holds", "suite", "promise", "failing", "of")
    return "\n\n".join([
        f"# {broken} of {len(promises)} promises broken",
        "\n".join(f"- {_complaint(each)}" for each in promises if not each.is_kept),
        table(headings, map(_promise, promises)),
    ])  # fmt: skip


def _complaint(each: PromiseResult) -> str:
    return f"**{each.severity}** {escape(each.error or each.message)}"


def _promise(each: PromiseResult) -> tuple[str, ...]:
    says = "yes" if each.is_kept else f"**no**, {each.severity}"
    counts = ("" if count is None else f"{count:,}" for count in (each.failing, each.examined))
    name = each.expectation.removeprefix("expect_").replace("_", " ")
    return says, escape(each.suite), escape(name), *counts


def models_page(nodes: Sequence[Node]) -> str:
    """The page of the models made and the tests run, the failing first.

    The names of tests are written as words, since an unbroken name of that length widens the page.
    """
    failing = sum(node.status not in _FINE for node in nodes)
    ordered = sorted(nodes, key=lambda node: node.status in _FINE)
    return "\n\n".join([
        f"# {failing} of {len(nodes)} models and tests failed",
        table(("status", "kind", "failing rows", "seconds", "name", "says"), map(_node, ordered)),
    ])  # fmt: skip


def _node(node: Node) -> tuple[str, ...]:
    message = "" if node.status in _FINE else escape(node.message, 300)
    rows = "" if node.failing is None else f"{node.failing:,}"
    status = escape(node.status) if node.status in _FINE else f"**{escape(node.status)}**"
    name = node.name if node.kind == "model" else node.name.replace("__", ": ").replace("_", " ")
    return status, escape(node.kind), rows, f"{node.seconds:.2f}", escape(name), message


_FINE: Final = ("success", "pass", "skipped")
