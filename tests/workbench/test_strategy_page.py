"""The strategy as forms: what is typed is written beside what stands there, after a look at what it does."""

import html
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from rhumbline.night import run_night
from rhumbline.strategy.file import load
from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace
from tests.night.workspaces import AS_OF, X, workspace_in
from tests.workbench.conftest import enter

_FAILING = """
    select any_value(text)
    from core.activities
    inner join core.verdicts using (activity_key)
    where alignment = 'untraceable' and regexp_matches(text, '[a-z]+ [a-z]+')
"""
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> # {"


def fields_in(page: str) -> dict[str, str]:
    """Return the fields of a page's form, filled in as they stand."""
    form = page[page.index("<form method") :]
    fields = {}
    for name, value in re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form):
        fields[name] = html.unescape(value)
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        fields[name] = html.unescape(value)
    for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        fields[name] = html.unescape(value)
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields[name] = html.unescape(chosen[1]) if chosen else ""
    return {name: value for name, value in fields.items() if name not in ("course", "day")}


def change(client: TestClient, part: str, **typed: str) -> str:
    """Fill in a part's form and return the page that shows what it would do."""
    page = client.get(f"/strategy/{part}").text
    answer = client.post("/strategy/preview", data=fields_in(page) | typed)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_the_five_steps_stand_beside_the_file(client: TestClient) -> None:
    page = client.get("/strategy").text
    assert "1. Why should anyone care?" in page
    assert "People who signed up, added up" in page
    assert "sum(outcomes.signups)" in page  # in the file alone
    assert page.index("sum(outcomes.signups)") > page.index("<h2>strategy.yaml</h2>")


def test_a_target_is_changed_in_its_one_line(client: TestClient, workspace: Workspace) -> None:
    before = workspace.strategy.read_text().splitlines()
    preview = change(client, "measures/garden-saves", target="250")
    assert workspace.strategy.read_text().splitlines() == before
    answer = client.post("/strategy/save", data=fields_in(preview))
    assert answer.status_code == 303
    after = workspace.strategy.read_text().splitlines()
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        line.replace("target: 300", "target: 250") for line in before if "target: 300" in line
    ]


@pytest.mark.parametrize(
    "part",
    ["why/why", "segments/local-growers", "goals/full-shelves", "measures/garden-saves", "ties/3"],
)
def test_a_form_sent_as_it_was_filled_would_change_nothing(client: TestClient, part: str) -> None:
    page = change(client, part)
    assert "Nothing would change" in page
    assert "/strategy/save" not in page


def test_a_change_of_course_begins_a_version(client: TestClient, workspace: Workspace) -> None:
    preview = change(client, "measures/garden-saves", target="250")
    client.post("/strategy/save", data=fields_in(preview) | {"course": "new", "day": "2026-11-02"})
    strategy = load(workspace.strategy).strategy
    assert str(strategy.in_force_from) == "2026-11-02"
    assert strategy.measures["garden-saves"].target == 250


def test_parts_are_added_and_taken_out(client: TestClient, workspace: Workspace) -> None:
    before = workspace.strategy.read_text()
    typed = {"measure": "garden-saves", "match_by": "phrase", "pattern": "compost day"}
    client.post("/strategy/save", data=fields_in(change(client, "ties/new", **typed)))
    ties = load(workspace.strategy).strategy.ties
    assert (ties[-1].measure, ties[-1].phrase) == ("garden-saves", "compost day")
    preview = change(client, f"ties/{len(ties) - 1}", remove="yes")
    client.post("/strategy/save", data=fields_in(preview))
    assert workspace.strategy.read_text() == before


def test_a_new_group_of_people_gets_its_short_name(
    client: TestClient, workspace: Workspace
) -> None:
    typed = {
        "new_name": "Night Owls!", "who": "people who work at night", "interests": "coffee\nquiet",
        "audience": "location: Riverside, Oakton",
    }  # fmt: skip
    client.post("/strategy/save", data=fields_in(change(client, "segments/new", **typed)))
    owls = load(workspace.strategy).strategy.segments["night-owls"]
    assert owls.interests == ("coffee", "quiet")
    assert owls.audience == {"location": ("Riverside", "Oakton")}


def test_a_mistake_is_shown_with_its_line_and_what_was_typed(client: TestClient) -> None:
    page = client.get("/strategy/measures/garden-saves").text
    answer = client.post("/strategy/preview", data=fields_in(page) | {"by": "soon", "unit": "ü<"})
    assert answer.status_code == 400
    assert "`soon` is not a date" in answer.text
    assert re.search(r"strategy\.yaml:\d+", answer.text)
    assert "ü&lt;" in answer.text


def test_what_was_changed_elsewhere_is_shown_and_kept(
    client: TestClient, workspace: Workspace
) -> None:
    page = client.get("/strategy/measures/garden-saves").text
    elsewhere = workspace.strategy.read_text().replace("8 tonnes", "9 tonnes")
    workspace.strategy.write_text(elsewhere)
    answer = client.post("/strategy/preview", data=fields_in(page) | {"target": "250"})
    assert answer.status_code == 409
    assert "9 tonnes" in answer.text
    assert workspace.strategy.read_text() == elsewhere
    client.post("/strategy/save", data=fields_in(answer.text))
    assert workspace.strategy.read_text() == elsewhere.replace("target: 300", "target: 250")


def test_hostile_texts_are_shown_as_text(client: TestClient, workspace: Workspace) -> None:
    preview = change(client, "segments/local-growers", who=HOSTILE)
    client.post("/strategy/save", data=fields_in(preview))
    assert load(workspace.strategy).strategy.segments["local-growers"].who == HOSTILE
    for path in ("/strategy", "/strategy/segments/local-growers"):
        page = client.get(path).text
        assert "<img" not in page
        assert len(re.findall("<script", page)) == 1


def test_a_broken_file_is_shown_with_its_mistakes(client: TestClient, workspace: Workspace) -> None:
    workspace.strategy.write_text("organisation: [")
    page = client.get("/strategy").text
    assert "strategy.yaml:1: this is not YAML" in page


@pytest.mark.parametrize("path", ["nowhere/x", "segments/nobody", "ties/99", "ties/x"])
def test_a_part_that_is_not_there_says_so(client: TestClient, path: str) -> None:
    assert client.get(f"/strategy/{path}").status_code == 400


def test_the_preview_names_posts_and_the_save_judges_again(tmp_path: Path) -> None:
    judged = workspace_in(tmp_path / "judged", X)
    run_night(judged, AS_OF)
    with open_published(judged) as published:
        text = str(published.one(_FAILING))
    words = re.findall(r"\w+ \w+", text)[0]
    client = enter(judged)
    typed = {"measure": "garden-saves", "match_by": "phrase", "pattern": words}
    preview = change(client, "ties/new", **typed)
    assert re.search(r"<h1>\d+ → \d+ posts fail\.</h1>", preview)
    assert html.escape(text[:40], quote=False) in html.unescape(preview)
    client.post("/strategy/save", data=fields_in(preview))
    assert re.search(r"The strategy is changed. \d+ → \d+ fail\.", client.get("/strategy").text)
