"""The rules of a strategy version: a table of all claims that its ties, log and plan can make."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import polars as pl

from models.strategy import Strategy, Tie, TieKind, plain
from models.strategy_accounts import handle
from rhumbline.alignment.addresses import read_link_patterns
from rhumbline.alignment.phrases import PhraseBook

CLAIM: Final = {
    "claim": pl.UInt32(),  # the number of its row
    "tie_id": pl.String(),
    "measure_id": pl.String(),
    "kind": pl.String(),
    "strength": pl.Int32(),
    "length": pl.Int32(),  # of a link pattern, where the longest wins; 0 for all other kinds
    "position": pl.Int32(),
    "pattern": pl.String(),
    "reason": pl.String(),
    "platform": pl.String(),
    "account": pl.String(),
    "type": pl.String(),
    "from_date": pl.Date(),
    "until_date": pl.Date(),
}
LIMITS: Final = ("platform", "account", "type", "from_date", "until_date")
MEASURE: Final = {
    "measure_id": pl.String(),
    "goal_id": pl.String(),
    "segment_id": pl.String(),
    "fingerprint": pl.String(),
    "strategy_version": pl.String(),
    "position": pl.Int32(),
}
LOG_PATTERN: Final = "measure named in the activity log"

_WHOLE_TAG: Final = r"^#[\w·・]+$"  # what platforms would make one hashtag
_JUDGED_BY: Final = {
    "in_force_from", "timezone", "segments", "goals", "measures", "ties", "sites", "accounts",
}  # fmt: skip
_REASONS: Final = {
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
    """A strategy version: its strategy, and its name, which is the day it comes into force."""

    @property
    def strategy(self) -> Strategy:
        """The strategy as that version declares it."""
        ...

    @property
    def name(self) -> str:
        """The `strategy_version` of SQL."""
        ...


@dataclass(frozen=True)
class Rules:
    """The claims that a strategy version can make, and the measures that people may name."""

    version: str
    strategy: Strategy
    digest: str  # changes with anything that a verdict of this version rests on
    claims: pl.DataFrame  # CLAIM
    measures: pl.DataFrame  # MEASURE

    @classmethod
    def of(cls, version: InForce, plan: pl.DataFrame | None = None) -> "Rules":
        """The rules of a version, with a claim for each line of the plan whose measure it has."""
        strategy = version.strategy
        rows = [*_tie_claims(strategy), *_log_claims(strategy)]
        claims = pl.DataFrame(rows, schema=CLAIM, orient="row")
        if plan is not None:
            claims = pl.concat([claims, _plan_claims(plan, strategy, len(rows))])
        return cls(version.name, strategy, _digest(version), claims, _measures(version))

    def patterns(self, kind: TieKind) -> pl.DataFrame:
        """`claim` and `pattern` of the ties of a kind."""
        return self.claims.filter(pl.col("kind") == str(kind)).select("claim", "pattern")

    @cached_property
    def hashtags(self) -> pl.DataFrame:
        """`claim` and `pattern` of the hashtag ties that platforms would make one hashtag."""
        return self.patterns(TieKind.HASHTAG).filter(pl.col("pattern").str.contains(_WHOLE_TAG))

    @cached_property
    def phrase_book(self) -> PhraseBook:
        """The phrases to look for, among them the hashtag ties that no platform would make one hashtag.

        Platforms end `#Seed-Swap` at the hyphen; a tie by it means those words.
        """
        is_broken = ~pl.col("pattern").str.contains(_WHOLE_TAG)
        broken_tags = self.patterns(TieKind.HASHTAG).filter(is_broken)
        return PhraseBook.of(pl.concat([self.patterns(TieKind.PHRASE), broken_tags]))

    @cached_property
    def is_limited(self) -> pl.Series:
        """For each claim whether its tie has a limit."""
        return self.claims.select(pl.any_horizontal(pl.col(LIMITS).is_not_null())).to_series()

    @cached_property
    def has_days(self) -> bool:
        """Whether any tie is limited to days."""
        days = self.claims.select(pl.col("from_date", "until_date").is_not_null().any())
        return any(days.row(0))

    @property
    def own_hosts(self) -> tuple[str, ...]:
        """Hosts where utm parameters count, without a port; empty where they count on all."""
        return tuple(dict.fromkeys(host.split(":")[0] for host in self.strategy.own_hosts))

    @property
    def named_hosts(self) -> tuple[str, ...]:
        """Hosts that the strategy names in full, known as links even where they stand alone."""
        return tuple(host for host in self.own_hosts if "*" not in host)

    def owner(self, platform: str | None, account: str | None) -> str | None:
        """An account as limits compare it: by its declared name, by whichever handle an export calls it."""
        if account is None:
            return None
        known = self.strategy.accounts_matching(platform or "", named=account)
        return handle(known[0] if len(known) == 1 else account)


def _digest(version: InForce) -> str:
    """16 hex digits that change with anything a verdict of this version rests on."""
    content = version.strategy.model_dump(mode="json", include=_JUDGED_BY)
    text = json.dumps([version.name, content], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _measures(version: InForce) -> pl.DataFrame:
    rows = [
        (
            name,
            measure.goal,
            measure.segment,
            version.strategy.fingerprint(name),
            version.name,
            place,
        )
        for place, (name, measure) in enumerate(version.strategy.measures.items())
    ]
    return pl.DataFrame(rows, schema=MEASURE, orient="row")


def _tie_claims(strategy: Strategy) -> Iterator[Sequence[object]]:
    links = _link_patterns(strategy.ties)
    for place, tie in enumerate(strategy.ties):
        is_link = tie.kind is TieKind.LINK
        limits = tie.kind not in (
            TieKind.ACCOUNT,
            TieKind.TYPE,
        )  # these two match by what limits others
        yield (
            place,
            tie.tie_id,
            tie.measure,
            str(tie.kind),
            tie.kind.strength,
            len(tie.pattern) if is_link else 0,
            place,
            links[tie.pattern] if is_link else tie.pattern,
            _REASONS[tie.kind].format(_written_pattern(tie), tie.measure),
            tie.platform_id if limits else None,
            tie.account if limits else None,
            plain(tie.type) if limits and tie.type else None,
            tie.from_,
            tie.until,
        )


def _written_pattern(tie: Tie) -> str:
    """The pattern as the strategy writes it."""
    return tie.pattern if tie.utm else str(getattr(tie, tie.kind))


def _link_patterns(ties: Sequence[Tie]) -> dict[str, str]:
    written = [tie.pattern for tie in ties if tie.kind is TieKind.LINK]
    patterns = read_link_patterns(pl.Series("link", written, pl.String))
    return dict(patterns.iter_rows())


def _log_claims(strategy: Strategy) -> Iterator[Sequence[object]]:
    """A claim per measure, as strong as the plan, for lines of the activity log that name it."""
    no_limits = (None,) * len(LIMITS)
    for place, name in enumerate(strategy.measures):
        reason = f"The activity log gives it to {name}."
        kind = TieKind.PLAN
        yield (
            len(strategy.ties) + place, f"{name}/plan:log", name, str(kind), kind.strength, 0, place,
            LOG_PATTERN, reason, *no_limits,
        )  # fmt: skip


def measure_names(strategy: Strategy) -> dict[str, str]:
    """The measure of each name that people may write, normalised: its own name, and its label."""
    labels = {
        plain(measure.label): name for name, measure in strategy.measures.items() if measure.label
    }
    return labels | {plain(name): name for name in strategy.measures}


def _plan_claims(plan: pl.DataFrame, strategy: Strategy, first: int) -> pl.DataFrame:
    """A claim per line of the plan whose measure this version has, numbered from `first`.

    `pattern` is the number of the line.
    """
    names = measure_names(strategy)
    measures = {written: names.get(plain(written)) for written in plan["measure"].unique()}
    known = plan.with_columns(
        measure_id=pl.col("measure").replace_strict(measures, return_dtype=pl.String)
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
            pl.format("Line {} of the content plan gives it to {}.", line, measure).alias("reason"),
            *(pl.lit(None, CLAIM[limit]).alias(limit) for limit in LIMITS),
        )
    )
