"""Formats nobody wrote code for: mappings in YAML, those that ship and those of a workspace."""

from rhumbline.formats.loading import load_formats
from rhumbline.formats.suggesting import suggest

__all__ = ["load_formats", "suggest"]
