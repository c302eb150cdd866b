"""The strategy's time zone, and the schedule of its nights."""

import re
from difflib import get_close_matches
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator

from models.strategy_types import Text, plain, refusal

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_CRON_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_CRON_PART = re.compile(r"(?:\*|(\d+)(?:-(\d+))?)(?:/[1-9]\d*)?")


@cache
def zones() -> frozenset[str]:
    """Every IANA time zone this machine knows."""
    return frozenset(available_timezones())


def cron(schedule: str) -> str:
    """A schedule as five cron fields, to be read in the organisation's zone."""
    time = _TIME.fullmatch(schedule)
    return f"{int(time[2])} {int(time[1])} * * *" if time else schedule


def _zone(value: str) -> str:
    if value in zones():
        return value
    asked = plain(value).replace(" ", "_")
    near = sorted(zone for zone in zones() if asked in zone.lower())
    near = near or get_close_matches(value, zones(), n=1, cutoff=0.8)
    hint = f"Did you mean {' or '.join(near[:3])}?" if near else ""
    raise refusal(
        f"`{value}` is not a time zone", hint or "Write region and city: America/Toronto."
    )


def _schedule(value: str) -> str:
    fields = value.split()
    if _TIME.fullmatch(value):
        return value
    if len(fields) == len(_CRON_RANGES) and all(map(_is_cron_field, fields, _CRON_RANGES)):
        return value
    raise refusal(
        f"`{value}` is not a schedule",
        "Write a time of day, 06:00, or the five numbers of cron, 0 6 * * 1-5.",
    )


def _is_cron_field(field: str, limits: tuple[int, int]) -> bool:
    parts = [_CRON_PART.fullmatch(part) for part in field.split(",")]
    numbers = [int(number) for part in parts if part for number in part.groups() if number]
    return all(parts) and all(limits[0] <= number <= limits[1] for number in numbers)


Zone = Annotated[Text, AfterValidator(_zone)]
Schedule = Annotated[Text, AfterValidator(_schedule)]
