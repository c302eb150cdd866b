-- One row per platform, account and hashtag: the activities that use it.
select
    platform,
    account,
    reference as hashtag,
    {{ how_received() }}
from {{ ref('int_references__received') }}
where kind = 'hashtag'
group by platform, account, reference
