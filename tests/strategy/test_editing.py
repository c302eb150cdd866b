"""Changing strategy.yaml by forms: what is edited changes, and every other byte stays."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhumbline.errors import BadStrategy, UserError
from rhumbline.strategy.editing.edits import Add, Edit, Put, Remove, edits_between
from rhumbline.strategy.editing.file import (
    ChangedMeanwhile,
    StrategyText,
    read_strategy_text,
    save_strategy,
)
from rhumbline.strategy.editing.splicing import edit_text
from rhumbline.strategy.yaml import parse
from rhumbline.workspace import Workspace

DEMO = (files("rhumbline") / "demo" / "workspace" / "strategy.yaml").read_text(encoding="utf-8")

# ruff: noqa: E501 - a table: a row is a line
# One case per way of writing: text before, edit, text after.
CASES: list[tuple[str, Edit, str]] = [
    ("a: 1 # one\nb: 2\n", Put(("a",), "3"), "a: 3 # one\nb: 2\n"),
    ('a: "x: y" # c\n', Put(("a",), "z: w"), 'a: "z: w" # c\n'),
    ("a: |\n  two\n  lines\n\nb: 1\n", Put(("a",), "one line"), "a: one line\n\nb: 1\n"),
    ("a: 1\r\n# end\r\n", Put(("b",), "2"), "a: 1\r\n# end\r\nb: 2\r\n"),
    ("w:\n  p: x # why\n\n# next\nq: 1\n", Put(("w", "r"), "y"), "w:\n  p: x # why\n  r: y\n\n# next\nq: 1\n"),
    ("m:\n  s: {goal: g, by: d} # c\n", Put(("m", "s", "unit"), "people"), "m:\n  s: {goal: g, by: d, unit: people} # c\n"),
    ("m:\n  s: {goal: g}\n", Put(("m", "t"), {"goal": "h", "l": ["#a", "b, c"]}), 'm:\n  s: {goal: g}\n  t: {goal: h, l: ["#a", "b, c"]}\n'),
    ("m:\n  s:\n    goal: g\n\n# c\n", Put(("m", "t"), {"goal": "h", "l": ["a"]}), "m:\n  s:\n    goal: g\n  t:\n    goal: h\n    l: [a]\n\n# c\n"),
    ("segments: # none yet\ngoals: {}\n", Put(("segments", "x"), {"who": "us"}), "segments: # none yet\n  x:\n    who: us\ngoals: {}\n"),
    ("goals: {} # none\n", Put(("goals", "g"), {"why": "so"}), "goals: {g: {why: so}} # none\n"),
    ("a: 1\n", Put(("goals", "g"), {"why": "so"}), "a: 1\ngoals:\n  g:\n    why: so\n"),
    ("l:\n  - x # first\n  - y\n\nb: 1\n", Add(("l",), "z"), "l:\n  - x # first\n  - y\n  - z\n\nb: 1\n"),
    ("l:\n- x\nb: 1\n", Add(("l",), "z"), "l:\n- x\n- z\nb: 1\n"),
    ("ties:\nb: 1\n", Add(("ties",), {"measure": "m", "hashtag": "#X"}), 'ties:\n  - {measure: m, hashtag: "#X"}\nb: 1\n'),
    ("ties: []\n", Add(("ties",), {"measure": "m"}), "ties: [{measure: m}]\n"),
    ("l: [x, y] # c\n", Add(("l",), "z"), "l: [x, y, z] # c\n"),
    ("l:\n  - x\n  - y\nb: 1\n", Put(("l",), ["p", "q", "r"]), "l:\n  - p\n  - q\n  - r\nb: 1\n"),
    ("l: [x,\n    y]\n", Put(("l",), ["p"]), "l: [p]\n"),
    ("a: 1\nb: 2 # two\n# of c\nc: 3\n", Remove(("b",)), "a: 1\n# of c\nc: 3\n"),
    ("m: {a: 1, b: 2, c: 3}\n", Remove(("m", "b")), "m: {a: 1, c: 3}\n"),
    ("m: {a: 1, b: 2}\n", Remove(("m", "a")), "m: {b: 2}\n"),
    ("m: {a: 1}\n", Remove(("m", "a")), "m: {}\n"),
    ("l:\n  - {m: a} # x\n  - {m: b}\n  - {m: c}\n", Remove(("l", 1)), "l:\n  - {m: a} # x\n  - {m: c}\n"),
    ("l:\n  - m: a\n    h: b\n  - m: c\n", Remove(("l", 0, "m")), "l:\n  - h: b\n  - m: c\n"),
    ("l:\n  - m: a\n    h: b\n  - m: c\n", Remove(("l", 0)), "l:\n  - m: c\n"),
    ("\t\na: 1\n \t \nb: 2\n", Put(("a",), "3"), "\t\na: 3\n \t \nb: 2\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "edit", "after"), CASES)
def test_an_edit_changes_its_own_part_and_nothing_else(before: str, edit: Edit, after: str) -> None:
    assert edit_text(before, [edit]) == after


def test_a_measure_of_the_demo_is_changed_in_its_one_line() -> None:
    changed = edit_text(DEMO, [Put(("measures", "garden-saves", "target"), "250")])
    lines = [
        (old, new)
        for old, new in zip(DEMO.splitlines(), changed.splitlines(), strict=True)
        if old != new
    ]
    assert len(lines) == 1
    target = parse(DEMO).data["measures"]["garden-saves"]["target"]
    assert lines[0][1] == lines[0][0].replace(f"target: {target}", "target: 250")


def test_what_is_added_can_be_taken_out_without_a_trace() -> None:
    ties = len(parse(DEMO).data["ties"])
    parts: list[tuple[Edit, Edit]] = [
        (Add(("ties",), {"measure": "garden-saves", "phrase": "a: b"}), Remove(("ties", ties))),
        (Put(("goals", "new"), {"statement": "so", "why": "since"}), Remove(("goals", "new"))),
        (Put(("measures", "n"), {"goal": "g", "by": "2027-01-01"}), Remove(("measures", "n"))),
    ]
    for there, back in parts:
        assert edit_text(DEMO, [there]) != DEMO
        assert edit_text(DEMO, [there, back]) == DEMO


HOSTILE = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"])
        | st.sampled_from("#:{}[],&*!|>'\"%@`-? \t"),
        min_size=1,
        max_size=30,
    )
    .map(str.strip)
    .filter(bool)
)


@settings(max_examples=50)
@given(
    st.sampled_from(
        [
            ("why", "problem"),
            ("segments", "local-growers", "who"),
            ("goals", "full-shelves", "statement"),
            ("measures", "garden-saves", "label"),
        ]
    ),
    HOSTILE,
)
def test_any_text_is_read_back_as_it_was_typed(path: tuple[str, ...], text: str) -> None:
    changed = edit_text(DEMO, [Put(path, text)])
    data: Any = parse(changed).data
    for step in path:
        data = data[step]
    assert data == text
    assert len(set(DEMO.splitlines()) - set(changed.splitlines())) <= 1


def test_what_an_alias_repeats_is_refused_with_its_line() -> None:
    text = "a: &it {x: 1}\nb: *it\n"
    with pytest.raises(UserError, match="no form can change") as refused:
        edit_text(text, [Put(("b", "x"), "2")])
    assert "strategy.yaml:" in str(refused.value)


def test_a_form_changes_only_the_fields_that_differ() -> None:
    before = {"who": "people", "interests": ["a"], "listens_at": "b", "audience": {"age": ["18"]}}
    after = {"who": "others", "interests": [], "listens_at": ["b"]}
    assert edits_between(("segments", "s"), before, after) == [
        Put(("segments", "s", "who"), "others"),
        Remove(("segments", "s", "interests")),
    ]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "strategy.yaml").write_bytes(b"\xef\xbb\xbf" + DEMO.replace("\n", "\r\n").encode())
    return Workspace(tmp_path)


def test_saving_keeps_byte_order_mark_line_ends_and_permissions(workspace: Workspace) -> None:
    workspace.strategy.chmod(0o640)
    before = read_strategy_text(workspace)
    edit = Put(("organisation",), "Riverside Kitchen")
    loaded = save_strategy(workspace, before.edited([edit]), before.digest)
    assert loaded.strategy.organisation == "Riverside Kitchen"
    expected = before.raw.replace(b"Riverside Food Bank", b"Riverside Kitchen")
    assert workspace.strategy.read_bytes() == expected
    assert workspace.strategy.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in workspace.root.glob(".strategy-*")] == []


def test_a_change_made_elsewhere_is_shown_and_never_overwritten(workspace: Workspace) -> None:
    form = read_strategy_text(workspace)
    elsewhere = form.raw.replace(b"8 tonnes", b"9 tonnes")
    workspace.strategy.write_bytes(elsewhere)
    with pytest.raises(ChangedMeanwhile) as refused:
        save_strategy(workspace, form.edited([Put(("organisation",), "New")]), form.digest)
    assert workspace.strategy.read_bytes() == elsewhere
    assert "+" in (shown := form.diff(refused.value.current))
    assert "9 tonnes" in shown


def test_a_strategy_with_mistakes_is_not_saved(workspace: Workspace) -> None:
    form = read_strategy_text(workspace)
    wrong = form.edited([Put(("measures", "garden-saves", "by"), "soon")])
    with pytest.raises(BadStrategy, match=r"strategy\.yaml:\d+: .*`soon` is not a date"):
        save_strategy(workspace, wrong, form.digest)
    assert workspace.strategy.read_bytes() == form.raw


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(BadStrategy, match=r"strategy\.yaml:2: this line is not UTF-8"):
        StrategyText.of(b"a: 1\nb: \xff\xfe\xff")
