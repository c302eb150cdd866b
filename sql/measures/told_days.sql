-- Account days as exports tell them, but for money of another currency.
create or replace temporary view told_days as
select
    account_days.* replace (
        if(
            coalesce(account_days.currency = measuring.currency, true),
            account_days.spend,
            null
        ) as spend
    )
from core.account_days
cross join measuring
