"""dbt as an analyst runs it: the command, in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2] / "dbt_like"


@dataclass(frozen=True)
class DbtRun:
    """What a command of dbt ended with."""

    exit_code: int
    output: str
    target: Path

    def results(self) -> dict[str, dict[str, Any]]:
        """Each node's entry of run_results.json, by the node's name; a unit test's after its model's."""
        results = json.loads((self.target / "run_results.json").read_text(encoding="utf-8"))
        named = {}
        for each in results["results"]:
            kind, _, *name = each["unique_id"].split(".")
            named[".".join(name) if kind == "unit_test" else name[0]] = each
        return named


def run_dbt(folder: Path, warehouse: Path | None, *command: str) -> DbtRun:
    """Run a command in dbt_like/ on a warehouse, or on the profile's default; it writes to `folder`."""
    environment = {k: v for k, v in os.environ.items() if k != "RHUMBLINE_WAREHOUSE"}
    if warehouse:
        environment["RHUMBLINE_WAREHOUSE"] = str(warehouse)
    target = folder / "target"
    done = subprocess.run(
        [
            Path(sys.executable).with_name("dbt"), "--no-use-colors", *command,
            "--target-path", target, "--log-path", folder / "logs",
        ],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return DbtRun(done.returncode, done.stdout + done.stderr, target)
