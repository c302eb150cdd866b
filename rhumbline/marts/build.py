"""Building the marts: what dbt compiled, run in order on the night's own connection."""

import time
from datetime import date
from typing import Final

import duckdb

from rhumbline.marts.compiled import CompiledModel, CompiledProject, CompiledTest
from rhumbline.marts.night_facts import note_night, note_platforms
from rhumbline.marts.results import Node, Shaped
from rhumbline.marts.standing import Standing, forget_touched, look_at, note_shaped, note_tested
from rhumbline.warehouse.connection import Warehouse

# What a query or its rows are to blame for; a full disk or memory is not among them.
_FAULTS_OF_SQL: Final = (
    duckdb.ProgrammingError,
    duckdb.DataError,
    duckdb.IntegrityError,
    duckdb.NotSupportedError,
)
_DUE: Final = "intermediate.int_activities__due"
_EMPTY_STAGING: Final = (  # an earlier version may have left views that this one does not make
    "drop schema if exists staging cascade; create schema staging"
)


def build_marts(warehouse: Warehouse, project: CompiledProject, as_of: date) -> Shaped:
    """Make every model, as of a date, and run the tests; what became of each.

    Tables kept by activity follow intermediate.touched_activities, or are made anew where what
    their rows share has changed; all others are made anew. It all happens in one transaction: where
    a model cannot be made, the marts stay as the last night left them, that model's node has the
    status `error`, and all others are `skipped`.
    """
    try:
        with warehouse.transaction():
            standing, made = _make_all(warehouse, project, as_of)
    except _Unmade as unmade:
        return Shaped((unmade.node, *_skipped(project, unmade.node)))
    tested = [_run_test(warehouse, test, standing) for test in project.tests]
    shaped = Shaped((*made, *tested))
    note_tested(warehouse, standing, as_of, held=not (shaped.failures or shaped.warnings))
    return shaped


def _make_all(
    warehouse: Warehouse, project: CompiledProject, as_of: date
) -> tuple[Standing, list[Node]]:
    note_night(warehouse, as_of)
    note_platforms(warehouse)
    warehouse.run(_EMPTY_STAGING)
    standing = look_at(warehouse, project, as_of)
    if not standing.follows:
        forget_touched(warehouse)  # so that nothing is due, since everything is
    made = [_make(warehouse, model, standing) for model in project.models]
    forget_touched(warehouse)
    note_shaped(warehouse, standing)
    return standing, made


class _Unmade(Exception):
    """A model could not be made, so the transaction is to be rolled back."""

    def __init__(self, node: Node) -> None:
        super().__init__(node.message)
        self.node = node


def _skipped(project: CompiledProject, failed: Node) -> list[Node]:
    models = [Node(each.name, "model", "skipped", 0.0) for each in project.models]
    tests = [Node(each.name, "test", "skipped", 0.0) for each in project.tests]
    return [node for node in (*models, *tests) if node.name != failed.name]


def _make(warehouse: Warehouse, model: CompiledModel, standing: Standing) -> Node:
    began = time.perf_counter()
    follows = model.kind == "by_activity" and standing.follows
    try:
        for statement in _follow(model) if follows else _make_anew(model):
            warehouse.run(statement)
    except _FAULTS_OF_SQL as error:
        node = Node(model.name, "model", "error", _since(began), message=str(error))
        raise _Unmade(node) from error
    return Node(model.name, "model", "success", _since(began))


def _make_anew(model: CompiledModel) -> tuple[str, ...]:
    """Statements that make a view, or a table of the types and constraints of its contract."""
    if model.kind == "view":
        return (f"create or replace view {model.relation} as {model.query}", _comments(model))
    columns = ", ".join(f"{column.name} {column.definition}" for column in model.columns)
    return (
        f"create or replace table {model.relation} ({columns})",
        f"insert into {model.relation} by name {model.query}",
        *model.afterwards,
        _comments(model),
    )


def _follow(model: CompiledModel) -> tuple[str, ...]:
    """Statements that replace the rows of due activities in a table kept by activity."""
    return (
        f"delete from {model.relation} where activity_id in (select activity_id from {_DUE})",  # noqa: S608
        f"insert into {model.relation} by name {model.query_of_due}",
        *model.afterwards,
    )


def _comments(model: CompiledModel) -> str:
    kind = "view" if model.kind == "view" else "table"
    comments = [f"comment on {kind} {model.relation} is {_text(model.description)}"]
    comments += [
        f"comment on column {model.relation}.{column.name} is {_text(column.description)}"
        for column in model.columns
    ]
    return ";\n".join(comments)


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _run_test(warehouse: Warehouse, test: CompiledTest, standing: Standing) -> Node:
    began = time.perf_counter()
    query = test.query_of_due if standing.tests_due_alone and test.query_of_due else test.query
    try:
        failing, warns, fails = warehouse.rows(
            f"select {test.counts}, {test.counts} {test.warns_if}, {test.counts} {test.fails_if} "  # noqa: S608
            f"from ({query}) as failing_rows"
        )[0]
    except _FAULTS_OF_SQL as error:
        return Node(test.name, "test", "error", _since(began), message=str(error))
    status, message = "pass", None
    if fails and test.severity == "error":
        status, message = "fail", f"{_results(failing)}, configured to fail if {test.fails_if}"
    elif warns:
        status, message = "warn", f"{_results(failing)}, configured to warn if {test.warns_if}"
    return Node(test.name, "test", status, _since(began), failing, message)


def _results(failing: int) -> str:
    return f"Got {failing} result{'s' * (failing != 1)}"


def _since(began: float) -> float:
    return time.perf_counter() - began
