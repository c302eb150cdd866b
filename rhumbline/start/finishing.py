"""Begins the workspace, and ends the sitting: the strategy written and linted, the posts judged."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rhumbline.decisions.record import Request, record_all
from rhumbline.errors import UserError
from rhumbline.lint import Finding, lint
from rhumbline.lint.evidence import gather_evidence
from rhumbline.night import Step, run_night
from rhumbline.reports.verdict import Verdict
from rhumbline.start.answers import Answers
from rhumbline.start.drafting import as_strategy, with_standing
from rhumbline.start.new_workspace import init
from rhumbline.start.survey import Survey
from rhumbline.start.writing import strategy_text
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace

NEW_WORKSPACE: Final = "my-strategy"
_WRITTEN: Final = "start.sha256"  # what start wrote last, so that it never replaces a hand's work
_PLACEHOLDER: Final = "organisation: <the name of your organisation>"


@dataclass(frozen=True)
class Sitting:
    """What a sitting ended in."""

    findings: tuple[Finding, ...]
    verdict: Verdict
    waived: int


def begin_workspace(given: Path | None) -> Workspace:
    """The workspace given, the one at hand, or a new one in ./my-strategy.

    Raises UserError where its strategy was written by a person: start would replace it.
    """
    try:
        workspace = Workspace(given.expanduser().resolve()) if given else Workspace.find()
    except UserError:
        workspace = Workspace((Path.cwd() / NEW_WORKSPACE).resolve())
    init(workspace.root)
    if not may_write(workspace):
        raise UserError(
            "This workspace has a strategy already.",
            str(workspace.strategy),
            "Edit it, or begin another with `rhumbline start --workspace NEW-FOLDER EXPORTS`.",
        )
    return workspace


def may_write(workspace: Workspace) -> bool:
    """Whether strategy.yaml is the template, or as start wrote it; a hand's work is never replaced."""
    try:
        text = workspace.strategy.read_bytes()
        return _PLACEHOLDER in text.decode(errors="replace") or _digest(text) == (
            workspace.state / _WRITTEN
        ).read_text(encoding="ascii")
    except FileNotFoundError:
        return not workspace.strategy.exists()


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def write_strategy(workspace: Workspace, survey: Survey, answers: Answers) -> tuple[Finding, ...]:
    """Write strategy.yaml from the answers, and return what lint finds in it.

    Raises UserError where a person has changed the file meanwhile: theirs is kept.
    """
    if not may_write(workspace):
        raise UserError(
            "strategy.yaml was changed by a hand meanwhile, and is kept.",
            str(workspace.strategy),
            "Move it away and answer again: your answers are kept.",
        )
    text = strategy_text(survey, answers).encode()
    new = workspace.strategy.with_suffix(".yaml.new")
    new.write_bytes(text)
    new.replace(workspace.strategy)
    workspace.state.mkdir(parents=True, exist_ok=True)
    (workspace.state / _WRITTEN).write_text(_digest(text), encoding="ascii")
    loaded = load(workspace.strategy, check_references=False)
    return tuple(lint(loaded, gather_evidence(workspace)))


def judge_answers(
    workspace: Workspace, survey: Survey, answers: Answers, step: Step, wait: float
) -> Sitting:
    """Run a night by the strategy just written, record the waivers, and judge again where there are any."""
    verdict = run_night(workspace, None, step, wait)
    requests = list(_waivers(survey, answers))
    if requests:
        record_all(workspace, requests, by_rule=True)
        verdict = run_night(workspace, None, step, wait)
    findings = tuple(lint(load(workspace.strategy), gather_evidence(workspace)))
    return Sitting(findings, verdict, len(requests))


def _waivers(survey: Survey, answers: Answers) -> Iterator[Request]:
    """A waiver for each post of a waived group that serves nothing."""
    posts = with_standing(survey, answers, as_strategy(survey, answers))
    waived = dict(posts.filter(posts["standing"] == "waived").select("row", "activity_id").rows())
    for answer in answers.groups:
        group = survey.group(answer.group)
        if answer.waive is None or group is None:
            continue
        for row in sorted(group.rows & waived.keys()):
            yield Request(
                activity_id=waived.pop(row),
                action="waive",
                decided_by=answers.decided_by or answer.waive.owner,
                why=answer.waive.why,
                owner=answer.waive.owner,
                expires=answer.waive.expires,
            )
