"""Google Analytics: the traffic of a web site, by source, campaign, page and day."""

from rhumbline.readers.google_analytics.reports import READERS

__all__ = ["READERS"]
