"""The compiled project is what dbt makes of dbt_like/ now, and a night refuses an older one."""

import shutil
from pathlib import Path

import pytest

from rhumbline.errors import UserError
from rhumbline.marts import read_compiled
from rhumbline.marts.compile import compile_project
from rhumbline.night import run_night
from tests.night.workspaces import workspace_in
from tests.shaping.dbt_command import PROJECT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to change something in."""
    copy = tmp_path / "dbt_like"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("target", "logs", "__pycache__"))
    return copy


@pytest.mark.slow
@pytest.mark.xdist_group("dbt")
def test_a_fresh_compile_gives_the_same_bytes() -> None:
    assert (PROJECT / "compiled.json").read_text(encoding="utf-8") == compile_project(PROJECT)


def test_it_names_no_catalog_and_every_relation_by_its_schema() -> None:
    text = (PROJECT / "compiled.json").read_text(encoding="utf-8")
    assert "compiling" not in text
    assert " core.activities" in text


def test_a_model_stands_after_those_it_reads() -> None:
    names = [model.name for model in read_compiled().models]
    assert names.index("measure_progress") < names.index("goal_progress")
    assert names.index("stg_observations") < names.index("activity_performance")


@pytest.mark.parametrize("changed", ["models/marts/path.sql", "macros/added_up.sql",
                                     "models/marts/path.yml", "dbt_project.yml"])  # fmt: skip
def test_a_changed_source_asks_for_a_new_compile(project: Path, changed: str) -> None:
    read_compiled(project)
    with (project / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(UserError, match="Run `make compile`") as raised:
        read_compiled(project)
    assert raised.value.exit_code == 2


def test_a_source_more_or_less_asks_for_a_new_compile(project: Path) -> None:
    (project / "models" / "marts" / "new.sql").write_text("select 1 as one", encoding="utf-8")
    with pytest.raises(UserError, match="make compile"):
        read_compiled(project)
    (project / "models" / "marts" / "new.sql").unlink()
    read_compiled(project)
    (project / "models" / "marts" / "unclaimed.sql").unlink()
    with pytest.raises(UserError, match="make compile"):
        read_compiled(project)


def test_what_dbt_leaves_there_and_what_is_only_declared_do_not(project: Path) -> None:
    (project / "target").mkdir()
    (project / "target" / "left.sql").write_text("select 1", encoding="utf-8")
    for declared in ("sources.yml", "exposures.yml"):
        (project / "models" / declared).write_text("version: 2", encoding="utf-8")
    read_compiled(project)


def test_a_project_that_was_never_compiled_says_so(project: Path) -> None:
    (project / "compiled.json").unlink()
    with pytest.raises(UserError, match="never compiled"):
        read_compiled(project)


def test_without_its_sources_the_compiled_project_stands_alone(project: Path) -> None:
    for source in ("models", "macros"):
        shutil.rmtree(project / source)
    (project / "dbt_project.yml").unlink()
    assert read_compiled(project) == read_compiled()


def test_a_night_ends_before_it_takes_anything_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = workspace_in(tmp_path, "*followers*")
    monkeypatch.setattr("rhumbline.marts.compiled.digest_of_sources", lambda _: "of newer sources")
    with pytest.raises(UserError, match="make compile"):
        run_night(workspace)
    assert [path.suffix for path in workspace.inbox.iterdir()] == [".xlsx"]
    assert not workspace.warehouse.exists()
