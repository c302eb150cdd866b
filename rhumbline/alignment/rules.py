"""A strategy version made ready to judge with: every claim it can lay to an activity, as a table."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import polars as pl

from models.strategy import Strategy, Tie, TieKind, plain
from models.strategy_accounts import handle
from rhumbline.alignment.addresses import pattern_of

CLAIM: Final = {
    "claim": pl.UInt32(),
    "tie_id": pl.String(),
    "measure_id": pl.String(),
    "kind": pl.String(),
    "strength": pl.Int32(),
    "length": pl.Int32(),  # of a link pattern, where the longest wins; 0 for all other kinds
    "position": pl.Int32(),
    "pattern": pl.String(),
    "because": pl.String(),
    "platform": pl.String(),
    "account": pl.String(),
    "type": pl.String(),
    "from_date": pl.Date(),
    "until_date": pl.Date(),
}
MEASURE: Final = {
    "measure_id": pl.String(),
    "goal_id": pl.String(),
    "segment_id": pl.String(),
    "fingerprint": pl.String(),
    "strategy_version": pl.String(),
    "position": pl.Int32(),
}
LOG_PATTERN: Final = "measure named in the activity log"

_JUDGED_BY: Final = {
    "in_force_from", "timezone", "segments", "goals", "measures", "ties", "sites", "accounts",
}  # fmt: skip
_BECAUSE: Final = {
    TieKind.CAMPAIGN: "Its campaign {} is tied to {}.",
    TieKind.UTM: "A link in it carries {}, which is tied to {}.",
    TieKind.LABEL: "Its label {} is tied to {}.",
    TieKind.LINK: "It links to {}, which is tied to {}.",
    TieKind.MENTION: "It mentions {}, which is tied to {}.",
    TieKind.HASHTAG: "Its hashtag {} is tied to {}.",
    TieKind.PHRASE: "It says “{}”, which is tied to {}.",
    TieKind.ACCOUNT: "All activities of account {} are tied to {}.",
    TieKind.TYPE: "All activities of type {} are tied to {}.",
}


class InForce(Protocol):
    """A strategy version: what it says, and its name, the day it begins."""

    @property
    def strategy(self) -> Strategy:
        """What it says."""
        ...

    @property
    def name(self) -> str:
        """`strategy_version` in SQL."""
        ...


@dataclass(frozen=True)
class Rules:
    """A strategy version as tables: its claims, and the measures that people may name."""

    version: str
    strategy: Strategy
    digest: str
    claims: pl.DataFrame
    measures: pl.DataFrame

    @classmethod
    def of(cls, version: InForce, plan: pl.DataFrame | None = None) -> "Rules":
        """The rules of a version, with a claim for each line of a content plan it knows."""
        strategy = version.strategy
        rows = [*_ties(strategy), *_named_in_the_log(strategy)]
        claims = pl.DataFrame(rows, schema=CLAIM, orient="row")
        if plan is not None:
            claims = pl.concat([claims, _planned(plan, strategy, len(rows))])
        return cls(version.name, strategy, _digest(version), claims, _measures(version))

    def patterns(self, kind: TieKind) -> pl.DataFrame:
        """`claim` and `pattern` of the ties of a kind."""
        return self.claims.filter(pl.col("kind") == str(kind)).select("claim", "pattern")

    @property
    def own_hosts(self) -> tuple[str, ...]:
        """Hosts where utm parameters count, without a port; empty where they count on all."""
        return tuple(dict.fromkeys(host.split(":")[0] for host in self.strategy.own_hosts))

    @property
    def named_hosts(self) -> tuple[str, ...]:
        """Hosts that the strategy names in full, known as links even where they stand alone."""
        return tuple(host for host in self.own_hosts if "*" not in host)

    def owner(self, platform: str | None, account: str | None) -> str | None:
        """An account as narrowing compares it: the declared one, whatever an export calls it."""
        if account is None:
            return None
        known = self.strategy.accounts_matching(platform or "", named=account)
        return handle(known[0] if len(known) == 1 else account)


def _digest(version: InForce) -> str:
    """16 hex digits that change with anything a verdict of this version rests on."""
    said = version.strategy.model_dump(mode="json", include=_JUDGED_BY)
    text = json.dumps([version.name, said], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _measures(version: InForce) -> pl.DataFrame:
    rows = [
        (name, measure.goal, measure.segment, version.strategy.fingerprint(name), version.name, at)
        for at, (name, measure) in enumerate(version.strategy.measures.items())
    ]
    return pl.DataFrame(rows, schema=MEASURE, orient="row")


def _ties(strategy: Strategy) -> Iterator[Sequence[object]]:
    links = _link_patterns(strategy.ties)
    for place, tie in enumerate(strategy.ties):
        is_link = tie.kind is TieKind.LINK
        narrows = tie.kind not in (TieKind.ACCOUNT, TieKind.TYPE)  # else it is what they match by
        yield (
            place,
            tie.tie_id,
            tie.measure,
            str(tie.kind),
            tie.kind.strength,
            len(tie.pattern) if is_link else 0,
            place,
            links[tie.pattern] if is_link else tie.pattern,
            _BECAUSE[tie.kind].format(_shown(tie), tie.measure),
            tie.platform_id if narrows else None,
            tie.account if narrows else None,
            plain(tie.type) if narrows and tie.type else None,
            tie.from_,
            tie.until,
        )


def _shown(tie: Tie) -> str:
    """The pattern as the strategy has it."""
    return tie.pattern if tie.utm else str(getattr(tie, tie.kind))


def _link_patterns(ties: Sequence[Tie]) -> dict[str, str]:
    written = [tie.pattern for tie in ties if tie.kind is TieKind.LINK]
    read = pattern_of(pl.Series("link", written, pl.String))
    return dict(read.iter_rows())


def _named_in_the_log(strategy: Strategy) -> Iterator[Sequence[object]]:
    """A claim per measure, for lines of the activity log that name one: as strong as the plan."""
    nothing = (None,) * 5
    for place, name in enumerate(strategy.measures):
        because = f"The activity log gives it to {name}."
        kind = TieKind.PLAN
        yield (
            len(strategy.ties) + place, f"{name}/plan:log", name, str(kind), kind.strength, 0, place,
            LOG_PATTERN, because, *nothing,
        )  # fmt: skip


def measure_names(strategy: Strategy) -> dict[str, str]:
    """What people may write for a measure, folded: its name, or the label that reports show."""
    labels = {plain(m.label): name for name, m in strategy.measures.items() if m.label}
    return labels | {plain(name): name for name in strategy.measures}


def _planned(plan: pl.DataFrame, strategy: Strategy, first: int) -> pl.DataFrame:
    """A claim per line of the plan whose measure this version has; `pattern` is the line's number."""
    names = measure_names(strategy)
    asked = {said: names.get(plain(said)) for said in plan["measure"].unique()}
    known = plan.with_columns(
        measure_id=pl.col("measure").replace_strict(asked, return_dtype=pl.String)
    ).filter(pl.col("measure_id").is_not_null())
    line, measure = pl.col("line"), pl.col("measure_id")
    kind = TieKind.PLAN
    return (
        known.sort("line")
        .with_row_index("claim", first)
        .select(
            pl.col("claim").cast(pl.UInt32),
            pl.format("{}/plan:{}", measure, "date").alias("tie_id"),
            "measure_id",
            pl.lit(str(kind)).alias("kind"),
            pl.lit(kind.strength, pl.Int32).alias("strength"),
            pl.lit(0, pl.Int32).alias("length"),
            line.cast(pl.Int32).alias("position"),
            line.cast(pl.String).alias("pattern"),
            pl.format("Line {} of the content plan gives it to {}.", line, measure).alias(
                "because"
            ),
            *(pl.lit(None, dtype).alias(name) for name, dtype in list(CLAIM.items())[9:]),
        )
    )
