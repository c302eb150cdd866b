"""The scorecard: one page that says whether what was posted served what it was posted for."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl

from rhumbline.verdict import Verdict
from rhumbline.warehouse import Warehouse

COLOURS: Final = {  # told apart without colour vision, and on paper
    "aligned": "#1b7f5c",
    "waived": "#8fb8a8",
    "suspect": "#d9a441",
    "ambiguous": "#e0c36a",
    "orphaned": "#c2572b",
    "untraceable": "#9c1f2e",
    "predates_strategy": "#b8b8b8",
}
STEPS: Final = (
    ("why", "Why should anyone care?"),
    ("who", "Who are they, by interest?"),
    ("listen", "Listen"),
    ("participate", "Take part usefully"),
    ("lead", "Lead"),
)


def write_scorecard(site: Path, warehouse: Warehouse, verdict: Verdict) -> None:
    """Write site/index.html, one file that needs no network."""
    from jinja2 import Environment, PackageLoader

    pages = Environment(loader=PackageLoader("rhumbline", "templates"), autoescape=True)
    text = pages.get_template("scorecard.html").render(
        verdict=verdict,
        organisation=_organisation(warehouse),
        segments=_rows(warehouse, "segments"),
        measures=_rows(warehouse, "measure_progress"),
        alignments=_shares(verdict),
        colours=COLOURS,
        coverage=_coverage_chart(warehouse),
        path=_path(warehouse),
        waste=_rows(warehouse, "effort"),
        wheels=_rows(warehouse, "hamster_wheels"),
        steps=STEPS,
        today=verdict.as_of,
    )
    fresh = site / "index.html.new"
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(site / "index.html")


_QUESTIONS: Final = {
    "segments": """
        select segment_id, who, interests, listens_at
        from core.segments
        where strategy_version = (select max(strategy_version) from core.strategies)
        order by position
    """,
    "measure_progress": "from marts.measure_progress order by goal_id, measure_id",
    "effort": """
        select platform, sum(activities) as activities, sum(hours) as hours, sum(cost) as cost
        from marts.effort
        where is_waste
        group by platform
        order by hours desc nulls last, platform
    """,
    "hamster_wheels": """
        from marts.hamster_wheels
        where recommendation <> 'keep'
        order by platform, segment_id, measure_id
    """,
    "path": "from marts.path order by segment_id, stage",
}


def _rows(warehouse: Warehouse, name: str) -> list[dict[str, Any]]:
    """The answer to a question; none where the mart is not there yet."""
    table = {"segments": "segments", "path": "path"}.get(name, name)
    known = warehouse.one("select count(*) from duckdb_tables() where table_name = ?", table)
    return warehouse.frame(_QUESTIONS[name]).to_dicts() if known else []


def _organisation(warehouse: Warehouse) -> dict[str, Any]:
    rows = warehouse.frame(
        "select * exclude (text) from core.strategies order by in_force_from desc limit 1"
    )
    return rows.to_dicts()[0] if rows.height else {}


def _shares(verdict: Verdict) -> list[tuple[str, int, float]]:
    """alignment, activities, share of all; in the order of the colours."""
    total = sum(verdict.counts.values()) or 1
    return [
        (name, verdict.counts[name], verdict.counts[name] / total)
        for name in COLOURS
        if verdict.counts.get(name)
    ]


def _path(warehouse: Warehouse) -> dict[str, dict[str, Any]]:
    """segment → stage → what was done."""
    path: dict[str, dict[str, Any]] = {}
    for row in _rows(warehouse, "path"):
        path.setdefault(row["segment_id"], {})[row["stage"]] = row
    return path


def _coverage_chart(warehouse: Warehouse) -> str:
    """Judged activities per week by alignment, as SVG; empty before there is anything to draw."""
    weeks = warehouse.frame(
        """
        select
            date_trunc('week', activities.published_at)::date as week,
            verdicts.alignment,
            count(*)::integer as activities
        from core.verdicts
        inner join core.activities using (activity_key)
        where activities.published_at is not null and verdicts.alignment <> 'predates_strategy'
        group by all
        order by week desc
        """
    )
    latest = weeks["week"].max()
    if not isinstance(latest, date):
        return ""
    return bars_by_week(weeks.filter(pl.col("week") > latest - timedelta(weeks=53)))


def bars_by_week(weeks: pl.DataFrame) -> str:
    """Stacked bars of activities per week and alignment as SVG; drawn without a network."""
    import altair as alt
    import vl_convert

    rows = weeks.with_columns(pl.col("week").cast(pl.String)).to_dicts()
    order = list(COLOURS)
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("week:O", title="week from Monday", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("activities:Q", title="activities"),
            color=alt.Color(
                "alignment:N",
                sort=order,
                scale=alt.Scale(domain=order, range=list(COLOURS.values())),
                legend=None,
            ),
            order=alt.Order("alignment:N"),
        )
        .properties(width=640, height=160)
        .configure_view(stroke=None)
        .configure(font="system-ui, sans-serif")
    )
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg
