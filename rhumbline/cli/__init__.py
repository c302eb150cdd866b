"""The command line, one module a command: each parses, calls and prints; nothing imports it."""

from rhumbline.cli.program import main

__all__ = ["main"]
