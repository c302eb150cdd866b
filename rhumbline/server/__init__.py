"""The Prefect server of a workspace: where it listens, how it starts and ends, and the watch over inbox/."""
