"""How much a weekly figure grew over its weeks, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

_STEPS: Final = 25  # of the iteration below; it settles within ten
_TRACE: Final = 0.5  # of one count, spread over all weeks: a run of zeros keeps a finite growth
# The spread of counts is estimated from few weeks; it is drawn towards that of Poisson counts as if ten
# weeks more had shown just that.
_WEEKS_OF_POISSON: Final = 10


@dataclass(frozen=True)
class Growth:
    """Growth along the curve of constant percentage that fits the weeks best."""

    first: float  # the figure of the first week on that curve
    log_ratio: float  # natural logarithm of the last week's figure by the first week's
    error: float  # standard error of log_ratio
    freedom: int  # degrees of freedom of the error
    weeks: int

    @property
    def ratio(self) -> float:
        """The last week's figure by the first week's, both on the curve."""
        return exp(min(self.log_ratio, 500.0))

    @property
    def per_week(self) -> float:
        """Change per week in the unit of the figure, on average over the weeks."""
        return self.first * (self.ratio - 1) / (self.weeks - 1)

    def surely_exceeds(self, log_ratio: float) -> float:
        """How sure it is, 0 to 1, that it grew by more than `log_ratio`: Student's t, one-sided."""
        from scipy.special import stdtr

        return float(stdtr(self.freedom, (self.log_ratio - log_ratio) / self.error))


def growth_of(weeks: Sequence[float], *, are_counts: bool) -> Growth | None:
    """The growth of figures that are never negative; None for fewer than four weeks or a negative one.

    A log-linear quasi-Poisson regression on the week, by iteratively reweighted least squares
    (McCullagh and Nelder, Generalized Linear Models, 1989, chapter 9).
    """
    figures = np.asarray(weeks, dtype=float)
    n = len(figures)
    if n < 4 or figures.min() < 0:
        return None
    when = (np.arange(n) - (n - 1) / 2) / (n - 1)
    level, slope = _fit(figures + _TRACE / n, when)
    expected = np.exp(level + slope * when)
    prior = _WEEKS_OF_POISSON if are_counts else 0
    freedom = n - 2 + prior
    spread = (float(((figures - expected) ** 2 / expected).sum()) + prior) / freedom
    weight, moment = expected.sum(), (expected * when).sum()
    around = (expected * when**2).sum() - moment**2 / weight
    error = sqrt(max(spread / around, 1e-12))
    return Growth(float(expected[0]), slope, error, freedom, n)


def _fit(figures: NDArray[np.float64], when: NDArray[np.float64]) -> tuple[float, float]:
    level, slope = log(figures.mean()), 0.0
    for _ in range(_STEPS):
        expected = np.exp(level + slope * when)
        rest = figures - expected
        weight, moment, square = (
            expected.sum(), (expected * when).sum(), (expected * when**2).sum() + 1e-9,
        )  # fmt: skip
        missing, tilt = rest.sum(), (rest * when).sum()
        determinant = weight * square - moment**2
        level += float(np.clip((square * missing - moment * tilt) / determinant, -1, 1))
        slope += float(np.clip((weight * tilt - moment * missing) / determinant, -1, 1))
    return level, slope
