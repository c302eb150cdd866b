"""What commands print: whole lines where a program reads them, and texts that cannot act on a terminal."""

import json
import sys
from collections.abc import Callable

import pytest

from rhumbline.cli import main
from rhumbline.night import run_night
from rhumbline.workspace import Workspace
from tests.night.workspaces import AS_OF, put, workspace_in

# Clear the screen, set the title by C1, turn the text round, delete.
ACTING = "\x1b[2J\x9d0;owned\x9c\u202e\u2066\x7f"
HEADER = "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"  # noqa: E501
POST = "2102776248529846279"
Print = Callable[..., str]


@pytest.fixture
def output(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Print:
    """Run a command as a program reads it: stdout and stderr."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", ["rhumbline", *map(str, arguments)])
        with pytest.raises(SystemExit):
            main()
        return "".join(capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = workspace_in(tmp_path_factory.mktemp("hostile") / "w")
    row = f'{POST},"Wed, Sep 23, 2026","{ACTING}soup {"and soup " * 30}",https://x.com/a/status/{POST}'
    put(workspace, f"x{ACTING}.csv", f"{HEADER}\n{row}{',1' * 13}\n".encode())
    run_night(workspace, AS_OF)
    return workspace


@pytest.mark.parametrize(
    "command",
    [
        ("trace", f"x:{POST}"),
        ("trace", f"x:{POST}", "--json"),
        ("sql", "select activity_id, text from core.activities"),
        ("sql", "select activity_id, text from core.activities", "--format", "csv"),
        ("sql", "select activity_id, text from core.activities", "--format", "json"),
        ("sql", f"select '{ACTING}' fro {POST}"),
        ("trace", f"x:{POST}{ACTING}"),
    ],
)
def test_a_text_of_a_post_cannot_act_on_the_terminal(
    command: tuple[str, ...], hostile: Workspace, output: Print
) -> None:
    printed = output(*command, "--workspace", hostile.root)
    assert POST in printed
    assert not set(ACTING.replace("[2J", "").replace("0;owned", "")) & set(printed)


def test_no_line_is_broken_where_a_program_reads_it(hostile: Workspace, output: Print) -> None:
    text = hostile.strategy.read_text(encoding="utf-8")
    hostile.strategy.write_text(
        text.replace("measure: garden-saves", "measure: garden-saviours", 1)
    )
    findings = output("lint", "--workspace", hostile.root)
    named = [line for line in findings.splitlines() if "garden-saviours" in line]
    assert all(line.startswith(("strategy.yaml:", "    ")) for line in named)
    assert named
    assert max(map(len, findings.splitlines())) > 100
    hostile.strategy.write_text(text)
    assert not any(line.endswith("  ") for line in findings.splitlines())


def test_times_are_of_the_organisations_zone(hostile: Workspace, output: Print) -> None:
    tree = output("trace", f"x:{POST}", "--workspace", hostile.root)
    assert "2026-09-23 11:05 America/Toronto" in tree
    moments = "select published_at from core.activities"
    assert "2026-09-23T11:05:00-04:00" in output("sql", moments, "-w", hostile.root).replace(
        ".846000", ""
    )
    assert "T15:05" in output("sql", moments, "--format", "csv", "-w", hostile.root)
    chain = json.loads(output("trace", f"x:{POST}", "--json", "--workspace", hostile.root))
    assert chain["published_at"].startswith("2026-09-23T15:05")
