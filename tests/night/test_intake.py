"""Files that are broken, hostile or unknown are refused with a reason, and never stop the others."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rhumbline.archive.inbox import collect_inbox
from rhumbline.formats import load_formats
from rhumbline.ingest.exports import Read, ingest_exports
from rhumbline.ingest.own_files import ingest_own_files, note_own_files
from rhumbline.reports.failed_csv import write_failed_csv
from rhumbline.warehouse.access import open_for_writing
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace
from tests.night.workspaces import STORED, TIKTOK, X, drop, put, workspace_in


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path / "w")


@pytest.fixture
def warehouse(workspace: Workspace) -> Iterator[Warehouse]:
    with open_for_writing(workspace) as opened:
        yield opened


def _read(workspace: Workspace, warehouse: Warehouse) -> dict[str, Read]:
    collect_inbox(workspace)
    declared = load_formats(workspace.formats)
    ingested = ingest_exports(workspace, warehouse, STORED, declared)
    return {file.name: file for file in ingested.files}


META = next(
    (Path(__file__).parents[1] / "readers" / "meta_insights" / "platform-unsaid").glob("*.csv")
)


def _zip(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def _bomb() -> bytes:
    return _zip(**{"posts.csv": b"0" * 40_000_000})


_ENTITY = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>
<Cell><Data ss:Type="String">&secret;</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_every_bad_file_is_refused_with_its_reason_and_the_good_one_is_read(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    good = drop(workspace, X).name
    whole = drop(workspace, TIKTOK).read_bytes()
    put(workspace, TIKTOK, whole[: len(whole) // 2])
    bad = {
        "empty.csv": (b"", "empty"),
        "blank.csv": (b"\xef\xbb\xbf\r\n\r\n", "empty"),
        "unknown.csv": (b"colour,weight\nred,3\n", "No reader recognises"),
        "bomb.zip": (_bomb(), "bomb"),
        "nothing.zip": (_zip(), ""),
        "nested.zip": (_zip(**{"inner.zip": whole}), "an archive inside another"),
        "entity.xls": (_ENTITY, ""),
        "noise.xlsx": (b"PK\x03\x04" + bytes(range(256)) * 4, ""),
        "binary.csv": (bytes(range(256)) * 16, ""),
        "plan.csv": (
            b"date,platform,text,link,measure\n2026-10-01,x,a,,\n",
            "beside strategy.yaml",
        ),
    }
    for name, (content, _) in bad.items():
        put(workspace, name, content)
    read = _read(workspace, warehouse)
    assert read[good].status == "read"
    refused = {name: one.reason or "" for name, one in read.items() if one.status == "refused"}
    assert refused.keys() == {*bad, TIKTOK}
    assert {name for name, (_, why) in bad.items() if why not in refused[name]} == set()
    assert not {name for name, why in refused.items() if "Rhumbline made a mistake" in why}
    assert not list(workspace.inbox.iterdir())
    stored = dict(warehouse.rows("select name, reason from core.exports where reason is not null"))
    assert stored == refused
    assert Path("/etc/hostname").read_text().strip() not in str(
        warehouse.rows("select reason from core.exports")
    )


def test_names_in_a_zip_lead_nowhere(workspace: Workspace, warehouse: Warehouse) -> None:
    text = drop(workspace, X).read_bytes()
    (workspace.inbox / next(workspace.inbox.iterdir()).name).unlink()
    put(workspace, "posts.zip", _zip(**{"..__..__..__escaped.csv": text}))
    read = _read(workspace, warehouse)
    assert read["posts.zip"].status == "read"
    above = [*workspace.root.iterdir(), *workspace.root.parent.iterdir()]
    assert not [path for path in above if path.name == "escaped.csv"]


def test_a_refused_file_is_read_once_a_mapping_fits_it(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    put(workspace, "club.csv", b"when,words\n2026-09-20,Seed swap\n")
    assert _read(workspace, warehouse)["club.csv"].status == "refused"
    assert _read(workspace, warehouse) == {}, "it is told of once"
    workspace.formats.mkdir()
    (workspace.formats / "wrong.yaml").write_text(_MAPPING.replace("words", "sentences"))
    assert _read(workspace, warehouse) == {}, "another mapping that does not fit is no news"
    (workspace.formats / "wrong.yaml").unlink()
    (workspace.formats / "club.yaml").write_text(_MAPPING)
    assert _read(workspace, warehouse)["club.csv"].status == "read"
    assert warehouse.rows("select status, reason from core.exports") == [("read", None)]
    assert warehouse.rows("select text from core.activities") == [("Seed swap",)]
    assert _read(workspace, warehouse) == {}


_MAPPING = """
format: club_posts
platform: reddit
kind: posts
needs: [when, words]
columns:
  when: published_at
  words: text
