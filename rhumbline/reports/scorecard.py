"""The scorecard: one HTML page that shows whether what was posted served its measures."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl

from rhumbline.reports.verdict import Verdict
from rhumbline.strategy.file import loads
from rhumbline.warehouse.connection import Warehouse

COLOURS: Final = {  # distinct without colour vision, and on paper
    "aligned": "#1b7f5c",
    "waived": "#8fb8a8",
    "suspect": "#d9a441",
    "ambiguous": "#e0c36a",
    "orphaned": "#c2572b",
    "untraceable": "#9c1f2e",
    "predates_strategy": "#b8b8b8",
}
STAGES: Final = {"listen": "listen", "participate": "take part", "lead": "lead"}
MEANINGS: Final = {
    "aligned": "traces to a measure, and counts for it",
    "waived": "a person said it need not serve a measure",
    "suspect": "a person tied it, and the measure has changed since",
    "ambiguous": "tied as strongly to measures of different goals",
    "orphaned": "names a campaign, label or measure that the strategy does not have",
    "untraceable": "nothing ties it to a measure",
    "predates_strategy": "published before the strategy was in force; not judged",
}


def write_scorecard(path: Path, warehouse: Warehouse, verdict: Verdict) -> None:
    """Write the page, one file that needs no network; it replaces the earlier one in one step."""
    from jinja2 import Environment, PackageLoader

    pages = Environment(loader=PackageLoader("rhumbline", "reports"), autoescape=True)
    pages.globals |= {"number": _number, "share": _share}
    text = pages.get_template("scorecard.html").render(
        verdict=verdict,
        organisation=_organisation(warehouse),
        currency=_currency(warehouse),
        segments=_rows(warehouse, "segments"),
        measures=_rows(warehouse, "measure_progress"),
        alignments=_shares(verdict),
        colours=COLOURS,
        meanings=MEANINGS,
        coverage=_coverage_chart(warehouse),
        path=_path(warehouse),
        fit=_rows(warehouse, "segment_fit"),
        waste=_rows(warehouse, "effort"),
        wheels=_rows(warehouse, "hamster_wheels"),
        stages=STAGES,
        today=verdict.as_of,
    )
    fresh = path.with_suffix(".html.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _number(value: float | None) -> str:
    """A number to four digits, or all digits before the point; empty for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


def _share(low: float | None, high: float | None) -> str:
    """A share in percent, as a range where its bounds differ; empty where both are None."""
    bounds = [f"{share:.0%}" for share in (low, high) if share is not None]
    return " to ".join(dict.fromkeys(bounds))


_QUESTIONS: Final = {
    "segments": """
        select segment_id, who, interests, listens_at
        from core.segments
        where strategy_version = (select max(strategy_version) from core.strategies)
        order by position
    """,
    "measure_progress": """
        select progress.*, goals.statement, measures.value as of_what
        from marts.measure_progress as progress
        inner join core.measures as measures
            on progress.measure_id = measures.measure_id
            and measures.strategy_version = (select max(strategy_version) from core.strategies)
        left join core.goals as goals
            on measures.goal_id = goals.goal_id
            and measures.strategy_version = goals.strategy_version
        order by goals.position, measures.position
    """,
    "segment_fit": """
        select
            segment_id, platform, account, audience_kind, as_of, audience,
            share_low, share_high, note
        from marts.segment_fit
        where is_latest and audience > 0
        order by segment_id, platform, account
    """,
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
    """The rows of a question; none where its table does not exist yet."""
    exists = warehouse.one("select count(*) from duckdb_tables() where table_name = ?", name)
    return warehouse.frame(_QUESTIONS[name]).to_dicts() if exists else []


def _organisation(warehouse: Warehouse) -> dict[str, Any]:
    rows = warehouse.frame(
        "select * exclude (text) from core.strategies order by in_force_from desc limit 1"
    )
    return rows.to_dicts()[0] if rows.height else {}


def _currency(warehouse: Warehouse) -> str:
    """The currency of all costs; empty where the strategy declares none."""
    text = warehouse.rows("select text from core.strategies order by in_force_from desc limit 1")
    declared = loads(text[0][0]).strategy.effort if text else None
    return (declared.currency or "") if declared else ""


def _shares(verdict: Verdict) -> list[tuple[str, int, float]]:
    """Alignment, activities, share of all activities; in the order of the colours."""
    total = sum(verdict.counts.values()) or 1
    return [
        (name, verdict.counts[name], verdict.counts[name] / total)
        for name in COLOURS
        if verdict.counts.get(name)
    ]


def _path(warehouse: Warehouse) -> dict[str, dict[str, Any]]:
    """Segment → stage → its row of marts.path."""
    path: dict[str, dict[str, Any]] = {}
    for row in _rows(warehouse, "path"):
        path.setdefault(row["segment_id"], {})[row["stage"]] = row
    return path


def _coverage_chart(warehouse: Warehouse) -> str:
    """Judged activities per week by alignment in the last 53 weeks, as SVG; empty without any."""
    weeks = warehouse.frame(
        """
        select
            week,
            alignment,
            sum(activities)::integer as activities
        from core.effort_weeks
        where week is not null and alignment <> 'predates_strategy'
        group by all
        order by week desc
        """
    )
    latest = weeks["week"].max()
    if not isinstance(latest, date):
        return ""
    return bars_by_week(weeks.filter(pl.col("week") > latest - timedelta(weeks=53)))


def bars_by_week(weeks: pl.DataFrame) -> str:
    """Stacked bars of activities per week and alignment, as SVG."""
    import altair as alt
    import vl_convert

    rows = weeks.with_columns(pl.col("week").cast(pl.String)).to_dicts()
    order = list(COLOURS)
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("week:O", title="week from Monday", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("activities:Q", title="activities", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "alignment:N",
                sort=order,
                scale=alt.Scale(domain=order, range=list(COLOURS.values())),
                legend=None,
            ),
            order=alt.Order("alignment:N"),
        )
        .properties(width=640, height=160)
        .configure(font="system-ui, sans-serif", background="transparent")
        .configure_view(stroke=None)
        .configure_axis(  # the page's own ink, in light and dark
            labelColor="currentColor",
            titleColor="currentColor",
            titleFontWeight="normal",
            domainColor="currentColor",
            tickColor="currentColor",
            gridColor="currentColor",
            gridOpacity=0.15,
            labelOverlap=True,
        )
    )
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg
