-- Are the new followers the right ones?
select
    segment_id,
    platform,
    account,
    as_of,
    audience,
    audience_change,
    matched_low,
    matched_high,
    matched_low_change,
    round(share_low, 3) as share_low,
    round(share_high, 3) as share_high
from marts.segment_fit
where audience_kind = 'followers'
order by segment_id, platform, account, as_of
