-- One row per account and day that tells of its followers: how many, and who came and
-- went.
with days as (
    select
        *,
        last_value(followers ignore nulls) over before as followers_before,
        max(date) filter (where followers is not null) over before as counted_before_on
    from {{ ref('account_days') }}
    where coalesce(followers, follows, unfollows) is not null
    window
        before as (
            partition by platform, account
            order by date
            rows between unbounded preceding and 1 preceding
        )
)

select
    platform,
    account,
    date,
    followers,
    follows,
    unfollows,
    followers - followers_before as change,
    case when followers is not null then counted_before_on end as change_since
from days
