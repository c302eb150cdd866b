"""The command line: commands parse, call and print; nothing imports it."""

from rhumbline.cli.entry import main

__all__ = ["main"]
