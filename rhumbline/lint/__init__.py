"""What a strategist would remark in a strategy: what is missing, vain, out of order or ambiguous.

Load the file with `check_references=False`, so that unknown references are findings as well:

    findings = lint(load(path, check_references=False), Evidence(matched_ties=…, links=…))
"""

from collections.abc import Iterable
from typing import Final

from rhumbline.lint import goals, required, ties, unknown_names, values
from rhumbline.lint.finding import Evidence, Finding, LinkCounts, LintRule, Severity
from rhumbline.strategy.file import Loaded

__all__ = [
    "RULES",
    "Evidence",
    "Finding",
    "LinkCounts",
    "LintRule",
    "Severity",
    "has_errors",
    "lint",
]

RULES: Final[tuple[LintRule, ...]] = (
    LintRule("RL101", Severity.ERROR, required.goal_without_a_measure),
    LintRule("RL102", Severity.ERROR, required.measure_without_a_tie),
    LintRule("RL103", Severity.ERROR, required.measure_without_a_data_source),
    LintRule("RL104", Severity.ERROR, required.measure_without_a_baseline),
    LintRule("RL105", Severity.ERROR, required.measure_without_a_target),
    LintRule("RL106", Severity.ERROR, required.measure_without_a_date),
    LintRule("RL107", Severity.ERROR, required.unknown_reference),
    LintRule("RL108", Severity.ERROR, required.strategy_without_a_goal),
    LintRule("RL109", Severity.ERROR, values.value_that_cannot_be_computed),
    LintRule("RL201", Severity.WARNING, goals.vanity_goal),
    LintRule("RL202", Severity.WARNING, goals.followers_of_any_kind),
    LintRule("RL203", Severity.WARNING, goals.segment_nobody_listens_to),
    LintRule("RL204", Severity.WARNING, goals.led_before_listened),
    LintRule("RL205", Severity.WARNING, ties.ties_of_different_goals),
    LintRule("RL206", Severity.WARNING, ties.tie_that_never_matched),
    LintRule("RL207", Severity.WARNING, ties.only_shortened_links),
    LintRule("RL208", Severity.WARNING, goals.segment_without_a_measure),
    LintRule("RL209", Severity.WARNING, goals.target_on_the_wrong_side),
    LintRule("RL210", Severity.WARNING, goals.deadline_before_the_start),
    LintRule("RL211", Severity.WARNING, unknown_names.unknown_platform),
    LintRule("RL212", Severity.WARNING, unknown_names.likely_misspelt_type),
    LintRule("RL213", Severity.WARNING, unknown_names.undeclared_account),
    LintRule("RL214", Severity.WARNING, unknown_names.still_to_fill_in),
    LintRule("RL215", Severity.WARNING, values.likely_misspelt_figure),
)


def lint(loaded: Loaded, evidence: Evidence | None = None) -> list[Finding]:
    """Every finding in a strategy, in the order of the file."""
    known = evidence or Evidence()
    findings = [
        Finding(
            rule.code,
            rule.name,
            rule.severity,
            loaded.place(remark.path),
            remark.message,
            remark.what_to_do,
        )
        for rule in RULES
        for remark in rule.find(loaded, known)
    ]
    return sorted(findings, key=lambda finding: (finding.place.line, finding.code, finding.message))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error, which makes lint exit with 1."""
    return any(finding.severity is Severity.ERROR for finding in findings)
