"""Reads a strategy as a strategist would: what is missing, vain, out of order or ambiguous.

Load the file with `check_references=False`, so that unknown references are findings as well:

    findings = lint(load(path, check_references=False), Evidence(matched_ties=…, links=…))
"""

from collections.abc import Iterable
from typing import Final

from rhumbline.lint import course, missing, spelling, values
from rhumbline.lint.finding import Evidence, Finding, LinkCounts, Rule, Severity
from rhumbline.strategy.file import Loaded

__all__ = ["RULES", "Evidence", "Finding", "LinkCounts", "Rule", "Severity", "has_errors", "lint"]

RULES: Final[tuple[Rule, ...]] = (
    Rule("RL101", Severity.ERROR, missing.goal_without_a_measure),
    Rule("RL102", Severity.ERROR, missing.measure_without_a_tie),
    Rule("RL103", Severity.ERROR, missing.measure_without_a_data_source),
    Rule("RL104", Severity.ERROR, missing.measure_without_a_baseline),
    Rule("RL105", Severity.ERROR, missing.measure_without_a_target),
    Rule("RL106", Severity.ERROR, missing.measure_without_a_date),
    Rule("RL107", Severity.ERROR, missing.unknown_reference),
    Rule("RL108", Severity.ERROR, missing.strategy_without_a_goal),
    Rule("RL109", Severity.ERROR, values.value_that_cannot_be_computed),
    Rule("RL201", Severity.WARNING, course.vanity_goal),
    Rule("RL202", Severity.WARNING, course.followers_of_any_kind),
    Rule("RL203", Severity.WARNING, course.segment_nobody_listens_to),
    Rule("RL204", Severity.WARNING, course.led_before_listened),
    Rule("RL205", Severity.WARNING, course.ties_of_different_goals),
    Rule("RL206", Severity.WARNING, course.tie_that_never_matched),
    Rule("RL207", Severity.WARNING, course.only_shortened_links),
    Rule("RL208", Severity.WARNING, course.segment_without_a_measure),
    Rule("RL209", Severity.WARNING, course.target_on_the_wrong_side),
    Rule("RL210", Severity.WARNING, course.deadline_before_the_start),
    Rule("RL211", Severity.WARNING, spelling.unknown_platform),
    Rule("RL212", Severity.WARNING, spelling.likely_misspelt_type),
    Rule("RL213", Severity.WARNING, spelling.undeclared_account),
    Rule("RL214", Severity.WARNING, spelling.still_to_fill_in),
    Rule("RL215", Severity.WARNING, values.likely_misspelt_figure),
)


def lint(loaded: Loaded, evidence: Evidence | None = None) -> list[Finding]:
    """Every finding in a strategy, in the order of the file."""
    seen = evidence or Evidence()
    found = [
        Finding(
            rule.code,
            rule.name,
            rule.severity,
            loaded.place(each.path),
            each.message,
            each.what_to_do,
        )
        for rule in RULES
        for each in rule.find(loaded, seen)
    ]
    return sorted(found, key=lambda finding: (finding.place.line, finding.code, finding.message))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error, which makes lint exit with 1."""
    return any(finding.severity is Severity.ERROR for finding in findings)
