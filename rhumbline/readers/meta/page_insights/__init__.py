"""Facebook Page Insights, as exported until 2021: posts, videos and the page's days."""

from rhumbline.readers.meta.page_insights.posts_and_days import READERS

__all__ = ["READERS"]
