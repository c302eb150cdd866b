"""Formats declared in YAML instead of code: those that ship and those of a workspace."""

from rhumbline.formats.draft import draft_mapping
from rhumbline.formats.loading import load_formats

__all__ = ["draft_mapping", "load_formats"]
