-- Where does most of what we do serve no measure?
select
    platform,
    account,
    count(*) as judged,
    count(*) filter (
        where alignment in ('untraceable', 'orphaned')
    ) as without_measure,
    round(without_measure / judged, 3) as share
from marts.activity_alignment
where alignment <> 'predates_strategy'
group by all
order by without_measure desc, share desc, platform asc, account asc
