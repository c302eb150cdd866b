-- One row per platform, account and link: the activities that lead to it.
select
    platform,
    account,
    reference as link,
    bool_or(is_own) as is_own,
    bool_or(is_shortened) as is_shortened,
    {{ how_received() }}
from {{ ref('int_references__received') }}
where kind = 'link'
group by platform, account, reference
