"""The scorecard: whether what was posted serves the goals, for people who read no SQL."""

from rhumbline.reports.scorecard.facts import Scorecard, read_scorecard
from rhumbline.reports.scorecard.pages import (
    Links,
    measure_body,
    scorecard_body,
    stylesheet,
    write_pages,
)
from rhumbline.reports.scorecard.posts import MeasureDetails, read_details

__all__ = [
    "Links",
    "MeasureDetails",
    "Scorecard",
    "measure_body",
    "read_details",
    "read_scorecard",
    "scorecard_body",
    "stylesheet",
    "write_pages",
]
