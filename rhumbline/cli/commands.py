"""All commands in one application, in the order `--help` lists them: importing a module adds its own."""

from rhumbline.cli import beginnings, deciding, files, nights, questions, serving
from rhumbline.cli.app import app

__all__ = ["app", "beginnings", "deciding", "files", "nights", "questions", "serving"]
