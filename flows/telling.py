"""What a flow run shows of a verdict: its artifacts, its name, its events."""

from rhumbline.verdict import Verdict


def tell(verdict: Verdict) -> None:
    """Write the verdict and the failing activities as artifacts of the run."""
