"""The next post: it traces by itself as it was promised, and near misses of campaigns are refused."""

from datetime import date
from pathlib import Path

import pytest

from rhumbline.errors import UserError
from rhumbline.links.near_names import near_miss
from rhumbline.links.next_post import (
    Draft,
    compose,
    missing_tie,
    signs_of,
    write_plan_line,
)
from rhumbline.readers.own.tables import read_plan
from rhumbline.strategy.editing.edits import Add
from rhumbline.strategy.editing.splicing import edit_text
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace
from tests.night.workspaces import STRATEGY

DAY = date(2026, 10, 20)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.strategy.write_bytes(STRATEGY)
    return workspace


def draft(measure: str, **fields: str) -> Draft:
    return Draft(measure, fields.pop("platform", "x"), DAY, **fields)


@pytest.mark.parametrize(
    "written",
    [
        draft("garden-saves", text="Seeds! #riversidegrows"),
        draft("volunteer-signups", text="Join us.", link="riverside.example/volunteer/june"),
        draft(
            "monthly-gifts", text="Give a little.", link="https://riverside.example/", campaign="Monthly-2026"
        ),
        draft(
            "monthly-gifts", text="News", link="riverside.example/give#form", platform="mailchimp",
            campaign="monthly-2026",
        ),
    ],
)  # fmt: skip
def test_a_post_with_a_sign_of_its_measure_traces_by_itself(
    workspace: Workspace, written: Draft
) -> None:
    ready = compose(workspace, written)
    assert ready.is_tied, ready.reason
    assert ready.measure == written.measure


def test_the_link_is_tagged_with_the_spelling_that_the_strategy_has(workspace: Workspace) -> None:
    written = draft(
        "monthly-gifts", link="riverside.example/give?a=1&utm_source=old", campaign="Monthly-2026"
    )
    assert compose(workspace, written).link == (
        "https://riverside.example/give?a=1&utm_source=x&utm_medium=social&utm_campaign=monthly-2026"
    )


def test_a_post_without_a_sign_is_said_to_trace_to_nothing(workspace: Workspace) -> None:
    ready = compose(workspace, draft("garden-saves", text="Good morning"))
    assert (ready.is_tied, ready.alignment) == (False, "untraceable")


def test_a_post_of_another_measure_is_not_tied(workspace: Workspace) -> None:
    ready = compose(workspace, draft("garden-saves", text="Come! #SaturdayCrew"))
    assert (ready.is_tied, ready.measure) == (False, "volunteer-talk")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Spring26", "spring-2026"),
        ("spring_2026", "spring-2026"),
        ("sprng-2026", "spring-2026"),
        ("Frühling 26", "fruhling-2026"),
        ("volunteers2026", "volunteer-2026"),
        ("spring-2026", None),  # it is the same
        ("SPRING-2026", None),
        ("spring-2027", None),  # another year
        ("string-theory-2026", None),
        ("autumn-2026", None),
        ("gift", None),  # a short word is its own
    ],
)
def test_a_name_that_is_nearly_another_is_found(name: str, meant: str | None) -> None:
    assert near_miss(name, ["spring-2026", "fruhling-2026", "volunteer-2026", "gifts"]) == meant


def test_a_near_miss_of_a_campaign_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="nearly “monthly-2026”"):
        compose(workspace, draft("monthly-gifts", link="riverside.example", campaign="Monthly26"))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"link": "javascript:alert(1)", "campaign": "new"}, "not an address"),
        ({"link": "elsewhere.example/give", "campaign": "new"}, "not one of your sites"),
        ({"link": "riverside.example", "campaign": "big summer party"}, "big-summer-party"),
        ({"campaign": "new"}, "needs a link"),
    ],
)
def test_what_would_not_count_is_refused(
    workspace: Workspace, fields: dict[str, str], why: str
) -> None:
    with pytest.raises(UserError, match=why):
        compose(workspace, draft("monthly-gifts", **fields))


def test_a_new_campaign_comes_with_the_tie_that_makes_it_count(workspace: Workspace) -> None:
    written = draft("garden-saves", link="riverside.example/swap", campaign="swap-day")
    assert not compose(workspace, written).is_tied
    tie = missing_tie(load(workspace.strategy).strategy, written)
    assert tie == {"measure": "garden-saves", "campaign": "swap-day"}
    changed = edit_text(workspace.strategy.read_text(), [Add(("ties",), tie)])
    workspace.strategy.write_text(changed)
    assert compose(workspace, written).is_tied
    assert missing_tie(load(workspace.strategy).strategy, written) is None


def test_a_line_of_the_plan_can_be_read_back(workspace: Workspace) -> None:
    text = '=Seeds, "swap"; today\n@noon'
    ready = compose(workspace, draft("garden-saves", text=text))
    path = write_plan_line(workspace, ready)
    kept, refused = read_plan(path)
    assert refused.is_empty()
    (line,) = kept.to_dicts()
    assert (line["date"], line["platform"], line["measure"]) == (DAY, "x", "garden-saves")
    assert line["text"] == '=Seeds, "swap"; today @noon'


def test_signs_are_those_of_the_platform_and_the_day(workspace: Workspace) -> None:
    strategy = load(workspace.strategy).strategy
    assert [sign.pattern for sign in signs_of(strategy, "grower-clicks", "x", DAY)] == [
        "riverside.example/growers*"
    ]
    assert signs_of(strategy, "grower-clicks", "facebook", DAY) == []
