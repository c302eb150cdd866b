"""The scorecard: one page for people without SQL, readable by day, by night, and by ear."""

import re
from pathlib import Path

from rhumbline.night import run_night
from rhumbline.reports.scorecard import write_scorecard
from rhumbline.reports.verdict import Cause, Verdict
from rhumbline.warehouse.access import open_published
from tests.night.workspaces import AS_OF, X, unshaped, workspace_in


def test_the_scorecard_says_what_fails_and_how_much_is_not_shown(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w", X)
    run_night(workspace, AS_OF, step=unshaped)
    causes = tuple(Cause(f"untied hashtag #{n}", 2, f"x:{n}", "<b>", "Tie it.") for n in range(12))
    verdict = Verdict(
        AS_OF, "24 of 30 fail", {"aligned": 6, "untraceable": 24}, 30, 24, causes,
        integrity=("Rows are lost.",), warnings=("A tie traces nothing.",),
    )  # fmt: skip
    workspace.site.mkdir(exist_ok=True)
    with open_published(workspace) as published:
        write_scorecard(workspace.site / "index.html", published, verdict)
    page = (workspace.site / "index.html").read_text(encoding="utf-8")
    assert "<h1>24 of 30 fail</h1>" in page
    assert 'aria-label="aligned 6, untraceable 24"' in page
    assert "nothing ties it to a measure" in page
    assert page.count("untied hashtag") == 10
    assert '<td class="n">4</td><td>2 other causes, each smaller</td>' in page
    assert "&lt;b&gt;" in page
    assert "Rows are lost." in page
    assert "prefers-color-scheme: dark" in page
    assert not re.findall(r"<th(?=[ >])(?![^>]*scope=)", page)
    assert "http" not in page.replace("http://www.w3.org/", "")  # it needs no network
