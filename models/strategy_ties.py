"""A tie: the declared rule that connects activities to a measure, and how strong its kind is."""

import re
from enum import StrEnum
from typing import Annotated, Final, Self
from urllib.parse import quote

from pydantic import AfterValidator, Field, model_validator

from models.platforms import CLICK_PARAMETERS, id_in_strategy
from models.strategy_types import Day, Declared, Id, Lowered, Text, plain, refusal


class TieKind(StrEnum):
    """What connects an activity to a measure, strongest first."""

    DECISION = "decision"
    PLAN = "plan"
    CAMPAIGN = "campaign"
    UTM = "utm"
    LABEL = "label"
    LINK = "link"
    MENTION = "mention"
    HASHTAG = "hashtag"
    PHRASE = "phrase"
    ACCOUNT = "account"
    TYPE = "type"

    @property
    def strength(self) -> int:
        """Larger is stronger; `account` and `type` are equal, all others differ."""
        return _STRENGTH[self]


_STRENGTH: Final = {kind: max(0, 9 - place) for place, kind in enumerate(TieKind)}
DECLARED_KINDS: Final = tuple(
    kind for kind in TieKind if kind not in (TieKind.DECISION, TieKind.PLAN)
)
# `account` and `type` narrow a tie; they are its kind only where it has none of these.
MATCHED_KINDS: Final = DECLARED_KINDS[:-2]

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://|^//")
_TRACKING = re.compile(rf"[?&](utm_\w+|{'|'.join(CLICK_PARAMETERS)})=")


def plain_link(link: str) -> str:
    """A link pattern as ties compare it: lower case, without scheme, `www.` and a last slash."""
    return _SCHEME.sub("", plain(link)).removeprefix("www.").rstrip("/")


def _hashtag(value: str) -> str:
    tag = "#" + value.lstrip("#＃")
    if " " in plain(tag) or "#" in tag[1:] or len(tag) == 1:
        raise refusal(f"`{value}` is not one hashtag", "Write one tag per tie, without spaces.")
    return tag


def _mention(value: str) -> str:
    name = "@" + value.lstrip("@＠")
    if " " in plain(name) or len(name) == 1:
        raise refusal(f"`{value}` is not one handle", "For a name with spaces, tie by `phrase`.")
    return name


def _link(value: str) -> str:
    if _TRACKING.search(value.lower()):
        raise refusal(
            f"`{value}` holds tracking parameters, which are dropped before links are compared",
            "Tie by `campaign` (utm_campaign) or `utm` (source, medium, content) instead.",
        )
    bare = plain_link(value)
    if " " in bare or bare.startswith("/") or not ("." in bare or "*" in bare):
        raise refusal(
            f"`{value}` is not a link", "Write host and path, riverside.example/volunteer*."
        )
    return value


class Utm(Declared):
    """The utm parameters a tie looks for; all that are written must agree."""

    source: Text | None = None
    """utm_source, such as newsletter."""
    medium: Text | None = None
    """utm_medium, such as email."""
    content: Text | None = None
    """utm_content, such as footer-button."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.parts:
            raise refusal("`utm` is empty", "Write at least one of source, medium, content.")
        return self

    @property
    def parts(self) -> dict[str, str]:
        """The parameters that are written, by name, as ties compare them."""
        written = {"source": self.source, "medium": self.medium, "content": self.content}
        return {name: plain(value) for name, value in written.items() if value}


class Tie(Declared):
    """A rule that connects activities to a measure: one thing to match, and what narrows it."""

    measure: Id
    """The measure that matching activities serve."""
    campaign: Text | None = None
    """Match activities of this campaign: utm_campaign, or the platform's own campaign field."""
    utm: Utm | None = None
    """Match links that carry these utm parameters."""
    label: Text | None = None
    """Match activities with this custom label or tag, as set in the publishing tool."""
    link: Annotated[Text, AfterValidator(_link)] | None = None
    """Match links to this address; `*` stands for anything. Scheme and `www.` do not matter."""
    mention: Annotated[Text, AfterValidator(_mention)] | None = None
    """Match texts that mention this handle. Quote it: "@riverside"."""
    hashtag: Annotated[Text, AfterValidator(_hashtag)] | None = None
    """Match texts with this hashtag, whole tags only. Quote it: "#SaturdayCrew"."""
    phrase: Text | None = None
    """Match texts with these words next to each other, whole words only."""
    account: Text | None = None
    """Only activities of this account; alone, the tie claims all of them."""
    platform: Lowered | None = None
    """Only activities on this platform."""
    type: Lowered | None = None
    """Only activities of this type (post, reply, story, video, mailing); alone, all of them."""
    from_: Day | None = Field(default=None, alias="from")
    """Only activities published on this day or later."""
    until: Day | None = None
    """Only activities published on this day or earlier."""

    @model_validator(mode="after")
    def _matches_one_thing(self) -> Self:
        written = [f"`{kind}`" for kind in MATCHED_KINDS if getattr(self, kind) is not None]
        if len(written) > 1:
            raise refusal(
                f"one tie matches by one thing, this one has {' and '.join(written)}",
                "Write a tie for each.",
            )
        if not written and self.account is None and self.type is None:
            raise refusal(
                "this tie has nothing to match by",
                f"Write one of {', '.join(f'`{kind}`' for kind in DECLARED_KINDS)}.",
            )
        if self.from_ and self.until and self.from_ > self.until:
            raise refusal(
                f"`from` {self.from_} is after `until` {self.until}",
                "Exchange the two days.",
            )
        return self

    @property
    def kind(self) -> TieKind:
        """The one thing this tie matches by; `account` before `type` where both stand alone."""
        return next(kind for kind in DECLARED_KINDS if getattr(self, kind) is not None)

    @property
    def platform_id(self) -> str | None:
        """The id of the platform it is narrowed to, by whatever name the strategy calls it."""
        return id_in_strategy(self.platform) if self.platform else None

    @property
    def pattern(self) -> str:
        """What is matched, as it compares; the parts of a `utm` tie as `source=…,medium=…`."""
        if self.utm:
            return ",".join(f"{name}={_escaped(value)}" for name, value in self.utm.parts.items())
        written = str(getattr(self, self.kind))
        return plain_link(written) if self.kind is TieKind.LINK else plain(written)

    @property
    def tie_id(self) -> str:
        """Readable, the same wherever the tie stands in the file, unique in a version.

        For example `volunteer-signups/campaign:volunteer-2026;platform=x`.
        """
        pattern = self.pattern if self.utm else _escaped(self.pattern)
        narrowing = {
            "account": plain(self.account or "") if self.kind is not TieKind.ACCOUNT else "",
            "platform": plain(self.platform or ""),
            "type": plain(self.type or "") if self.kind is not TieKind.TYPE else "",
            "from": str(self.from_ or ""),
            "until": str(self.until or ""),
        }
        suffix = "".join(f";{name}={_escaped(value)}" for name, value in narrowing.items() if value)
        return f"{self.measure}/{self.kind}:{pattern}{suffix}"


def _escaped(text: str) -> str:
    """Keep a pattern's own `;`, `,` and `%` apart from those that divide a tie's id."""
    return "".join(quote(sign) if sign in ";,%" else sign for sign in text)