id: [{hash: [when, words]}]
dates: {format: ['%Y-%m-%d']}
"""


def _own(workspace: Workspace, warehouse: Warehouse, **files: str) -> list[Read]:
    for role, text in files.items():
        (workspace.root / f"{role}.csv").write_text(text)
    note_own_files(workspace)
    return ingest_own_files(workspace, warehouse, STORED)


_LOG = "date,type,platform,title,segment,measure,hours,cost,currency,people,notes\n"


def test_own_files_are_what_they_are_now(workspace: Workspace, warehouse: Warehouse) -> None:
    line = "2026-09-20,listening,,Riverside Gardeners,,,{},,,,\n"
    assert _own(workspace, warehouse, activities=_LOG + line.format(1))[0].rows == 1
    assert _own(workspace, warehouse) == []
    _own(workspace, warehouse, activities=_LOG + line.format(2.5))
    assert warehouse.rows("select hours from core.activities") == [(2.5,)]
    (workspace.root / "activities.csv").unlink()
    _own(workspace, warehouse)
    for table in ("activities", "observations", "exports", "activity_versions"):
        assert warehouse.rows(f"select * from core.{table}") == []


def test_own_files_and_exports_may_hold_the_same_text(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    log = _LOG + "2026-09-20,listening,,Riverside Gardeners,,,1,,,,\n"
    put(workspace, "log.csv", log.encode())
    assert _read(workspace, warehouse)["log.csv"].status == "read"
    assert [read.name for read in _own(workspace, warehouse, activities=log)] == ["log.csv"]
    assert _own(workspace, warehouse, activities=log) == []
    assert warehouse.one("select count(*) from core.activities") == 1
    assert warehouse.one("select count(*) from core.observations") == 2
    _own(workspace, warehouse, plan="", links="")
    _own(workspace, warehouse, plan="", links="")
    assert warehouse.rows("select format from core.exports order by all")[-1] == ("own_plan",)


def test_an_own_file_that_is_wrong_is_told_before_anything_is_noted(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    from rhumbline.errors import UserError

    with pytest.raises(UserError, match=r"activities\.csv"):
        _own(workspace, warehouse, activities="colour\nred\n", links="short,target\n")
    assert not list(workspace.archive.iterdir())


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-1", "@sum(a1)", "\t=1", "\r=1"])
def test_no_cell_of_failed_csv_is_a_formula(
    workspace: Workspace, warehouse: Warehouse, cell: str
) -> None:
    import csv

    warehouse.run(
        """
        insert into core.failed_activities by name
        select
            'x:1' as activity_id, 'x' as platform, $cell as account, 'post' as type,
            $cell as text, $cell as permalink, 'untraceable' as alignment, $cell as reason, 'none' as cause
        """,
        cell=cell,
    )
    write_failed_csv(workspace.root / "failed.csv", warehouse)
    with (workspace.root / "failed.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    for name in ("account", "text", "permalink", "reason"):
        assert row[name] == "'" + cell


@pytest.mark.parametrize(
    ("sidecar", "platform"),
    [(b"platform: instagram\n", "instagram"), (b"platform: linkedin\n", "meta"), (None, "meta")],
)
def test_a_sidecar_says_which_of_two_platforms_a_file_is_of(
    sidecar: bytes | None, platform: str, workspace: Workspace, warehouse: Warehouse
) -> None:
    put(workspace, "Views.csv", META.read_bytes())
    if sidecar is not None:
        put(workspace, "Views.csv.yaml", sidecar)
    _read(workspace, warehouse)
    assert warehouse.rows("select distinct platform from core.account_days") == [(platform,)]
