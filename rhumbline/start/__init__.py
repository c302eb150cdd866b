"""From exports to a strategy in one sitting: what they hold, what to ask, and what is written down."""
