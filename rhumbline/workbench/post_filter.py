"""Which posts a page is about: a state, a cause, a platform, a measure, a month, words."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Annotated, Final, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Depends

FAILING: Final = ("untraceable", "orphaned")


class PostState(NamedTuple):
    """A state that posts are narrowed by: as a choice, as a sentence goes on, and its alignments."""

    name: str
    words: str
    alignments: tuple[str, ...]


STATES: Final = {
    "failing": PostState("fail", "fail: they serve no measure", FAILING),
    "aligned": PostState("serve", "serve a measure", ("aligned",)),
    "ambiguous": PostState("two goals", "are tied to two goals alike", ("ambiguous",)),
    "suspect": PostState("changed", "are tied to a measure that changed since", ("suspect",)),
    "waived": PostState("waived", "are waived", ("waived",)),
    "predates_strategy": PostState(
        "too early", "are older than the strategy, and not judged", ("predates_strategy",)
    ),
}

FROM_POSTS: Final = """
from core.verdicts as verdicts
inner join core.activities as activities on verdicts.activity_key = activities.activity_key
"""


@dataclass(frozen=True)
class PostFilter:
    """What posts are narrowed to; an empty text narrows nothing."""

    state: str = ""
    cause: str = ""
    platform: str = ""
    measure: str = ""
    month: str = ""  # 2026-10, in the organisation's zone
    words: str = ""  # each of them stands in the post

    def condition(self, zone: ZoneInfo) -> tuple[str, list[object]]:
        """The condition in SQL over verdicts and activities, and its parameters."""
        parts: list[tuple[str, list[object]]] = [("true", [])]
        if self.state in STATES:
            alignments = STATES[self.state].alignments
            places = ", ".join("?" * len(alignments))
            parts.append((f"verdicts.alignment in ({places})", list(alignments)))
        for column, value in (
            ("verdicts.cause", self.cause),
            ("activities.platform", self.platform),
            ("verdicts.measure_id", self.measure),
        ):
            parts += [(f"{column} = ?", [value])] if value else []
        if month := _month(self.month, zone):
            parts.append(
                ("activities.published_at >= ? and activities.published_at < ?", list(month))
            )
        parts += [_holding(word) for word in self.words.split()]
        return " and ".join(sql for sql, _ in parts), [each for _, given in parts for each in given]

    def address(self, **changes: object) -> str:
        """The address of the page of posts with this filter, changed in some parts."""
        query = {name: value for name, value in (self.as_dict() | changes).items() if value}
        return f"/posts?{urlencode(query)}" if query else "/posts"

    def as_dict(self) -> dict[str, object]:
        """Part → value, empty ones as well."""
        return {part.name: getattr(self, part.name) for part in fields(self)}

    def narrowed(self, **changes: str) -> "PostFilter":
        """The filter with some parts changed."""
        return replace(self, **changes)


InFilter = Annotated[PostFilter, Depends()]
"""The filter in the address of a request, as a parameter of a route."""


def _holding(word: str) -> tuple[str, list[object]]:
    folded = word.lower()
    return (
        "(contains(lower(activities.text), ?) or activities.activity_id = ?)",
        [folded, word],
    )


def _month(text: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The first moment of a month and of the next; None where the text is no month."""
    try:
        first = date.fromisoformat(f"{text}-01")
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    except ValueError:
        return None
    return (
        datetime(first.year, first.month, 1, tzinfo=zone),
        datetime(after.year, after.month, 1, tzinfo=zone),
    )
