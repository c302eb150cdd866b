"""lint: each finding on a strategy that has just that fault, at its line, and none on a good one."""

from pathlib import Path

import pytest

from rhumbline.lint import RULES, Evidence, Finding, LinkCounts, Severity, has_errors, lint
from rhumbline.lint.evidence import gather_evidence
from rhumbline.strategy.file import loads
from rhumbline.workspace import Workspace

GOOD = """\
organisation: Riverside Food Bank
in_force_from: 2026-09-01
timezone: America/Toronto
why: {problem: hunger, promise: food}
segments:
  volunteers:
    who: people with a free Saturday
    listens_at: ["#riverside"]
  donors:
    who: people who give
    listens_at: [Riverside Rotary]
goals:
  staffed: {statement: 200 volunteers, why: the kitchen closes}
  funded: {statement: 50 donors, why: the rent}
measures:
  answers: {goal: staffed, segment: volunteers, stage: participate, tier: out_take, value: sum(comments), baseline: 0, target: 10, by: 2027-06-30}
  signups: {goal: staffed, segment: volunteers, stage: lead, tier: outcome, value: sum(signups), baseline: 20, target: 200, by: 2027-06-30}
  gifts: {goal: funded, segment: donors, stage: listen, tier: impact, value: sum(outcomes.donations), baseline: 0, target: 50, by: 2027-06-30}
ties:
  - {measure: answers, type: reply}
  - {measure: signups, campaign: volunteer-2026}
  - {measure: signups, link: "riverside.example/volunteer*"}
  - {measure: gifts, hashtag: "#GiveRiverside"}
accounts: {x: {riverside: }}
"""  # noqa: E501, a measure to a line lets a finding's line be read off


def findings(text: str, evidence: Evidence | None = None) -> list[Finding]:
    """Return what lint says of a text."""
    return lint(loads(text, check_references=False), evidence)


def test_a_good_strategy_has_no_findings() -> None:
    assert findings(GOOD) == []


@pytest.mark.parametrize(
    ("written", "instead", "expected"),
    [
        (" 50 donors,", " 50 donors, target: 50,", []),
        ("goal: funded", "goal: staffed", ["RL101:14"]),
        ("  - {measure: answers, type: reply}\n", "", ["RL102:16"]),
        ("value: sum(comments), ", "", ["RL103:16"]),
        ("value: sum(comments)", "value: count()", ["RL103:16"]),
        ("value: sum(comments)", "value: '42'", ["RL103:16"]),
        ("value: sum(comments)", "value: sum(reach)", ["RL109:16"]),
        ("value: sum(comments)", "value: sum(comments", ["RL109:16"]),
        ("value: sum(comments)", "value: sum(coments)", ["RL215:16"]),
        ("value: sum(comments)", "value: sum(outcomes.coments)", []),
        ("baseline: 20, ", "", ["RL104:17"]),
        ("target: 200, ", "", ["RL105:17"]),
        ("target: 200, by: 2027-06-30", "target: 200", ["RL106:17"]),
        ("goal: funded, segment", "goal: fundet, segment", ["RL101:14", "RL107:18"]),
        ("segment: donors", "segment: dono", ["RL107:18", "RL208:9"]),
        ("measure: gifts, hashtag", "measure: gift, hashtag", ["RL102:18", "RL107:23"]),
        ("tier: impact", "tier: output", ["RL201:14"]),
        ("tier: outcome", "tier: output", []),
        ("value: sum(comments)", "value: latest(account.followers)", ["RL202:16"]),
        ("value: sum(comments)", "value: sum(follows)", ["RL202:16"]),
        ("50 donors", "50 more followers", ["RL202:18"]),
        ("\n    listens_at: [Riverside Rotary]", "", ["RL203:9"]),
        ("listens_at: [Riverside Rotary]", "listens_at: []", ["RL203:9"]),
        ("stage: listen", "stage: lead", ["RL204:18"]),
        ('{measure: gifts, hashtag: "#GiveRiverside"', "{measure: gifts, type: reply", ["RL205:23"]),
        ("segment: donors", "segment: volunteers", ["RL208:9"]),
        ("target: 10", "target: 0", ["RL209:16"]),
        ("baseline: 20", "direction: down, baseline: 20", ["RL209:17"]),
        ("target: 50, by: 2027-06-30", "target: 50, by: 2026-06-30", ["RL210:18"]),
        ("type: reply", "type: reply, platform: twitter", ["RL211:20"]),
        ("accounts: {x:", "accounts: {insta:", ["RL211:24"]),
        ("accounts:", "expected_exports: {facebok: weekly}\naccounts:", ["RL211:24"]),
        ("type: reply", "type: replies", ["RL212:20"]),
        ("type: reply", "type: meet-up", []),
        ("accounts:", "effort: {minutes: {vidoe: 5}}\naccounts:", ["RL212:24"]),
        ("type: reply", "type: reply, account: riversid", ["RL213:20"]),
        ("type: reply", "type: reply, account: Riverside", []),
        ("problem: hunger", "problem: <the problem>", ["RL214:4"]),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_line(written: str, instead: str, expected: list[str]) -> None:
    assert GOOD.count(written) == 1
    places = [f"{each.code}:{each.place.line}" for each in findings(GOOD.replace(written, instead))]
    assert sorted(places) == expected


def test_a_strategy_without_goals_fails() -> None:
    text = GOOD[: GOOD.index("segments:")]
    assert [each.code for each in findings(text)] == ["RL108"]


def test_a_tie_that_never_matched() -> None:
    seen = Evidence(matched_ties={"answers/type:reply", "signups/campaign:volunteer-2026"})
    assert [str(each.place) for each in findings(GOOD, seen) if each.code == "RL206"] == [
        "strategy.yaml:22",
        "strategy.yaml:23",
    ]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({"x": LinkCounts(readable=0, shortened=7)}, ["RL207"]),
        ({"x": LinkCounts(readable=0, shortened=7), "facebook": LinkCounts(1, 0)}, []),
        ({"x": LinkCounts(readable=0, shortened=0)}, []),
        ({}, []),
    ],
)
def test_link_ties_that_meet_only_shortened_links(
    links: dict[str, LinkCounts], expected: list[str]
) -> None:
    assert [each.code for each in findings(GOOD, Evidence(links=links))] == expected


