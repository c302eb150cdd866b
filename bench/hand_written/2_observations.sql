-- One row per post: its figures, under the names of core.
insert into core.observations by name
select
    row_number() over (order by posts.post_id desc) as activity_key,
    exports.export_key,
    concat('x:', posts.post_id) as activity_id,
    exports.export_id,
    exports.observed_at,
    'x_content' as format,
    'lifetime' as basis,
    exports.period_from,
    row_number() over (order by posts.post_id desc) + 1 as line,
    posts.impressions,
    posts.engagements,
    posts.likes as reactions,
    posts.replies as comments,
    posts.reposts as shares,
    posts.bookmarks as saves,
    posts.url_clicks as link_clicks,
    posts.profile_visits,
    posts.new_follows as follows
from loaded.bench.posts as posts
cross join night.core.exports as exports
where exports.format = 'x_content';
