"""What must hold: suites as JSON beside the custom expectations they name."""
