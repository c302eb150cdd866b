"""How often the bounds of forecasts hold, on made-up histories of ten kinds."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rhumbline.measures.expressions.meaning import FLOW, LEVEL, RATIO
from rhumbline.measures.forecast import forecast

Figures = NDArray[np.floating[Any]]
Path = Callable[[np.random.Generator, int], Figures]
_SPANS: Final = ((8, 4), (8, 13), (12, 4), (12, 13), (26, 4), (26, 13))  # weeks known, weeks ahead


def _persistent(chance: np.random.Generator, weeks: int) -> Figures:
    errors = np.empty(weeks)
    errors[0] = chance.normal() * 10
    for week in range(1, weeks):
        errors[week] = 0.6 * errors[week - 1] + chance.normal() * 8
    return 50 + errors


PATHS: Final[dict[str, tuple[str, Path]]] = {
    "steady counts, 10 a week": (FLOW, lambda chance, n: chance.poisson(10, n) * 1.0),
    "growing 5 % a week from 10": (
        FLOW, lambda chance, n: chance.poisson(10 * 1.05 ** np.arange(n)) * 1.0,
    ),
    "growing by 1 a week from 5": (FLOW, lambda chance, n: chance.poisson(5 + np.arange(n)) * 1.0),
    "falling 5 % a week from 40": (
        FLOW, lambda chance, n: chance.poisson(40 * 0.95 ** np.arange(n)) * 1.0,
    ),
    "a good week follows a good one (AR(1), 0.6)": (FLOW, _persistent),
    "rare, 0.3 a week": (FLOW, lambda chance, n: chance.poisson(0.3, n) * 1.0),
    "gifts, lognormal": (FLOW, lambda chance, n: chance.lognormal(4, 1, n)),
    "followers, arrivals less departures": (
        LEVEL, lambda chance, n: 500.0 + np.cumsum(chance.poisson(12, n) - chance.poisson(8, n)),
    ),
    "a ratio of counts": (RATIO, lambda chance, n: chance.binomial(60, 0.3, n) / 60),
}  # fmt: skip


def share_held(kind: str, path: Path, known: int, ahead: int, histories: int) -> float:
    """Percent of `histories` whose end lies within the bounds that `known` weeks give of it."""
    chance = np.random.default_rng(known * 100 + ahead)
    held = 0
    for _ in range(histories):
        weeks = path(chance, known + ahead)
        value, end = _so_far(kind, weeks[:known]), _so_far(kind, weeks)
        expected = forecast(kind, value, weeks[:known].tolist(), known, ahead)
        if expected.low is not None and expected.high is not None:
            slack = 1e-9 * max(1.0, abs(end))
            held += expected.low - slack <= end <= expected.high + slack
    return 100 * held / histories


def _so_far(kind: str, weeks: Figures) -> float:
    if kind == LEVEL:
        return float(weeks[-1])
    return float(weeks.mean() if kind == RATIO else weeks.sum())


def forecast_table(histories: int) -> Iterator[str]:
    """The lines of the table in markdown."""
    yield (
        f"{histories:,} histories each; percent whose end lay within bounds of 80 %. "
        "Wanted: 74 to 90 from twelve weeks on, 70 to 92 from eight."
    )
    yield ""
    yield "| how it goes | " + " | ".join(f"{n} weeks, {h} ahead" for n, h in _SPANS) + " |"
    yield "|---|" + "---|" * len(_SPANS)
    for words, (kind, path) in PATHS.items():
        shares = (share_held(kind, path, n, h, histories) for n, h in _SPANS)
        yield f"| {words} | " + " | ".join(f"{share:.0f}" for share in shares) + " |"