@pytest.mark.parametrize("platform", ["x", "twitter"])
def test_a_narrowed_link_tie_is_judged_by_its_own_platform(platform: str) -> None:
    text = GOOD.replace('volunteer*"}', f'volunteer*", platform: {platform}}}')
    seen = Evidence(links={"x": LinkCounts(0, 7), "facebook": LinkCounts(5, 0)})
    assert "RL207" in [each.code for each in findings(text, seen)]


def test_a_platform_that_exports_here_are_of_is_known() -> None:
    text = GOOD.replace("accounts:", "expected_exports: {lanternpost: weekly}\naccounts:")
    assert [each.code for each in findings(text)] == ["RL211"]
    assert findings(text, Evidence(platforms={"lanternpost"})) == []


def test_platforms_of_the_workspaces_own_formats_are_known(tmp_path: Path) -> None:
    formats = tmp_path / "formats"
    formats.mkdir()
    (formats / "board.yaml").write_text(
        "format: board_posts\nplatform: board\nneeds: [permalink, published_at]\n"
        "columns: {Link: permalink, When: published_at}\nid: [{column: Link}]\n"
        "network: {column: Where, values: {lanterns: lanternpost}}\n",
        encoding="utf-8",
    )
    assert {"board", "lanternpost"} <= set(gather_evidence(Workspace(tmp_path)).platforms)


def test_a_mistake_in_formats_is_not_lints_to_tell(tmp_path: Path) -> None:
    (tmp_path / "formats").mkdir()
    (tmp_path / "formats" / "board.yaml").write_text("format: [", encoding="utf-8")
    assert gather_evidence(Workspace(tmp_path)) == Evidence(platforms=set())


def test_only_errors_fail() -> None:
    assert has_errors(findings(GOOD.replace("baseline: 20, ", "")))
    assert not has_errors(findings(GOOD.replace("stage: listen", "stage: lead")))


def test_every_error_has_a_code_of_one_hundred_and_every_warning_of_two() -> None:
    assert all((rule.severity is Severity.ERROR) == rule.code.startswith("RL1") for rule in RULES)
    assert len({rule.code for rule in RULES}) == len(RULES)


def test_every_rule_says_why_it_is_one() -> None:
    assert all(rule.find.__doc__ for rule in RULES)


def test_a_finding_says_what_where_and_what_to_do() -> None:
    (finding,) = findings(GOOD.replace("baseline: 20, ", ""))
    assert finding.as_dict() == {
        "code": "RL104",
        "rule": "measure-without-a-baseline",
        "severity": "error",
        "file": "strategy.yaml",
        "line": 17,
        "message": "measure `signups` has no baseline",
        "what_to_do": "Write where it stood before; 0 is an answer.",
    }
