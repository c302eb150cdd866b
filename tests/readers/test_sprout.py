"""Sprout Social: the zone of the workspace is proven by the moments in the posts' ids."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.readers.sprout import _ZONES, READERS, prove_zone


def posts(moments: list[datetime], zone: str, platform: str = "tiktok") -> pl.DataFrame:
    local = [m.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0) for m in moments]
    ids = [str(int(m.timestamp()) << 32) for m in moments]
    return pl.DataFrame(
        {"platform": platform, "native_id": ids, "local": local},
        schema_overrides={"local": pl.Datetime("us"), "native_id": pl.String},
    )


moments = st.lists(
    st.datetimes(datetime(2023, 1, 1), datetime(2026, 12, 31), timezones=st.just(ZoneInfo("UTC"))),
    min_size=1,
    max_size=6,
)


@given(moments, st.sampled_from(_ZONES), st.sampled_from(_ZONES))
def test_the_zone_found_reads_every_time_as_its_id_does(
    published: list[datetime], true: str, assumed: str
) -> None:
    found = prove_zone(posts(published, true), assumed)
    for moment in published:
        apart = moment.astimezone(ZoneInfo(found)).utcoffset()
        assert apart == moment.astimezone(ZoneInfo(true)).utcoffset() or _is_repeated(moment, true)


def _is_repeated(moment: datetime, zone: str) -> bool:
    """Whether a local time occurs twice, or the clocks change within the hour: nothing proves it."""
    offsets = {
        (moment + timedelta(minutes=m)).astimezone(ZoneInfo(zone)).utcoffset() for m in (-75, 75)
    }
    return len(offsets) > 1


def test_an_assumed_zone_that_agrees_is_kept() -> None:
    seen = posts([datetime(2026, 1, 5, 12, tzinfo=ZoneInfo("UTC"))], "America/Vancouver")
    assert prove_zone(seen, "America/Vancouver") == "America/Vancouver"


@pytest.mark.parametrize("platform", ["facebook", "instagram", "youtube"])
def test_ids_without_a_moment_prove_nothing(platform: str) -> None:
    seen = posts([datetime(2026, 1, 5, 12, tzinfo=ZoneInfo("UTC"))], "Asia/Tokyo", platform)
    assert prove_zone(seen, "Europe/Paris") == "Europe/Paris"


def test_moments_that_contradict_each_other_prove_nothing() -> None:
    one = posts([datetime(2026, 1, 5, 12, tzinfo=ZoneInfo("UTC"))], "Asia/Tokyo")
    two = posts([datetime(2026, 1, 6, 12, tzinfo=ZoneInfo("UTC"))], "America/Chicago")
    assert prove_zone(pl.concat([one, two]), "Europe/Paris") == "Europe/Paris"


def test_no_header_is_both_read_and_left_aside() -> None:
    for reader in READERS:
        assert not set(reader.fields) & reader.ignored
