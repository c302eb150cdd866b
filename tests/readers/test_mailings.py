"""Newsletters: a mailing keeps its id, and files that lie beside newsletters are left alone."""

from pathlib import Path

import pytest

from rhumbline.opening import open_documents
from rhumbline.readers import READERS
from rhumbline.readers.constant_contact import CAMPAIGNS
from rhumbline.reading.batch import Batch
from rhumbline.reading.provenance import Provenance

HEADER = "Time Sent,Campaign Name,Sends,Opens,Open Rate\n"


def read(tmp_path: Path, text: str, timezone: str = "America/Toronto") -> Batch:
    file = tmp_path / "email.csv"
    file.write_text(text, encoding="utf-8")
    with open_documents(file) as documents:
        (part,) = CAMPAIGNS.read(documents[0], Provenance("email.csv", timezone=timezone))
    return part


def test_a_mailing_is_the_same_however_its_time_is_written(tmp_path: Path) -> None:
    spelled = ("2026/09/05 2:02 PM", "9/5/26 14:02", "2026-09-05 14:02:00", "Sep 5, 2026 2:02 pm")
    rows = [read(tmp_path, f'{HEADER}"{when}",Soup letter,5,1,20%\n').rows for when in spelled]
    assert len({frame["native_id"][0] for frame in rows}) == 1
    assert {str(frame["published_at"][0]) for frame in rows} == {"2026-09-05 18:02:00+00:00"}


def test_a_mailing_is_the_same_whatever_zone_is_assumed(tmp_path: Path) -> None:
    text = f"{HEADER}2026/09/05 2:02 PM,Soup letter,5,1,20%\n"
    ids = {read(tmp_path, text, zone).rows["native_id"][0] for zone in ("UTC", "Asia/Tokyo")}
    assert len(ids) == 1


# Real downloads that often lie in the same folder, and of which nothing is read.
BESIDE = {
    "GMB insights.csv": "Store code,Business name,Address,Labels,Google Search - Mobile,"
    "Google Search - Desktop,Calls,Directions,Website clicks\n"
    ",,,,People that viewed your profile on mobile,On a desktop,Calls made,Asked the way,Clicked\n"
    "1,Riverside Food Bank,1 Mill Road,,120,33,4,9,17\n",
}  # fmt: skip


def claims(tmp_path: Path, name: str, text: str) -> list[str]:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with open_documents(file) as documents:
        return [reader.format for reader in READERS if reader.claims(documents[0])]


@pytest.mark.parametrize("name", BESIDE)
def test_nobody_claims_what_nothing_is_read_of(tmp_path: Path, name: str) -> None:
    assert claims(tmp_path, name, BESIDE[name]) == []
    campaign = f"{HEADER}2026/09/05 2:02 PM,Soup letter,5,1,20%\n"
    assert claims(tmp_path, name, campaign) == ["constant_contact_campaigns"]
