"""What runs, and when: Prefect flows and nothing else."""
