"""Data Docs: the results of the suites as one page that opens without a network."""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rhumbline.checks.report import CheckReport


def write_page(report: "CheckReport", folder: Path) -> Path:
    """Write index.html into the folder, which is made where it is missing; its path."""
    import jinja2

    source = (files("rhumbline") / "checks" / "data_docs.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    suites = list(dict.fromkeys(result.suite for result in report.results))
    page = environment.from_string(source).render(report=report, suites=suites)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    fresh = path.with_suffix(".html.new")
    fresh.write_text(page, encoding="utf-8")
    fresh.replace(path)
    return path
