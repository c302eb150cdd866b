"""Imports every module of commands, which registers them in the order `--help` lists them."""

from rhumbline.cli import beginnings, files, nights, questions

__all__ = ["beginnings", "files", "nights", "questions"]
