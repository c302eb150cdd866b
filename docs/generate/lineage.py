"""`make docs-site`: dbt's documentation of the marts with their lineage, as one page that asks nobody."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rhumbline.marts import build_marts, read_compiled
from rhumbline.warehouse.access import open_for_writing
from rhumbline.workspace import Workspace

PROJECT: Final = Path(str(files("dbt_like")))
PAGE: Final = PROJECT / "docs" / "index.html"
# The page holds its scripts, styles, pictures and data; it may ask for nothing else.
_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
_FAVICON: Final = (
    """<link rel="shortcut icon" href="${require('./assets/favicons/favicon.ico')}"/>"""
)
_CANONICAL: Final = '<link rel="canonical" href="/overview/"/>'


def write() -> None:
    """Have dbt document an empty warehouse, and write the page that the wheel carries."""
    with TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        with open_for_writing(workspace) as warehouse:
            build_marts(warehouse, read_compiled(), date(2026, 1, 1))
        target = Path(folder, "target")
        subprocess.run(
            [
                Path(sys.executable).with_name("dbt"), "--quiet", "docs", "generate",
                "--target-path", target, "--log-path", Path(folder, "logs"),
            ],
            cwd=PROJECT,
            env=os.environ | {"RHUMBLINE_WAREHOUSE": str(workspace.warehouse), "DO_NOT_TRACK": "1"},
            check=True,
        )  # fmt: skip
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page_of(target), encoding="utf-8")


def page_of(target: Path) -> str:
    """One HTML page out of the folder that `dbt docs generate` wrote, about 2 MB.

    Macros of dbt and its adapter are left out: they are a third of it, and document nothing of ours.
    A Content-Security-Policy keeps the page from asking any other place for anything.
    """
    page = (target / "index.html").read_text(encoding="utf-8")
    for name, trim in (("manifest", _own_manifest), ("catalog", dict)):
        content = json.loads((target / f"{name}.json").read_text(encoding="utf-8"))
        text = json.dumps(trim(content), ensure_ascii=False).replace("</", "<\\/")
        page = page.replace(f'"{name.upper()}.JSON INLINE DATA"', text)
    page = page.replace("<use xlink:href=", "<use ng-attr-xlink:href=")  # else asked for unfilled
    page = page.replace(str(target), "target")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    page = page.replace(_FAVICON, '<link rel="icon" href="data:,">').replace(_CANONICAL, "")
    return page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{policy}', 1)


def _own_manifest(manifest: Mapping[str, Any]) -> dict[str, Any]:
    own = {k: v for k, v in manifest["macros"].items() if v["package_name"] == "rhumbline"}
    return {**manifest, "macros": own}


if __name__ == "__main__":
    write()
