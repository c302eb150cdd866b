"""What the next weeks of a weekly figure may add up to, as draws from a mixture of simple models.

Each model is a straight line or a constant on one scale (as it is, square root, logarithm), and its
errors keep a part of themselves from week to week. The models weigh as much as they explain the weeks
(Schwarz' criterion), so a trend, a spread that grows with the level, skew, and persistence each enter
as far as the weeks show them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

Weeks = NDArray[np.float64]

DRAWS: Final = 2000
_PERSISTENCE: Final = {0.0: 0.3, 0.2: 0.2, 0.4: 0.18, 0.6: 0.15, 0.8: 0.1, 0.9: 0.07}  # ρ: prior
# Prior odds of a trend, as a natural logarithm: what an organisation aims at is meant to move.
_TREND: Final = 0.25
# Scales that fit the weeks equally well part ways far ahead, so the better one never takes all the weight.
_MODESTY: Final = 0.4
# As if one week more had shown just the spread of Poisson counts: equal weeks still have a spread.
_WEEKS_OF_POISSON: Final = 1
_RARE: Final = 2.0  # counts a week below which the errors of no scale look normal


@dataclass(frozen=True)
class _Scale:
    """A scale on which the errors may be normal."""

    to: Callable[[Weeks], Weeks]
    back: Callable[[Weeks], Weeks]
    stretch: float  # sum of the logarithms of the scale's derivative at the weeks
    spread: float  # variance that Poisson counts, or next to nothing, would have on this scale


@dataclass(frozen=True)
class _Model:
    scale: _Scale
    has_trend: bool
    persistence: float
    support: float  # log posterior odds, up to a constant
    coefficients: Weeks
    factor: (
        Weeks  # Cholesky factor of the coefficients' covariance, in units of the error's variance
    )
    rest: float  # sum of squares that is left
    freedom: int
    last_error: float


def draw_sums(weeks: Sequence[float] | Weeks, ahead: int, *, only_levels: bool = False) -> Weeks:
    """Draws of the sum of the `ahead` weeks that follow `weeks`, DRAWS of them, the same every time.

    `only_levels` keeps to the scale as it is and to no trend. Wants at least four weeks.
    """
    figures = np.asarray(weeks, dtype=float)
    chance = np.random.default_rng(len(figures) * 1009 + ahead)
    if are_counts(figures) and figures.mean() < _RARE and not only_levels:
        rate = chance.gamma(figures.sum() + 0.5, 1 / len(figures), DRAWS)
        return chance.poisson(rate * ahead).astype(float)
    models = _fit(figures, only_levels=only_levels)
    shares = chance.multinomial(DRAWS, _weights(models))
    drawn = [
        _draw(model, int(share), len(figures), ahead, chance)
        for model, share in zip(models, shares, strict=True)
        if share
    ]
    return np.concatenate(drawn)


def are_counts(figures: Weeks) -> bool:
    """Whether they are whole numbers, none negative."""
    return bool(figures.min() >= 0 and np.equal(figures, np.round(figures)).all())


def _scales(figures: Weeks) -> list[_Scale]:
    counted, mean = are_counts(figures), max(float(np.abs(figures).mean()), 1e-9)
    least = mean if counted else (0.01 * mean) ** 2
    if figures.min() < 0:
        return [_Scale(lambda x: x, lambda z: z, 0.0, least)]
    scales = [_Scale(lambda x: x, lambda z: np.maximum(z, 0), 0.0, least)]
    shift = 0.375 if counted else 0.0  # Anscombe's
    inside = np.maximum(figures + shift, 1e-6 * mean)
    scales.append(
        _Scale(
            lambda x: 2 * np.sqrt(x + shift),
            lambda z: np.maximum((np.maximum(z, 0) / 2) ** 2 - shift, 0),
            float(-0.5 * np.log(inside).sum()),
            least / mean,
        )
    )
    if (figures > 0).mean() >= 0.9:
        more = 0.5 if counted else 1e-3 * mean
        scales.append(
            _Scale(
                lambda x: np.log(x + more),
                lambda z: np.maximum(np.exp(np.minimum(z, 50)) - more, 0),
                float(-np.log(figures + more).sum()),
                least / mean**2,
            )
        )
    return scales


def _fit(figures: Weeks, *, only_levels: bool) -> list[_Model]:
    scales = _scales(figures)[:1] if only_levels else _scales(figures)
    return [
        _fit_one(figures, scale, has_trend, persistence)
        for scale in scales
        for has_trend in ((False,) if only_levels else (False, True))
        for persistence in _PERSISTENCE
    ]


def _design(first: int, last: int, weeks: int, *, has_trend: bool) -> Weeks:
    when = np.arange(first, last) - (weeks - 1) / 2
    ones = np.ones(last - first)
    return np.column_stack([ones, when]) if has_trend else ones[:, None]


def _fit_one(figures: Weeks, scale: _Scale, has_trend: bool, persistence: float) -> _Model:
    """Generalised least squares with first-order autoregressive errors."""
    n, values = len(figures), scale.to(figures)
    design = _design(0, n, n, has_trend=has_trend)
    start = np.sqrt(1 - persistence**2)
    level = np.concatenate([[values[0] * start], values[1:] - persistence * values[:-1]])
    columns = np.vstack([design[:1] * start, design[1:] - persistence * design[:-1]])
    inner = columns.T @ columns
    coefficients = np.linalg.solve(inner, columns.T @ level)
    rest = float(((level - columns @ coefficients) ** 2).sum()) + _WEEKS_OF_POISSON * scale.spread
    parameters = design.shape[1]
    freedom = n - parameters + _WEEKS_OF_POISSON
    support = (
        -0.5 * n * log(rest / freedom)
        + log(start)
        - 0.5 * float(np.linalg.slogdet(inner)[1])
        + scale.stretch
        + log(_PERSISTENCE[persistence])
    )
    if has_trend:
        support += 0.5 * log(float((design[:, 1] ** 2).sum())) + _TREND - 0.5 * log(n)
    return _Model(
        scale, has_trend, persistence, support, coefficients,
        np.linalg.cholesky(np.linalg.inv(inner)), rest, freedom,
        float(values[-1] - design[-1] @ coefficients),
    )  # fmt: skip


def _weights(models: Sequence[_Model]) -> Weeks:
    """Shares of the models, 1 together: scales share more evenly than they explain the weeks."""
    support = np.array([model.support for model in models])
    odds = np.exp(support - support.max())
    shapes = [(model.has_trend, model.persistence) for model in models]
    weights = np.zeros(len(models))
    for shape in dict.fromkeys(shapes):
        alike = [number for number, other in enumerate(shapes) if other == shape]
        evened = np.exp((support[alike] - support[alike].max()) * _MODESTY)
        weights[alike] = odds[alike].sum() * evened / evened.sum()
    shares: Weeks = weights / weights.sum()
    return shares


def _draw(model: _Model, draws: int, weeks: int, ahead: int, chance: np.random.Generator) -> Weeks:
    variance = model.rest / chance.chisquare(model.freedom, draws)
    spread = np.sqrt(variance)
    around = chance.standard_normal((draws, len(model.coefficients))) @ model.factor.T
    coefficients = model.coefficients + around * spread[:, None]
    design = _design(weeks, weeks + ahead, weeks, has_trend=model.has_trend)
    error = np.full(draws, model.last_error)
    total = np.zeros(draws)
    for row in design:
        error = model.persistence * error + spread * chance.standard_normal(draws)
        total += model.scale.back(coefficients @ row + error)
    return total


def central_interval(draws: Weeks, share: float, *, whole: bool) -> tuple[float, float]:
    """The ends between which `share` of the draws lie, equally many outside on either side.

    Few counts jump by much from one number to the next; for `whole` numbers that span no more than 25 it
    is the pair of numbers that holds closest to `share`.
    """
    tail = (1 - share) / 2
    low, high = (float(end) for end in np.quantile(draws, [tail, 1 - tail]))
    if not whole or high - low > 25:
        return low, high
    middle = np.median(draws)
    numbers, counts = np.unique(np.round(draws), return_counts=True)
    below = np.concatenate([[0.0], np.cumsum(counts)]) / counts.sum()
    best = min(
        (
            _misfit(below[i], below[j + 1], share),
            float(numbers[i]),
            float(numbers[j]),
        )
        for i in range(len(numbers))
        for j in range(i, len(numbers))
        if numbers[i] <= middle <= numbers[j]
    )
    return best[1], best[2]


def _misfit(low: float, high: float, share: float) -> float:
    """How far the part between two ranks is from `share`: too narrow counts double, lopsided a little."""
    held = high - low
    width = 2 * (share - held) if held < share else held - share
    return width + 0.15 * abs(low - (1 - high))
