"""The kernel: reads exports, aligns activity with strategy, and says whether the night is good."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("rhumbline")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"
