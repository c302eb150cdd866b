"""The command line: commands parse, call and print; nothing imports it."""

from rhumbline.cli.app import main

__all__ = ["main"]
