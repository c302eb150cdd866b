"""The inbox in the browser: uploads by whatever name and size, and a night in the background."""

import os
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from rhumbline.opening.packed import MAX_BYTES
from rhumbline.warehouse.lock import hold_lock
from rhumbline.workbench import uploads
from rhumbline.workbench.uploads import clean_name
from rhumbline.workspace import Workspace
from tests.demo.making import DEMO
from tests.workbench.conftest import enter


def names(folder: Path) -> list[str]:
    """Return what lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def _file_part(name: bytes) -> bytes:
    """Return the beginning of a form with the boundary x, up to the content of a file."""
    disposition = b'form-data; name="files"; filename="' + name + b'"'
    return b"--x\r\nContent-Disposition: " + disposition + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("posts.csv", "posts.csv"),
        ("../../strategy.yaml", "strategy.yaml"),
        ("..\\..\\evil.csv", "evil.csv"),
        ("/etc/passwd", "passwd"),
        (".hidden.csv", "hidden.csv"),
        ("~$lock.xlsx", "lock.xlsx"),
        ("a\u202egpj.csv", "agpj.csv"),
        ("a\x00b\nc.csv", "ab c.csv"),
        ("..", "export"),
        ("", "export"),
        ("jardi\u0301n.csv", "jardín.csv"),
    ],
)
def test_of_a_name_only_its_last_part_is_kept_cleaned(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


def test_a_long_name_keeps_its_suffix() -> None:
    name = clean_name("é" * 500 + ".csv")
    assert len(name.encode()) <= 200
    assert name.endswith(".csv")


def test_files_land_in_the_inbox_and_nowhere_else(client: TestClient, workspace: Workspace) -> None:
    before = names(workspace.root)
    files = [("files", (name, b"a,b\n1,2\n")) for name in ("../../x.csv", "x.csv", "/tmp/x.csv")]
    assert client.post("/inbox/files", files=files).status_code == 303
    assert names(workspace.inbox) == ["x (2).csv", "x (3).csv", "x.csv"]
    assert set(names(workspace.root)) <= {*before, ".rhumbline"}
    assert "x (2).csv" in client.get("/inbox").text


def test_a_file_keeps_the_time_at_which_it_was_changed(
    client: TestClient, workspace: Workspace
) -> None:
    form = {"modified": ["1790000000000", "99999999999999999"]}
    files = [("files", ("a.csv", b"a")), ("files", ("b.csv", b"b"))]
    client.post("/inbox/files", data=form, files=files)
    assert (workspace.inbox / "a.csv").stat().st_mtime == 1790000000
    assert (workspace.inbox / "b.csv").stat().st_mtime < 2e10


def test_a_link_in_the_inbox_is_not_written_through(
    client: TestClient, workspace: Workspace, tmp_path: Path
) -> None:
    bystander = tmp_path / "bystander"
    bystander.write_text("mine")
    (workspace.inbox / "x.csv").symlink_to(bystander)
    client.post("/inbox/files", files=[("files", ("x.csv", b"theirs"))])
    assert bystander.read_text() == "mine"
    assert (workspace.inbox / "x (2).csv").read_bytes() == b"theirs"


def test_an_upload_over_the_budget_leaves_nothing(
    client: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = uploads.UploadReceiver.__init__.__defaults__
    monkeypatch.setattr(uploads.UploadReceiver.__init__, "__defaults__", (100_000,))
    files = [("files", ("small.csv", b"a")), ("files", ("large.csv", b"0" * 200_000))]
    answer = client.post("/inbox/files", files=files)
    assert defaults == (MAX_BYTES,)
    assert answer.status_code == 413
    assert "larger than" in answer.text
    assert names(workspace.inbox) == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/csv", b"a,b"),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\ncut',
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--x--\r\n',
        ),
    ],
)
def test_a_form_that_is_broken_or_empty_leaves_nothing(
    client: TestClient, workspace: Workspace, content_type: str, body: bytes
) -> None:
    answer = client.post("/inbox/files", content=body, headers={"content-type": content_type})
    assert answer.status_code == 400
    assert names(workspace.inbox) == []


def test_a_form_larger_than_forms_are_is_refused_before_it_is_read(client: TestClient) -> None:
    assert client.post("/who", data={"decided_by": "A" * 5_000_000}).status_code == 403
    chunks = (b"x" for _ in range(3))
    assert client.post("/enter", content=chunks).status_code == 403


def test_a_file_that_no_night_reads_is_named(client: TestClient) -> None:
    client.post("/inbox/files", files=[("files", ("half.crdownload", b"a"))])
    assert "no night reads them: half.crdownload" in client.get("/inbox").text


def test_a_dropped_export_is_read_in_the_background_and_shown(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RHUMBLINE_SETTLE_SECONDS", "0")
    (export,) = (DEMO / "first").glob("account_analytics_content_*.csv")
    client = enter(workspace)
    files = [("files", (export.name, export.read_bytes())), ("files", ("notes.csv", b"a,b\n1,2\n"))]
    client.post("/inbox/files", files=files)
    assert client.post("/inbox/read").status_code == 303
    client.app.state.night.wait(120)  # type: ignore[attr-defined]
    progress = client.app.state.night.progress  # type: ignore[attr-defined]
    assert progress.failure is None
    assert progress.verdict is not None
    assert progress.stages[0] == "Read the strategy"
    page = client.get("/inbox").text
    assert "Nothing waits to be read" in page
    assert progress.verdict.headline in page
    refused, arrived = page.split('id="refused"')[1].split('id="arrived"')
    assert "notes.csv" in refused
    assert export.name in arrived


def test_an_empty_inbox_is_told_and_harms_nothing(client: TestClient) -> None:
    client.post("/inbox/read")
    client.app.state.night.wait(60)  # type: ignore[attr-defined]
    assert "The inbox is empty and nothing was ever read." in client.get("/inbox").text


@pytest.mark.skipif(os.name != "posix", reason="locks are per process elsewhere")
def test_a_decision_waits_for_no_long_night(
    judged: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rhumbline.workbench.judging._WAIT_SECONDS", 0.1)
    client = enter(judged)
    form = {"posts": ["x:1"], "action": "tie", "measure_id": "volunteer-signups", "decided_by": "A"}
    with hold_lock(judged):
        answer = client.post("/posts/decide", data=form)
    assert answer.status_code == 409
    assert "still writes to this workspace" in answer.text
    assert not judged.decisions.exists()
