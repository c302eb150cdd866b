"""A file in formats/: how to know an export that no reader is written for, and what its columns are."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, model_validator

from models.metrics import Basis
from models.strategy_time import Zone
from models.strategy_types import Declared, Lowered, Number, OneOrMany, Text, Texts, plain, refusal

KindName = Literal["posts", "daily", "audience", "traffic", "conversions", "other"]

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_PLATFORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _format_name(value: str) -> str:
    if not _NAME.fullmatch(value):
        slug = re.sub(r"\W+", "_", value.lower()).strip("_")
        raise refusal(
            f"`{value}` cannot name a format",
            f"Use small letters, digits and underscores, the platform first: `{slug or 'board'}`.",
        )
    return value


def _platform_name(value: str) -> str:
    if not _PLATFORM.fullmatch(value):
        slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        raise refusal(f"`{value}` is not a platform id", f"Write it as `{slug or 'pinterest'}`.")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise refusal(
            f"`{value}` is not a pattern: {error}", "Quote it in single quotes: '/status/(\\d+)'."
        ) from None
    return value


def _capturing(value: str) -> str:
    if re.compile(_pattern(value)).groups != 1:
        raise refusal(
            f"`{value}` does not say which part is meant",
            "Put exactly one pair of brackets round that part: '/status/(\\d+)'.",
        )
    return value


def _decimal(value: Any) -> Any:
    return {".": "point", ",": "comma"}.get(value, value) if isinstance(value, str) else value


def _order(value: Any) -> Any:
    return plain(value).replace("-", " ") if isinstance(value, str) else value


def _zone(value: str) -> str:
    return "organisation" if plain(value) == "organisation" else _ZONE.validate_python(value)


_ZONE: TypeAdapter[str] = TypeAdapter(Zone)

PlatformId = Annotated[Text, AfterValidator(_platform_name)]
Pattern = Annotated[Text, AfterValidator(_pattern)]
Capture = Annotated[Text, AfterValidator(_capturing)]
Headers = Annotated[tuple[Text, ...], OneOrMany, Field(min_length=1)]


class Network(Declared):
    """Which column names the network of each row, in a file of several."""

    column: Headers
    """The header of the column that names the network; several where it has several names."""
    values: dict[Lowered, PlatformId] = Field(default_factory=dict)
    """Names in that column that Rhumbline does not know, to platform ids: {meta threads: threads}."""


class IdFrom(Declared):
    """Where the id of a post comes from: one of `column`, `link` and `hash`."""

    column: Headers | None = None
    """The column that holds it."""
    pattern: Capture | None = None
    """Which part of the cell it is, as a regular expression with one pair of brackets."""
    link: Headers | None = None
    """The column with the post's address, where the network's own id stands in it."""
    hash: Headers | None = None
    """Columns that together tell one row from all others, where there is no id: [Sent, Subject]."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        written = [name for name in ("column", "link", "hash") if getattr(self, name)]
        if len(written) != 1:
            raise refusal(
                "an id comes from one of `column`, `link` and `hash`",
                "Write one of them; a second source is a second entry of the list.",
            )
        if self.pattern and not self.column:
            raise refusal("`pattern` goes with `column`", "Write the column it is to look in.")
        return self


class TypeRule(Declared):
    """A type for the rows whose cell matches."""

    column: Headers
    """The column to look in."""
    matches: Pattern
    """What to look for, as a regular expression; capitals do not matter."""
    is_: Lowered = Field(alias="is")
    """The type of such rows: post, reply, story, video, mailing, or a word of your own."""


class TypeRules(Declared):
    """What type an activity is of."""

    default: Lowered = "post"
    """The type where no rule matches."""
    rules: tuple[TypeRule, ...] = ()
    """The first that matches counts."""


class Skip(Declared):
    """Rows that are no rows: totals, averages, footers."""

    column: Headers
    """The column to look in."""
    matches: Pattern
    """What to look for, as a regular expression; capitals do not matter."""


class Dates(Declared):
    """How dates and times are written."""

    format: Texts = ()
    """As %Y-%m-%d %H:%M; several are tried in turn; left out, usual spellings are recognised."""
    order: Annotated[Literal["day first", "month first"], BeforeValidator(_order)] | None = None
    """What 03/04/2026 means; left out, the other dates of the column decide, or the row is refused."""
    zone: Annotated[Text, AfterValidator(_zone)] = "organisation"
    """The time zone of the times: America/Los_Angeles, UTC, or that of the organisation."""


class Numbers(Declared):
    """How numbers are written."""

    decimal: Annotated[Literal["point", "comma"], BeforeValidator(_decimal)] | None = None
    """What divides 1 from its tenth; left out, 1,234 is read as a thousand and 1,5 as one and a half."""
    missing: Texts = ()
    """Spellings of "not known" beside the usual ones: [no data, none yet]."""


class DeclaredFormat(Declared):
    """One format: how to know a file of it, and what its columns are."""

    format: Annotated[Text, AfterValidator(_format_name)]
    """A name of your own, unique, the platform first: pinterest_pins."""
    platform: PlatformId
    """The platform id; for a file of several networks, the tool it comes from: metricool."""
    network: Network | None = None
    """For a file of several networks, the column that names each row's."""
    kind: KindName = "posts"
    """What a row is: a post, an account's day, an audience's facet, traffic, an outcome, or other."""
    describes: Text | None = None
    """Where such a file is downloaded, for people."""
    unverified: bool = False
    """Whether nobody has yet held this mapping against a real file."""
    sheet: Texts = ()
    """Which sheets of a workbook hold it; left out, any."""
    needs: Annotated[tuple[Text, ...], OneOrMany, Field(min_length=2)]
    """What a file must have to be of this format, at least two: our names, or their headers."""
    without: Texts = ()
    """Headers that no file of this format has."""
    columns: Annotated[dict[Text, Text], BeforeValidator(lambda v: v or {})] = Field(
        default_factory=dict
    )
    """Their header to our name: {Pin clicks: clicks}. Two headers may have the same name."""
    ignored: Texts = ()
    """Headers left aside on purpose, /between slashes/ as a regular expression."""
    skip: tuple[Skip, ...] = ()
    """Rows that are no rows: totals and footers."""
    dates: Dates = Dates()
    """How dates are written."""
    numbers: Numbers = Numbers()
    """What a point and a comma mean in numbers, and how "not known" is written."""
    id: tuple[IdFrom, ...] = ()
    """Where the id comes from, tried in turn; left out, the column mapped to native_id."""
    type: TypeRules = TypeRules()
    """What type a post is of."""
    constants: dict[Text, Text] = Field(default_factory=dict)
    """Our name to a text that holds for every row: {account: "@riverside", facet: country}."""
    scale: dict[Text, Number] = Field(default_factory=dict)
    """Our name to what its figures are multiplied by: {watch_seconds: 60} for minutes."""
    basis: Basis = Basis.LIFETIME
    """What the figures cover: lifetime, window (the period exported) or day."""
    bases: dict[Text, Basis] = Field(default_factory=dict)
    """Metrics on another basis."""
    row_cap: Annotated[int, Field(ge=1)] | None = None
    """Rows at which the platform cuts an export."""
    file_name: Pattern | None = None
    """What the name of a file may tell, with groups named account, from and until."""
