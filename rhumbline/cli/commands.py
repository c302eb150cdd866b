"""All commands in one application: importing a module adds its command; `--help` keeps this order."""

# ruff: noqa: I001
from rhumbline.cli.app import app
from rhumbline.cli import start, init, demo, open, lint  # noqa: A004 - the command's own name
from rhumbline.cli import run, rebuild, report, decide
from rhumbline.cli import inspect, formats, links
from rhumbline.cli import sql, docs, trace, what_if
from rhumbline.cli import serve

__all__ = [
    "app", "decide", "demo", "docs", "formats", "init", "inspect", "links", "lint", "open",
    "rebuild", "report", "run", "serve", "sql", "start", "trace", "what_if",
]  # fmt: skip
