"""The organisation's own files: activities.csv, plan.csv, outcomes.csv and links.csv."""
