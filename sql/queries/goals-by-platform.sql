-- What did each platform do for each goal?
select
    alignment.goal_id,
    alignment.platform,
    performance.shown_as,
    cast(sum(performance.shown) as bigint) as shown,
    cast(sum(performance.responses) as bigint) as responses,
    cast(sum(performance.link_clicks) as bigint) as link_clicks,
    count(*) as activities
from marts.activity_alignment as alignment
inner join marts.activity_performance as performance
    on alignment.activity_id = performance.activity_id
where alignment.goal_id is not null
group by all
order by
    alignment.goal_id asc,
    activities desc,
    alignment.platform asc,
    performance.shown_as asc
