-- One row per post: what it is, in the words of core.
insert into core.activities by name
select
    row_number() over (order by post_id desc) as activity_key,
    concat('x:', post_id) as activity_id,
    'x' as platform,
    cast(post_id as varchar) as native_id,
    regexp_extract(post_link, 'x\.com/([^/]+)/', 1) as account,
    if(post_text like '@%', 'reply', 'post') as type,
    make_timestamptz(((post_id >> 22) + 1288834974657) * 1000) as published_at,
    'UTC' as published_zone,
    'second' as published_precision,
    post_link as permalink,
    replace(post_text, '&amp;', '&') as text
from loaded.bench.posts;
