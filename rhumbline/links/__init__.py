"""Short links nobody resolved: which there are, what the exports tell of them, and asking where they lead."""
