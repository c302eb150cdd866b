"""The next post in the browser: made, judged before it is posted, and written into the plan."""

import re

import pytest
from fastapi.testclient import TestClient

from rhumbline.workspace import Workspace

HOSTILE = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>'


def test_a_post_with_a_campaign_gets_its_tagged_link(client: TestClient) -> None:
    form = {
        "measure": "monthly-gifts", "platform": "x", "day": "2026-10-20", "text": "Give a little.",
        "link": "riverside.example/", "campaign": "monthly-2026",
    }  # fmt: skip
    page = client.post("/next", data=form).text
    assert "It will count for monthly-gifts" in page
    assert "https://riverside.example/?utm_source=x&amp;utm_medium=social" in page


def test_signs_of_the_chosen_measure_are_shown(client: TestClient) -> None:
    page = client.get("/next?measure=garden-saves&platform=instagram").text
    assert "#riversidegrows" in page
    assert "Put it into the text." in page


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"measure": "monthly-gifts", "link": "riverside.example", "campaign": "Monthly26"}, "nearly"),
        ({"measure": "nobody"}, "is not a measure"),
        ({"measure": "monthly-gifts", "day": "soon"}, "is not a day"),
    ],
)  # fmt: skip
def test_what_would_not_count_is_refused_beside_what_was_typed(
    client: TestClient, form: dict[str, str], why: str
) -> None:
    answer = client.post("/next", data=form)
    assert answer.status_code == 400
    assert why in answer.text
    assert form.get("campaign", "") in answer.text


def test_a_new_campaign_leads_to_the_strategy(client: TestClient) -> None:
    form = {"measure": "garden-saves", "link": "riverside.example/swap", "campaign": "swap-day"}
    page = client.post("/next", data=form).text
    assert "It would not count for garden-saves" in page
    hidden = dict(re.findall(r'name="(file|edits)" value="([^"]+)"', page))
    hidden["edits"] = hidden["edits"].replace("&#34;", '"')
    preview = client.post("/strategy/preview", data=hidden)
    assert "+  - {measure: garden-saves, campaign: swap-day}" in preview.text


def test_a_line_is_added_to_the_plan(client: TestClient, workspace: Workspace) -> None:
    form = {"measure": "garden-saves", "day": "2026-10-20", "text": "Seeds, #riversidegrows"}
    assert client.post("/next/plan", data=form).status_code == 303
    assert (workspace.root / "plan.csv").read_text().splitlines() == [
        "date,platform,text,link,measure",
        '2026-10-20,x,"Seeds, #riversidegrows",,garden-saves',
    ]


def test_hostile_texts_are_inert(client: TestClient) -> None:
    page = client.post(
        "/next", data={"measure": "garden-saves", "text": HOSTILE, "label": HOSTILE}
    ).text
    assert "<img" not in page
    assert len(re.findall("<script", page)) == 1
