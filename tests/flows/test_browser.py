"""The whole way of a failed check, in a browser: a drop, a red run, a form, a green decision."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, expect

from tests.flows.browser import INTERFACES, Person, browsing
from tests.flows.served import FIRST_ID, NIGHT_WITHIN, Serving, until, x_content

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE: Final = (
    '<b>bold</b> <script>alert("x")</script> <img src=x onerror=alert(1)>',
    "[click me](https://evil.example/) ![look](https://evil.example/p.png)",
    "=cmd|'/C calc'!A0 | a | b |",
    "`code` *stars* **more** _lines_ ~~gone~~ # heading $x^2$ \\| &amp; &#42;",
    "https://evil.example/a www.evil.example me@evil.example <https://evil.example/b>",
)
_FIRST: Final = FIRST_ID + 700_000


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a headless browser."""
    with browsing(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def hostile(serving: Serving) -> dict[str, Any]:
    """Return a run that failed on posts which try to be more than text."""
    return serving.drop({"hostile.csv": x_content(_FIRST, *HOSTILE)})


def test_from_a_drop_to_one_failing_activity_fewer(serving: Serving, browser: Browser) -> None:
    """What somebody does at eight in the morning, in the interface Prefect shows first."""
    person = Person(browser, serving.pages, "v2")
    page = person.open("/runs")
    before = len(serving.runs())
    export = x_content(FIRST_ID + 800_000, "Which soup are you?", "When the label says one serving")
    (serving.workspace.inbox / "posts of the week.csv").write_bytes(export)
    until(lambda: len(serving.runs()) > before, 60, "the event starts a run")
    red = serving.ended(before + 1)[0]
    assert red["created_by"]["type"] == "AUTOMATION"
    headline = red["state"]["message"].splitlines()[0]
    failing = int(headline.split()[0])

    artifact = serving.artifact(red, "failing-activities")["id"]
    serving.line_of_log(red, artifact)
    page.reload()
    page.get_by_role("link", name=red["name"]).first.click()
    expect(page.get_by_text("Failed").first).to_be_visible()
    person.keep("failed-run")
    page.get_by_text("Beginning flow run").hover()
    page.mouse.wheel(0, 10_000)  # to the end of the log, which draws only the lines in view
    page = person.follow(page.get_by_role("link", name=artifact))
    expect(page.get_by_role("heading", name=headline)).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Which soup are you?")
    expect(row.get_by_role("link", name="post")).to_have_attribute(
        "href", f"https://x.com/riverside/status/{FIRST_ID + 800_000}"
    )
    person.keep("failed-night")
    row.get_by_role("link", name="tie").click()

    expect(page.get_by_label("Post")).to_have_value(re.compile(r"^“Which soup are you\?”.*Fails: "))
    expect(page.get_by_label("Activity")).to_have_value(f"x:{FIRST_ID + 800_000}")
    page.get_by_role("button", name="Select Measure").click()
    page.get_by_role("option", name="talk").click()
    page.get_by_label("Decided by").fill("Ana")
    person.keep("review-form")
    with page.expect_response(re.compile("/create_flow_run")) as submitted:
        page.get_by_role("button", name="Submit").click()
    assert submitted.value.ok

    green = serving.ended(1, "review")[0]
    assert green["state"]["type"] == "COMPLETED"
    assert int(re.findall(r"(\d+) of \d+ activities", green["state"]["message"])[0]) == failing - 1
    page.goto(f"{serving.pages}/v2/runs/flow-run/{green['id']}")
    expect(page.get_by_text("Completed").first).to_be_visible(timeout=NIGHT_WITHIN * 1000)
    person.keep("decision-recorded")
    assert person.strangers == []


@pytest.mark.parametrize("interface", INTERFACES)
def test_hostile_posts_are_shown_as_text(
    serving: Serving, browser: Browser, hostile: dict[str, Any], interface: str
) -> None:
    """In both interfaces no post makes an element, a link, an image or a request."""
    person = Person(browser, serving.pages, interface)
    dialogs: list[str] = []
    person.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    artifact = serving.artifact(hostile, "failing-activities")
    page = person.open(f"/artifacts/artifact/{artifact['id']}")
    person.settle()
    table = page.locator("table")  # one for each cause
    expect(table.first).to_be_visible()
    seen = " ".join(" ".join(table.all_inner_texts()).split())
    for text in HOSTILE:
        assert " ".join(text.split())[:55] in seen
    assert table.locator("b, strong, em, i, del, s, code, script, img, h1").count() == 0
    links = {link.get_attribute("href") or "" for link in table.locator("a").all()}
    assert not [link for link in links if "evil" in link.split("?parameters=")[0]]
    assert dialogs == []
    assert person.strangers == []
    person.keep("hostile-posts")


@pytest.mark.parametrize("interface", INTERFACES)
def test_a_row_leads_to_its_form_in_the_same_interface(
    serving: Serving, browser: Browser, hostile: dict[str, Any], interface: str
) -> None:
    """The form opens filled in, and offers the strategy's own measures and the four actions."""
    person = Person(browser, serving.pages, interface)
    artifact = serving.artifact(hostile, "failing-activities")
    page = person.open(f"/artifacts/artifact/{artifact['id']}")
    page = person.follow(page.get_by_role("link", name="tie", exact=True).first)
    page.wait_for_url(re.compile(r"/deployments/deployment/[0-9a-f-]+/run\?parameters="))
    assert ("/v2/" in page.url) == (interface == "v2")
    expect(page.locator("form textarea").first).to_have_value(re.compile("^“.+Fails: ", re.DOTALL))
    expect(page.get_by_text("Decided by", exact=True)).to_be_visible()
    assert page.get_by_text("Workspace", exact=True).count() == 0
    page.get_by_role("button", name="Submit").click()  # without a name
    expect(page.get_by_text("'decided_by' is a required property").first).to_be_visible()
    person.keep("form-of-a-row")


@pytest.mark.parametrize("interface", INTERFACES)
def test_the_verdict_reads_well(
    serving: Serving, browser: Browser, hostile: dict[str, Any], interface: str
) -> None:
    """The headline first, then why and what to do, what was read, and the warnings."""
    person = Person(browser, serving.pages, interface)
    artifact = serving.artifact(hostile, "verdict")
    page = person.open(f"/artifacts/artifact/{artifact['id']}")
    headings = ("Why, and what to do", "What was read", "Warnings", "How the activities stand")
    for heading in (hostile["state"]["message"].splitlines()[0], *headings):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    person.keep("verdict")
