"""strategy.yaml: its text, its mistakes, and its versions in force."""
