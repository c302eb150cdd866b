-- The currency of all money, where the strategy names none: the only one that is told,
-- or a name that no money has where there are several, which cannot be added up.
with told as (
    select currency
    from core.activities
    union all
    select currency
    from core.account_days
)

select
    case count(distinct currency)
        when 0 then null
        when 1 then max(currency)
        else ''
    end as currency
from told
