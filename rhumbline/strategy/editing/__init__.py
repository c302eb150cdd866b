"""Changes of strategy.yaml by forms: every byte outside the change stays, comments and layout included."""
