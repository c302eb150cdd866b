"""Decisions people take on activities: recorded one by one or in batches, and the tie proposed from them."""
