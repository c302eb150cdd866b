"""Every import contract of pyproject.toml can fail: one forbidden import for each breaks a copy."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("rhumbline", "flows", "models", "expectations", "sql")
CONTRACTS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]

# Contract → the module that a forbidden import is written into, and that import.
FORBIDDEN = {
    "floors": ("rhumbline/opening/sheet.py", "import rhumbline.night"),
    "models": ("models/metrics.py", "import rhumbline.errors"),
    "roof": ("rhumbline/night.py", "import rhumbline.cli"),
    "workbench": ("rhumbline/night.py", "import rhumbline.workbench.door"),
    "workbench-alone": ("rhumbline/workbench/door.py", "import prefect"),
    "flows-start": ("rhumbline/server/address.py", "import flows.nightly"),
    "flows-wrap": ("flows/nightly.py", "import rhumbline.warehouse.connection"),
    "readers": ("rhumbline/readers/mastodon.py", "import rhumbline.readers.facebook"),
    "reading": ("rhumbline/reading/cells.py", "import rhumbline.workspace"),
    "circles": ("rhumbline/errors.py", "import rhumbline.night"),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Contract name → KEPT or BROKEN, for a copy with every forbidden import in it."""
    copy = tmp_path_factory.mktemp("floors")
    shutil.copy(REPOSITORY / "pyproject.toml", copy)
    for package in PACKAGES:
        for path in (REPOSITORY / package).rglob("*.py"):
            target = copy / path.relative_to(REPOSITORY)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    for module, line in FORBIDDEN.values():
        with (copy / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=copy, capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = " ".join(linted.stdout.split("Broken contracts")[0].split())
    return dict(re.findall(r"(?:-- |KEPT |BROKEN )?(\S.*?) (KEPT|BROKEN)", report))


def test_every_contract_has_an_import_that_breaks_it() -> None:
    assert {contract["id"] for contract in CONTRACTS} == FORBIDDEN.keys()


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["id"])
def test_a_forbidden_import_breaks_the_contract(
    contract: dict[str, str], verdicts: dict[str, str]
) -> None:
    (verdict,) = (v for name, v in verdicts.items() if name.endswith(contract["name"]))
    assert verdict == "BROKEN"


def test_no_contract_lists_exceptions() -> None:
    assert not [contract["id"] for contract in CONTRACTS if "ignore_imports" in contract]
