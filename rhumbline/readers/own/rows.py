"""Rows of the organisation's own files: what a person wrote in a cell becomes a value or a reason."""

from collections.abc import Mapping
from typing import Final, Literal

import polars as pl

from rhumbline.reading.dates import parse_days, parse_moments
from rhumbline.reading.ids import hash_rows, number_repeats
from rhumbline.reading.networks import platform_named
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Shape

Role = Literal["activities", "outcomes", "plan", "links"]

TEMPLATES: Final[Mapping[Role, tuple[str, ...]]] = {
    "activities": (
        "date", "type", "platform", "title", "segment", "measure", "hours", "cost", "currency",
        "people", "notes",
    ),
    "outcomes": (
        "date", "name", "value", "currency", "source", "medium", "campaign", "link", "measure",
    ),
    "plan": ("date", "platform", "text", "link", "measure"),
    "links": ("short", "target"),
}  # fmt: skip
_AMOUNT: Final = r"^([A-Z]{3})?\s*[$€£¥]?\s*([-+]?\d[\d.,'\s]*?)\s*[$€£¥]?\s*([A-Z]{3})?$"


def is_remark(rows: pl.DataFrame) -> pl.Expr:
    """Whether a row begins with #, as the examples people keep in a file do."""
    return pl.col("date" if "date" in rows.columns else "short").str.starts_with("#")


