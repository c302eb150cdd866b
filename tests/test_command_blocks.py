"""Every command block of README and docs is one that a reader can run: parsed all, and the tutorial run."""

import re
import shlex
from pathlib import Path

import pytest
import typer
import typer.testing

from rhumbline.cli.commands import app
from rhumbline.errors import EXIT_FAILED, EXIT_GOOD
from tests.demo.making import PLANTED

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
ROOT = typer.main.get_command(app)
COMMANDS = ROOT.commands  # type: ignore[attr-defined]


def commands(page: Path) -> list[str]:
    """Return the lines of a page's shell blocks, without comments."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    lines = [re.sub(r"\s+#.*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


ALL = [(page.relative_to(REPOSITORY).as_posix(), line) for page in PAGES for line in commands(page)]


@pytest.mark.parametrize(("page", "line"), ALL, ids=lambda text: text[:60])
def test_the_command_line_knows_what_a_page_says(page: str, line: str) -> None:
    for part in line.split("&&"):
        words = shlex.split(part)
        if "rhumbline" in words and words[0] in ("rhumbline", "uvx"):
            _parse(words[words.index("rhumbline") + 1 :])
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", MAKEFILE, re.MULTILINE), f"{page} names {words}"


def _parse(words: list[str]) -> None:
    """Let the real command line read the words; it raises a usage error for what it does not know."""
    if words[0].startswith("-"):
        assert words[0] in {name for option in ROOT.params for name in option.opts}
        return
    assert words[0] in COMMANDS, f"there is no command {words[0]}"
    COMMANDS[words[0]].make_context(words[0], words[1:])


def test_the_tutorial_leads_from_an_export_to_a_decision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run in its order, the strategy filled in where the page says so."""
    monkeypatch.chdir(tmp_path)
    (export,) = (PLANTED.folder / "first").glob("account_analytics*.csv")
    Path(export.name).write_bytes(export.read_bytes())
    for line in commands(REPOSITORY / "docs" / "tutorial.md"):
        program, *words = shlex.split(line)
        if program == "cp":
            Path(words[1], words[0]).write_bytes(Path(words[0]).read_bytes())
            continue
        done = typer.testing.CliRunner().invoke(app, words)
        assert done.exit_code in (EXIT_GOOD, EXIT_FAILED), f"{line}: {done.output} {done.exception}"
        assert done.exception is None or isinstance(done.exception, SystemExit), line
        if "--answers" in words:
            strategy = PLANTED.folder / "workspace" / "strategy.yaml"
            Path("riverside", "strategy.yaml").write_bytes(strategy.read_bytes())
