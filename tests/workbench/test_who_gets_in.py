"""The workbench opens to its user's browser alone: each test is an attempt from elsewhere."""

import stat

import pytest
from fastapi.testclient import TestClient

from rhumbline.workbench.tabs import TABS
from rhumbline.workspace import Workspace
from tests.workbench.conftest import ADDRESS, PORT, secret_of, stranger_at

PAGES = [tab.path for tab in TABS]


def test_the_file_that_opens_the_workbench_is_this_users_alone(workspace: Workspace) -> None:
    door, _ = stranger_at(workspace)
    assert stat.S_IMODE(door.file.stat().st_mode) == 0o600
    assert [p.name for p in door.file.parent.iterdir()] == [door.file.name]


def test_a_file_somebody_left_in_its_place_is_replaced_and_not_written_into(
    workspace: Workspace,
) -> None:
    workspace.state.mkdir()
    bystander = workspace.root / "bystander"
    bystander.write_text("")
    (workspace.state / "open.html").symlink_to(bystander)
    door, _ = stranger_at(workspace)
    assert bystander.read_text() == ""
    assert not door.file.is_symlink()


@pytest.mark.parametrize("path", [*PAGES, "/who", "/static/workbench.css", "/nowhere"])
def test_nothing_is_shown_without_a_cookie(workspace: Workspace, path: str) -> None:
    _, stranger = stranger_at(workspace)
    answer = stranger.get(path)
    assert answer.status_code == 403
    assert "Riverside" not in answer.text
    assert str(workspace.root) not in answer.text


@pytest.mark.parametrize("value", ["", "x", "é", "../" * 500])
def test_a_cookie_somebody_made_up_opens_nothing(workspace: Workspace, value: str) -> None:
    _, stranger = stranger_at(workspace)
    cookie = f"rhumbline-{PORT}={value}".encode()
    assert stranger.get("/", headers={b"cookie": cookie}).status_code == 403


def test_the_secret_is_exchanged_once_for_a_strict_cookie(workspace: Workspace) -> None:
    door, browser = stranger_at(workspace)
    secret = secret_of(door)
    answer = browser.post("/enter", data={"secret": secret}, headers={"origin": "null"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"rhumbline-{PORT}=")
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert secret not in cookie + answer.text
    assert browser.get("/").status_code == 200
    browser.cookies.clear()
    again = browser.post("/enter", data={"secret": secret}, headers={"origin": "null"})
    assert again.status_code == 403
    assert "set-cookie" not in again.headers
    assert browser.get("/").status_code == 403


def test_the_file_opens_a_second_browser_with_a_secret_of_its_own(workspace: Workspace) -> None:
    door, browser = stranger_at(workspace)
    first = secret_of(door)
    browser.post("/enter", data={"secret": first})
    second = secret_of(door)
    assert second != first
    browser.cookies.clear()
    assert browser.post("/enter", data={"secret": second}).status_code == 200


@pytest.mark.parametrize("secret", ["", "guess", "é", "0" * 100_000])
def test_a_guessed_secret_opens_nothing(workspace: Workspace, secret: str) -> None:
    door, stranger = stranger_at(workspace)
    before = secret_of(door)
    assert stranger.post("/enter", data={"secret": secret}).status_code == 403
    assert secret_of(door) == before


def test_a_secret_in_an_address_is_not_looked_at(workspace: Workspace) -> None:
    door, stranger = stranger_at(workspace)
    assert stranger.post(f"/enter?secret={secret_of(door)}").status_code == 403
    assert stranger.get(f"/enter?secret={secret_of(door)}").status_code == 403


@pytest.mark.parametrize(
    "host", ["rebound.example", f"rebound.example:{PORT}", "127.0.0.1", "127.0.0.1:9999", "", "[::1]"]
)  # fmt: skip
def test_another_name_for_this_machine_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403


FOREIGN = [
    "http://rebound.example",
    "null",
    f"http://127.0.0.1:{PORT + 1}",
    f"https://127.0.0.1:{PORT}",
]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_page_of_another_origin_changes_nothing(client: TestClient, origin: str) -> None:
    answer = client.post("/who", data={"decided_by": "Mallory"}, headers={"origin": origin})
    assert answer.status_code == 403
    assert "Mallory" not in client.get("/").text


def test_a_change_without_an_origin_is_refused(client: TestClient) -> None:
    del client.headers["origin"]
    assert client.post("/who", data={"decided_by": "Mallory"}).status_code == 403
    own = {"sec-fetch-site": "same-origin", "origin": "null"}  # as browsers send with no-referrer
    assert client.post("/who", data={"decided_by": "Ana"}, headers=own).status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_embeds_nothing(client: TestClient, site: str) -> None:
    del client.headers["origin"]
    fetched = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
    assert client.get("/static/workbench.css", headers=fetched).status_code == 403
    followed = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}
    assert client.get("/", headers=followed).status_code == 200


@pytest.mark.parametrize("path", [*PAGES, "/static/workbench.js", "/nowhere"])
def test_every_answer_is_kept_from_caches_frames_and_other_sites(
    client: TestClient, path: str
) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/static/../door.py", "/static/%2e%2e/door.py"]
)
def test_nothing_describes_the_interface_or_leads_out_of_a_folder(
    client: TestClient, path: str
) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nx: y"]
)
def test_going_back_never_leads_to_another_site(client: TestClient, back: str) -> None:
    answer = client.post("/who", params={"back": back}, data={"decided_by": "Ana"})
    assert answer.headers["location"] == "/"


def test_the_workbench_speaks_of_its_own_address(workspace: Workspace) -> None:
    door, _ = stranger_at(workspace)
    page = door.file.read_text()
    assert f'action="{ADDRESS}/enter"' in page
    assert page.count("http") == page.count(ADDRESS) + page.count("http-equiv")
