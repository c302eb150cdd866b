-- The nearest measure of each failing activity, where it is another than before.
update core.verdicts set
    suggested_measure_id = suggestions.measure_id,
    suggestion = suggestions.suggestion
from suggestions
where
    verdicts.activity_key = suggestions.activity_key
    and (
        verdicts.suggested_measure_id is distinct from suggestions.measure_id
        or verdicts.suggestion is distinct from suggestions.suggestion
    )
