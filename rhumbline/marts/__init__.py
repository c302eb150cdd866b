"""The marts: tables for people, which a night makes from what dbt compiled of the project in dbt_like/."""

from rhumbline.marts.build import build_marts
from rhumbline.marts.compiled import CompiledProject, read_compiled
from rhumbline.marts.results import Node, Shaped

__all__ = ["CompiledProject", "Node", "Shaped", "build_marts", "read_compiled"]