def activity(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A line of the log. Its id hashes when, what, where and title, so that hours can be corrected."""
    log = _complete(rows, "activities")
    when = parse_moments(_without_midnight(log["date"]), provenance.timezone)
    minute = (
        when["published_at"].dt.convert_time_zone(provenance.timezone).dt.strftime("%Y-%m-%d %H:%M")
    )
    activities = log.with_columns(
        date=minute,
        type=pl.col("type").str.to_lowercase().fill_null("activity"),
        platform=platform_named(pl.col("platform").fill_null("log")),
    )
    identity = hash_rows(activities.select("date", "type", "platform", "title"))
    hours, people = _hours(log["hours"]), _number(log["people"], "people", negative=False)
    cost, currency = _money(log["cost"], log["currency"], "cost")
    return activities.select(
        "line",
        "type",
        "platform",
        number_repeats(identity, hash_rows(activities.select(TEMPLATES["activities"]))),
        pl.concat_str("title", "notes", separator="\n", ignore_nulls=True)
        .replace("", None)
        .alias("text"),
        pl.col("segment").alias("segment_hint"),
        pl.col("measure").alias("measure_hint"),
        hours["value"].alias("hours"),
        cost["value"].alias("cost"),
        currency["value"].alias("currency"),
        people["value"].round().alias("people"),
        when["published_at"],
        when["published_zone"],
        when["published_precision"],
        _first_reason(
            when["why"],
            _missing(log, ("type", "title", "notes"), "The line says neither type nor title."),
            *(cell["why"] for cell in (hours, cost, currency, people)),
        ),
    )


def outcome(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """What came of it on a day: so many sign-ups, so much in donations."""
    listed = _complete(rows, "outcomes")
    when = parse_days(listed["date"])
    value, currency = _money(listed["value"], listed["currency"], "value")
    return listed.select(
        *("line", "name", "source", "medium", "campaign", "link"),
        pl.col("measure").alias("measure_hint"),
        when["date"],
        value["value"],
        currency["value"].alias("currency"),
        _first_reason(
            when["why"],
            _missing(listed, ("name",), "The line does not name the outcome."),
            _missing(listed, ("value",), "The value is empty: write how many, or how much."),
            value["why"],
            currency["why"],
        ),
    )


def planned(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A line of the content plan: the post to come, by its words or its link, and its measure."""
    plan = _complete(rows, "plan")
    when = parse_days(plan["date"])
    nothing = "The line has neither text nor link to know the post by."
    return plan.select(
        *("line", "text", "link", "measure"),
        platform_named(pl.col("platform")),
        when["date"],
        _first_reason(
            when["why"],
            _missing(plan, ("measure",), "The line names no measure."),
            _missing(plan, ("text", "link"), nothing),
        ),
    )


def short_link(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A shortened address and where it leads; the first line of a short link counts."""
    links = _complete(rows, "links")
    bare = (
        pl.col("short").str.replace(r"(?i)^[a-z][a-z0-9+.-]*://(www\.)?", "").str.strip_suffix("/")
    )
    host = bare.str.extract(r"^([^/?#]*)")
    # The rest keeps its case: t.co/aB and t.co/Ab are two links.
    known = pl.concat_str(host.str.to_lowercase(), bare.str.strip_prefix(host))
    return links.with_columns(first=pl.col("target").first().over(known)).select(
        *("line", "short", "target"),
        pl.coalesce(
            _no_address("short"),
            _no_address("target"),
            pl.when(pl.col("target") != pl.col("first")).then(
                pl.format("{} leads elsewhere in a line above: {}.", "short", "first")
            ),
        ).alias("why"),
    )


SHAPES: Final[Mapping[Role, Shape]] = {
    "activities": activity,
    "outcomes": outcome,
    "plan": planned,
    "links": short_link,
}


def _complete(rows: pl.DataFrame, role: Role) -> pl.DataFrame:
    """The rows with every column of the template, those that the file lacks as null."""
    absent = [name for name in TEMPLATES[role] if name not in rows.columns]
    return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)


def _without_midnight(cells: pl.Series) -> pl.Series:
    """A day that a spreadsheet saved with a time of 00:00:00 is the day it was."""
    return cells.str.replace(r"[ T]0{1,2}:00(:00(\.0+)?)?$", "")


def _number(cells: pl.Series, name: str, *, negative: bool = True) -> pl.DataFrame:
    """`value`, and `why` a cell is none."""
    values, bad = parse_numbers(cells)
    below = pl.lit(not negative) & (pl.col("value") < 0)
    return pl.DataFrame({"said": cells.str.slice(0, 40), "value": values, "bad": bad}).select(
        pl.when(~pl.col("bad") & ~below.fill_null(value=False)).then("value").alias("value"),
        pl.when("bad")
        .then(pl.format(f"{name} is '{{}}', not a number.", "said"))
        .when(below)
        .then(pl.format(f"{name} is '{{}}', less than nothing.", "said"))
        .alias("why"),
    )


def _hours(cells: pl.Series) -> pl.DataFrame:
    """Hours, written 1.5, 1,5, 1:30, 1:30:00, 1h30, 2 h or 90 min."""
    plain = cells.str.to_lowercase().str.replace_all(r"\s", "")
    clock = plain.str.extract_groups(r"^(\d+)(?::|h)(\d{2})(?::\d{2})?$")
    hour, minute = (clock.struct.field(n).cast(pl.Float64) for n in ("1", "2"))
    minutes = plain.str.extract(r"^(\d+)m(?:in)?(?:ute)?s?\.?$").cast(pl.Float64)
    spelled = pl.DataFrame({"clock": hour + minute / 60, "minutes": minutes / 60})
    decimal = _number(plain.str.replace(r"h(?:rs?|ours?)?\.?$", ""), "hours", negative=False)
    return pl.concat([decimal, spelled], how="horizontal").select(
        pl.coalesce("clock", "minutes", "value").alias("value"),
        pl.when(pl.coalesce("clock", "minutes").is_null()).then("why").alias("why"),
    )


def _money(cells: pl.Series, currencies: pl.Series, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """An amount without its sign or letters; its currency, from the column or else those letters."""
    parts = cells.str.to_uppercase().str.extract_groups(_AMOUNT)
    before, amount, after = (parts.struct.field(place) for place in ("1", "2", "3"))
    codes = pl.DataFrame(
        {"column": currencies.str.to_uppercase(), "before": before, "after": after}
    )
    plain = pl.DataFrame({"amount": amount, "cell": cells}).select(pl.coalesce(pl.all()))
    return _number(plain.to_series(), name), codes.select(
        pl.coalesce("column", "before", "after").alias("value"),
        pl.when(~pl.col("column").str.contains(r"^[A-Z]{3}$"))
        .then(pl.format("currency is '{}': write its three letters, such as CAD.", "column"))
        .alias("why"),
    )


def _no_address(column: str) -> pl.Expr:
    link = pl.col(column)
    address = link.str.contains(
        r"^(?i:[a-z][a-z0-9+.-]*://)?[^\s/?#.]+(?:\.[^\s/?#.]+)+(?:[/?#]\S*)?$"
    )
    return (
        pl.when(link.is_null())
        .then(pl.lit(f"The {column} link is empty."))
        .when(~address)
        .then(pl.format(f"The {column} link is '{{}}', not an address.", link.str.slice(0, 60)))
    )


def _missing(rows: pl.DataFrame, names: tuple[str, ...], reason: str) -> pl.Series:
    empty = pl.all_horizontal(pl.col(name).is_null() for name in names)
    return rows.select(pl.when(empty).then(pl.lit(reason))).to_series()


def _first_reason(*reasons: pl.Series) -> pl.Series:
    frame = pl.DataFrame({str(place): why.cast(pl.String) for place, why in enumerate(reasons)})
    return frame.select(pl.coalesce(pl.all()).alias("why")).to_series()
