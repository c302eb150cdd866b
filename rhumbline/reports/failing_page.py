"""The artifact of failing activities as markdown: by cause, each with its post and its remedy."""

import shlex
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from rhumbline.reading.plain_text import without_controls
from rhumbline.reports.markdown import escape, form_link, table, web_link
from rhumbline.reports.verdict import Cause, Verdict
from rhumbline.reports.verdict_rows import ALL_FAILING_QUERY, WORDS_SHOWN, FailingActivity
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace


def failing_page(
    workspace: Workspace, verdict: Verdict, failing: Sequence[FailingActivity], form: UUID | None
) -> str:
    """The page of failing activities by likely cause, each linked to its post and to the review form.

    `form` is the id of the deployment `review`; None where there is none to submit to.
    """
    strategy = load(workspace.strategy).strategy
    return "\n\n".join([
        f"# {escape(verdict.headline)}",
        _which_are_shown(workspace, verdict, len(failing)),
        "**tie** and **waive** open the form, filled in; **post** opens the post itself. "
        f"Times are those of {strategy.timezone}.",
        *_by_cause(verdict, failing, strategy.zone, form),
    ])  # fmt: skip


def _which_are_shown(workspace: Workspace, verdict: Verdict, count: int) -> str:
    if count >= verdict.failing:
        return "By likely cause, the most frequent first; within one, the newest first."
    return (
        f"The newest {count:,} of **{verdict.failing:,}**, by likely cause. All of them: "
        f"`rhumbline sql '{ALL_FAILING_QUERY}' --workspace {shlex.quote(str(workspace.root))}`, "
        f"or `{workspace.site / 'failed.csv'}`, which takes your decisions."
    )


def _by_cause(
    verdict: Verdict, failing: Sequence[FailingActivity], zone: ZoneInfo, form: UUID | None
) -> Iterator[str]:
    """A heading, the remedy and a table for each main cause; one table for all the other causes."""
    main = {cause.cause: cause for cause in verdict.main_causes}
    for name, cause in main.items():
        activities = [each for each in failing if each.cause == name]
        if activities:
            yield f"## {escape(name)}: {len(activities):,}"
            yield f"{escape(cause.todo)} {_remedy_of_all(cause, form)}".rstrip()
            yield _activities(activities, zone, form)
    others = [each for each in failing if each.cause not in main]
    if others:
        yield f"## Other causes: {len(others):,}"
        rows = ((*_failing(each, zone, form)[:-1], escape(each.cause)) for each in others)
        yield table((*_HEADINGS[:-1], "why it fails"), rows)


def _activities(failing: Sequence[FailingActivity], zone: ZoneInfo, form: UUID | None) -> str:
    """A table of activities of one cause; without the last column where nothing is suggested."""
    has_suggestion = any(each.suggested_measure_id for each in failing)
    columns = _HEADINGS if has_suggestion else _HEADINGS[:-1]
    return table(columns, (_failing(each, zone, form)[: len(columns)] for each in failing))


_HEADINGS: Final = ("remedy", "when", "where", "first words", "nearest measure")


def _failing(each: FailingActivity, zone: ZoneInfo, form: UUID | None) -> tuple[str, ...]:
    """A row; its links stand first, since one of the pages cuts off the last columns of a wide table."""
    return (
        " · ".join(filter(None, (_remedy(each, form), web_link("post", each.permalink)))),
        _moment(each.published_at, zone),
        " ".join(filter(None, (each.platform, escape(each.account, _ACCOUNT_SHOWN)))),
        escape(each.text, WORDS_SHOWN) or escape(f"({each.type} without words)"),
        _nearest(each),
    )


_ACCOUNT_SHOWN: Final = 20


def _moment(published_at: datetime | None, zone: ZoneInfo) -> str:
    """The local day, and the time unless it is midnight, which means that the time is unknown."""
    if published_at is None:
        return "undated"
    aware = published_at if published_at.tzinfo else published_at.replace(tzinfo=UTC)
    local = aware.astimezone(zone)
    return f"{local:%Y-%m-%d}" if local.time() == time.min else f"{local:%Y-%m-%d %H:%M}"


def _nearest(each: FailingActivity) -> str:
    if not each.suggested_measure_id:
        return "none is near"
    why = f": {escape(each.suggestion)}" if each.suggestion else ""
    return f"{escape(each.suggested_measure_id)}{why}"


def _remedy(each: FailingActivity, form: UUID | None) -> str:
    if form is None:  # no server to submit a form to
        return f"`rhumbline decide {escape(each.activity_id)}`"
    known = {"post": _in_words(each), "activity_id": each.activity_id}
    near = {"measure": each.suggested_measure_id} if each.suggested_measure_id else {}
    path = f"deployments/deployment/{form}/run"
    tie = form_link("tie", path, **known, action="tie", **near)
    return f"{tie} · {form_link('waive', path, **known, action='waive')}"


def _in_words(each: FailingActivity) -> str:
    """The post's words, where and why it fails, and the suggestion, as the form shows them."""
    words = " ".join(without_controls(each.text or f"({each.type} without words)").split())
    near = ""
    if each.suggested_measure_id:
        why = f", {each.suggestion}" if each.suggestion else ""
        near = f" Nearest measure: {each.suggested_measure_id}{why}"
    return f"“{words[:_WORDS_IN_FORM]}” ({each.platform}). Fails: {each.cause}.{near}"


_WORDS_IN_FORM: Final = 200


def _remedy_of_all(cause: Cause, form: UUID | None) -> str:
    """Links to one form for all posts of a cause; empty where there is only one, or no server."""
    if form is None or cause.activities < 2:
        return ""
    words = " ".join(without_controls(cause.example_text).split())[:_WORDS_IN_FORM]
    known = {
        "post": f"{cause.activities:,} posts, such as “{words}”. They fail: {cause.cause}.",
        "cause": cause.cause,
    }
    path = f"deployments/deployment/{form}/run"
    tie = form_link(f"Tie all {cause.activities:,}", path, **known, action="tie")
    waive = form_link(f"waive all {cause.activities:,}", path, **known, action="waive")
    return f"{tie} or {waive} at once."
