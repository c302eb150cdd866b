"""A wheel carries every file of the packages: SQL, suites, the dbt project, templates, the demo."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("rhumbline", "flows", "models", "expectations", "sql", "dbt_like")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(folder.glob("*.whl")))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_holds_every_file_of_a_package(package: str, wheel: zipfile.ZipFile) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", package],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    files = set(listed.stdout.split("\0")) - {""}
    if listed.returncode or not files:
        pytest.skip("git does not say which files are the package's")
    assert files - set(wheel.namelist()) == set()


def test_the_wheel_holds_every_page_of_the_manual(wheel: zipfile.ZipFile) -> None:
    pages = {path.relative_to(REPOSITORY / "docs") for path in (REPOSITORY / "docs").rglob("*.md")}
    assert {f"rhumbline/manual/{page.as_posix()}" for page in pages} <= set(wheel.namelist())


def test_the_wheel_starts_the_command_line(wheel: zipfile.ZipFile) -> None:
    entry_points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "rhumbline = rhumbline.cli:main" in wheel.read(entry_points).decode()


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    rooms = {name.split("/")[0] for name in wheel.namelist()}
    assert {room for room in rooms if not room.endswith(".dist-info")} <= set(PACKAGES)
