-- Which checks of the last night do not hold?
select
    suite,
    expectation,
    severity,
    failing,
    examined,
    message
from core.check_results
where not is_kept
order by severity, suite, expectation
