"""strategy.yaml as people write it: what is read, and what each mistake is answered with."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhumbline.errors import BadStrategy
from rhumbline.strategy.file import canonical, load, loads

WRONG = Path(__file__).parent / "wrong"
GOOD = """\
organisation: Riverside Food Bank
in_force_from: 2026-09-01
timezone: America/Toronto
why:
  problem: One in nine households in Riverside skips meals.
  promise: Nobody in Riverside chooses between rent and food.
segments:
  volunteers:
    who: people with a free Saturday
    listens_at: ["#riverside", Riverside Gardeners]
goals:
  staffed: {statement: 200 volunteers by June, why: the kitchen closes without them}
measures:
  signups:
    goal: staffed
    segment: volunteers
    stage: lead
    tier: outcome
    value: sum(signups)
    target: 200
ties:
  - {measure: signups, campaign: volunteer-2026}
  - measure: signups
    hashtag: "#SaturdayCrew"
"""


@pytest.mark.parametrize("file", sorted(WRONG.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_mistake_is_answered_in_plain_words(file: Path) -> None:
    with pytest.raises(BadStrategy) as caught:
        load(file)
    assert str(caught.value) == file.with_suffix(".txt").read_text(encoding="utf-8").rstrip("\n")
    assert caught.value.exit_code == 2


def test_the_example_of_the_documentation_is_read() -> None:
    strategy = loads(GOOD).strategy
    assert strategy.in_force_from == date(2026, 9, 1)
    assert strategy.measures["signups"].target == 200
    assert strategy.ties[1].hashtag == "#SaturdayCrew"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\xef\xbb\xbf" + GOOD.encode(), id="byte order mark"),
        pytest.param(GOOD.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(GOOD.replace("\n", "\r").encode(), id="old Macintosh line ends"),
        pytest.param(GOOD.encode("utf-16"), id="UTF-16, as Notepad's Unicode"),
        pytest.param(GOOD.rstrip("\n").encode(), id="no last line end"),
        pytest.param(b"---\n" + GOOD.encode() + b"...\n", id="document marks"),
        pytest.param(GOOD.replace("\nwhy", "   \n\n# remark\n\t\nwhy").encode(), id="blank lines"),
    ],
)
def test_encodings_and_line_ends_do_not_matter(raw: bytes) -> None:
    assert loads(raw).strategy == loads(GOOD).strategy


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("in_force_from: 2026-09-01", 'in_force_from: "2026-09-01"'),
        ("in_force_from: 2026-09-01", "in_force_from: 2026-9-1"),
        ("in_force_from: 2026-09-01", "in_force_from: 2026/09/01"),
        ("target: 200", 'target: "200"'),
        ("target: 200", "target: 200.0"),
        ("stage: lead", "stage: Lead"),
        ("tier: outcome", "tier: OUTCOME"),
        ('hashtag: "#SaturdayCrew"', "hashtag: SaturdayCrew"),
        ("    target: 200", "    target: 200\n    baseline:\n    by: ~"),
        ("ties:", "sites:\naccounts:\neffort:\npolicy:\nties:"),
    ],
)
def test_other_ways_to_write_the_same(written: str, instead: str) -> None:
    assert loads(GOOD.replace(written, instead)).strategy == loads(GOOD).strategy


@pytest.mark.parametrize("campaign", ["2026", "007", "1e3", "yes", "no", "2026-09-01", "0x1F"])
def test_a_text_stays_as_written_whatever_it_looks_like(campaign: str) -> None:
    text = GOOD.replace("campaign: volunteer-2026", f"campaign: {campaign}")
    assert loads(text).strategy.ties[0].campaign == campaign


def test_a_percentage_is_a_share() -> None:
    assert loads(GOOD + "policy: {tolerance: 5%}\n").strategy.policy.tolerance == 0.05


def test_one_text_stands_for_a_list_of_one() -> None:
    assert loads(GOOD + "sites: https://www.riverside.example/\n").strategy.sites == (
        "riverside.example",
    )


def test_anchors_and_merges_are_read() -> None:
    text = GOOD.replace(
        "  - {measure: signups, campaign: volunteer-2026}",
        "  - &first {measure: signups, campaign: volunteer-2026}\n  - {<<: *first, platform: x}",
    )
    assert [tie.tie_id for tie in loads(text).strategy.ties[:2]] == [
        "signups/campaign:volunteer-2026",
        "signups/campaign:volunteer-2026;platform=x",
    ]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("organisation",), 1),
        (("why", "promise"), 6),
        (("measures", "signups"), 14),
        (("measures", "signups", "target"), 20),
        (("measures", "signups", "baseline"), 14),
        (("ties", 0), 22),
        (("ties", 1, "hashtag"), 24),
        (("nothing", "like", "this"), 1),
    ],
)
def test_every_part_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    place = loads(GOOD, "strategy.yaml").place(path)
    assert str(place) == f"strategy.yaml:{line}"


def test_a_missing_file_names_the_one_that_was_saved_beside_it(tmp_path: Path) -> None:
    (tmp_path / "strategy.yaml.txt").write_text(GOOD)
    with pytest.raises(BadStrategy, match=r"strategy\.yaml\.txt beside it: rename"):
        load(tmp_path / "strategy.yaml")


def test_a_missing_file_leads_to_init(tmp_path: Path) -> None:
    with pytest.raises(BadStrategy, match="rhumbline init"):
        load(tmp_path / "strategy.yaml")


def test_a_folder_is_no_strategy(tmp_path: Path) -> None:
    with pytest.raises(BadStrategy, match="cannot be read"):
        load(tmp_path)


def test_unknown_references_pass_where_lint_wants_to_report_them() -> None:
    text = GOOD.replace("goal: staffed", "goal: staffd")
    assert loads(text, check_references=False).strategy.measures["signups"].goal == "staffd"


def test_a_very_deep_file_is_refused() -> None:
    with pytest.raises(BadStrategy):
        loads("a: " + "[" * 20_000)


def answer(raw: bytes) -> str:
    """Return what a person is told of a file: that it was read, or the message."""
    try:
        loads(raw)
    except BadStrategy as error:
        return str(error)
    return "read"


@given(st.data())
@settings(max_examples=300)
def test_no_damage_to_the_file_shows_a_traceback(data: st.DataObject) -> None:
    """Cut a piece out and put junk in its place: it is read, or refused with a line."""
    raw = GOOD.encode()
    start = data.draw(st.integers(0, len(raw)))
    junk = data.draw(st.text("\t\n :#-{}[]&*!|>'\"@%<a1\u00a0\ufeff\x00", max_size=6))
    damaged = raw[:start] + junk.encode() + raw[start + data.draw(st.integers(0, 40)) :]
    assert re.search(r"^  strategy\.yaml:\d+: .+\.|read", answer(damaged), re.MULTILINE)


@given(st.binary(max_size=200))
def test_no_bytes_show_a_traceback(raw: bytes) -> None:
    with pytest.raises(BadStrategy, match=r"strategy\.yaml:\d"):
        loads(raw)


def test_comments_and_layout_are_no_change_of_content() -> None:
    relaid = "# remark\n" + GOOD.replace(
        "{measure: signups, campaign", "{ measure: signups,  campaign"
    )
    assert canonical(loads(relaid).strategy) == canonical(loads(GOOD).strategy)
