"""The next post, made so that it traces to its measure by itself: its link, tags, and line of the plan."""
