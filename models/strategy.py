"""What `strategy.yaml` declares: why, for whom, to what end, and what would show that it works."""

import hashlib
import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from models.metrics import Tier
from models.platforms import id_in_strategy
from models.strategy_accounts import Account, AccountRef, Interval, handle, split_account
from models.strategy_people import Call, Segment, Why
from models.strategy_ties import Tie, TieKind, plain_link
from models.strategy_time import Schedule, Zone, cron, zones
from models.strategy_types import (
    Day,
    Declared,
    Id,
    Lowered,
    NoneAsEmpty,
    Number,
    OneOrMany,
    Text,
    one_line,
    plain,
    refusal,
)

__all__ = [
    "Account", "Call", "Direction", "Effort", "Goal", "Measure", "Policy", "Segment", "Stage", "Strategy",
    "Tie", "TieKind", "Tier", "Why", "plain", "plain_link", "zones",
]  # fmt: skip


class Stage(StrEnum):
    """A step of the path a measure gives evidence of."""

    LISTEN = "listen"
    PARTICIPATE = "participate"
    LEAD = "lead"


class Direction(StrEnum):
    """Which way a measure should move."""

    UP = "up"
    DOWN = "down"


def _currency(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", value):
        raise refusal(f"`{value}` is not a currency", "Write its three letters, such as CAD.")
    return value.upper()


def _host(value: str) -> str:
    return plain_link(value).split("/")[0].split("?")[0]


def _block(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", value):
        raise refusal(
            "this is not the name of a Prefect notification block",  # it may be a secret
            "Write type/name, such as slack-webhook/ops; addresses and passwords stay in Prefect.",
        )
    return value


def _tier(value: Any) -> Any:
    """`out-take`, `out take` and `outtake` are one tier."""
    if isinstance(value, str):
        written = plain(value).replace("-", "_").replace(" ", "_")
        return "out_take" if written == "outtake" else written
    return value


class Goal(Declared):
    """The change wanted: who, what change, how much, by when."""

    statement: Text
    """The goal in one sentence: who, what change, how much, by when."""
    why: Text
    """Why it matters: what happens if it is not reached."""
    target: Number | None = Field(default=None, allow_inf_nan=False)
    """How much, as a number, where the statement's figure should be computed with."""
    by: Day | None = None
    """By when."""
    owner: Text | None = None
    """Who answers for it."""


class Measure(Declared):
    """The evidence for one goal in one segment."""

    goal: Id
    """The goal it gives evidence for."""
    segment: Id
    """The segment it is about."""
    stage: Annotated[Stage, BeforeValidator(lambda v: plain(v) if isinstance(v, str) else v)]
    """Which step it belongs to: listen, participate or lead."""
    tier: Annotated[Tier, BeforeValidator(_tier)]
    """What it is evidence of: output, out_take, outcome or impact (AMEC framework)."""
    value: Text | None = None
    """How it is computed, such as sum(signups); bare names are metrics of the tied activities."""
    baseline: Number | None = Field(default=None, allow_inf_nan=False)
    """Where it stood before, in the unit of the target; 0 where nothing was there."""
    target: Number | None = Field(default=None, allow_inf_nan=False)
    """Where it should be at the deadline."""
    by: Day | None = None
    """The deadline."""
    direction: Direction = Direction.UP
    """Which way is good: up (the default) or down."""
    unit: Text | None = None
    """What one of it is, for reports: people, CAD, loaves."""
    label: Text | None = None
    """What reports call it; its id where this is not written."""
    owner: Text | None = None
    """Who answers for it."""


class Effort(Declared):
    """What the organisation's work costs, where the activity log does not say."""

    hourly_cost: Number | None = Field(default=None, ge=0, allow_inf_nan=False)
    """What an hour of work costs, in `currency`; 0 for volunteers' time."""
    currency: Annotated[Text, AfterValidator(_currency)] | None = None
    """The currency of all costs, three letters. Money in another one is listed, never summed."""
    minutes: dict[Lowered, Annotated[Number, Field(ge=0, allow_inf_nan=False)]] = Field(
        default_factory=dict
    )
    """Minutes that one activity of a type takes: {post: 20, reply: 5, video: 240}."""

    @model_validator(mode="after")
    def _cost_has_a_currency(self) -> Self:
        if self.hourly_cost is not None and self.currency is None:
            raise refusal(
                "`hourly_cost` has no `currency`", "Write its three letters, such as CAD."
            )
        return self


class Policy(Declared):
    """What fails the night, and when a measure has gone silent."""

    untraceable: Literal["fail", "warn"] = "fail"
    """Whether untraceable and orphaned activities fail the night or only warn."""
    tolerance: Number = Field(default=0.0, ge=0, le=1, allow_inf_nan=False)
    """The share of judged activities, 0 to 1, that may be untraceable before the night fails."""
    not_measured_after_days: int = Field(default=30, ge=1, le=3660)
    """Days without data after which a measure counts as not measured."""


class Strategy(Declared):
    """The declared strategy of an organisation, in force from a date."""

    organisation: Text
    """The organisation's name."""
    in_force_from: Day
    """The day this version begins to judge. Keep it to correct a version, move it for a new one."""
    timezone: Zone
    """The organisation's time zone, such as America/Toronto; days and schedules are in it."""
    why: Why
    """Why anyone should care."""
    segments: dict[Id, Segment] = Field(default_factory=dict)
    """The people it is for, by interest."""
    goals: dict[Id, Goal] = Field(default_factory=dict)
    """The changes wanted."""
    measures: dict[Id, Measure] = Field(default_factory=dict)
    """The evidence that would show it."""
    calls: dict[Id, Call] = Field(default_factory=dict)
    """What people are invited to do."""
    ties: tuple[Tie, ...] = ()
    """The rules that connect activities to measures. Among equals of one goal, the first wins."""
    sites: Annotated[tuple[Annotated[Text, AfterValidator(_host)], ...], OneOrMany] = ()
    """The organisation's own hosts, where utm parameters count."""
    accounts: dict[Lowered, dict[Text, Annotated[Account, NoneAsEmpty]]] = Field(
        default_factory=dict
    )
    """Per platform, the organisation's accounts and how to tell whose an export is."""
    not_ours: Annotated[tuple[AccountRef, ...], OneOrMany] | None = None
    """Accounts in the exports that are others', as platform/account; their posts are set aside.

    Where it is written beside `accounts`, even as [], every account was asked about: those named in
    neither wait for an answer.
    """
    expected_exports: dict[Lowered, Interval] = Field(default_factory=dict)
    """Per platform, how often an export should arrive: {facebook: weekly, mailchimp: 10 days}."""
    effort: Effort = Effort()
    """What the work costs."""
    policy: Policy = Policy()
    """What fails the night."""
    schedule: Schedule = "06:00"
    """When the night runs, in the organisation's zone: a time of day, or five cron fields."""
    notify: Annotated[Text, AfterValidator(_block)] | None = None
    """The Prefect notification block told of a failed night, type/name. No secrets here."""

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def cron(self) -> str:
        """The schedule as five cron fields, to be read in `timezone`."""
        return cron(self.schedule)

    @property
    def own_hosts(self) -> tuple[str, ...]:
        """Hosts where utm parameters count: `sites` and those of link ties, without `www.`."""
        tied = (tie.pattern.split("/")[0] for tie in self.ties if tie.kind is TieKind.LINK)
        named = (host for host in tied if "*" not in host.removeprefix("*."))
        return tuple(dict.fromkeys([*self.sites, *named]))

    def ties_of(self, measure_id: str) -> Iterator[Tie]:
        """The ties that lead to a measure, in the order they are declared."""
        return (tie for tie in self.ties if tie.measure == measure_id)

    def accounts_matching(
        self, platform: str, *, named: str | None = None, path: str | None = None
    ) -> tuple[str, ...]:
        """The declared accounts that an export can be of; unless it is one, a person must say.

        `named` is what the export or its sidecar calls the account, `path` its path below inbox/.
        What the export says outranks where it lies; the only account of a platform needs neither.
        """
        declared = self.accounts.get(platform, {})
        if named:
            asked = handle(named)
            return tuple(
                account
                for account, known in declared.items()
                if asked
                in {handle(name) for name in (account, known.name or account, *known.handles)}
            )
        claimed = tuple(name for name, account in declared.items() if path and account.claims(path))
        return claimed or (tuple(declared) if len(declared) == 1 else ())

    def disowns(self, platform: str, account: str | None) -> bool:
        """Whether `not_ours` names an account, or all of its platform."""
        asked = handle(account) if account else None
        named = (split_account(each) for each in self.not_ours or ())
        return any(
            id_in_strategy(theirs) == platform and name in ("*", asked) for theirs, name in named
        )

    def knows_account(self, platform: str, account: str | None) -> bool:
        """Whether an account is declared, or nobody said that all accounts are.

        They are on a platform that has declared accounts, and everywhere where `not_ours` is written
        beside `accounts`. What names no account is known.
        """
        declared = next(
            (known for name, known in self.accounts.items() if id_in_strategy(name) == platform), {}
        )
        are_all_asked = bool(self.accounts) and self.not_ours is not None
        if account is None or not (declared or are_all_asked):
            return True
        return bool(self.accounts_matching(platform, named=account))

    def fingerprint(self, measure_id: str) -> str:
        """16 hex digits that change when a measure's meaning, target or goal does.

        A moved deadline, a corrected baseline, another owner or other line breaks do not change it,
        so that decisions taken before still hold. Raises KeyError for a measure that is not declared.
        """
        measure = self.measures[measure_id]
        goal = self.goals.get(measure.goal)
        meaning = {
            "measure": one_line(
                measure.model_dump(mode="json", exclude={"baseline", "by", "owner"})
            ),
            "goal": one_line(goal.model_dump(mode="json", exclude={"by", "owner"}))
            if goal
            else None,
        }
        text = json.dumps(meaning, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
