"""A small sound warehouse, made by hand, for tests to break one thing of."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from rhumbline.events import derive_events
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate

AS_OF = date(2026, 10, 5)

# Four posts of a food bank: two aligned, one untraceable, one from before the strategy.
SOUND = """
insert into core.exports by name
select *
from (
    values
    (1, 'e1', 's1', 'x.csv', '', 'read', 'x', 'posts', 'x_content', 'riverside',
     timestamptz '2026-09-20 08:00:00+00', 'name', 5, 4, 0, 1, false),
    (2, 'e2', 's2', 'again.csv', '', 'read', 'x', 'posts', 'x_content', 'riverside',
     timestamptz '2026-10-01 08:00:00+00', 'name', 2, 1, 1, 0, false),
    (3, 'e3', 's3', 'days.csv', '', 'read', 'x', 'daily', 'x_daily', 'riverside',
     timestamptz '2026-10-01 09:00:00+00', 'name', 1, 1, 0, 0, false)
) as exports (
    export_key, export_id, sha256, name, folder, status, platform, kind, format, account,
    observed_at, observed_source, rows_seen, rows_kept, rows_folded, rows_rejected, is_at_row_cap
);
insert into core.rejections by name
select 'e1' as export_id, 'x.csv' as document, '' as sheet, 6 as line, 'its id is damaged' as reason;
insert into raw.columns by name
select 'e1' as export_id, 'x.csv' as document, '' as sheet, 'Post id' as header, 'mapped' as fate;

insert into core.activities by name
select
    key as activity_key,
    'x:' || key as activity_id,
    'x' as platform,
    cast(key as varchar) as native_id,
    'riverside' as account,
    'post' as type,
    published_at,
    text
from (
    values
    (1, timestamptz '2026-09-07 10:00:00+00', 'Beans #SaturdayCrew'),
    (2, timestamptz '2026-09-08 10:00:00+00', 'Rota #SaturdayCrew'),
    (3, timestamptz '2026-09-09 10:00:00+00', 'Happy Wednesday'),
    (4, timestamptz '2026-08-01 10:00:00+00', 'Before it all')
) as posts (key, published_at, text);
insert into core.observations by name
select
    activity_key,
    activity_id,
    1 as export_key,
    'e1' as export_id,
    timestamptz '2026-09-20 08:00:00+00' as observed_at,
    'x_content' as format,
    'lifetime' as basis,
    activity_key + 1 as line,
    100 as impressions,
    10 as reactions
from core.activities;
insert into core.observations by name
select
    1 as activity_key,
    'x:1' as activity_id,
    2 as export_key,
    'e2' as export_id,
    timestamptz '2026-10-01 08:00:00+00' as observed_at,
    'x_content' as format,
    'lifetime' as basis,
    2 as line,
    150 as impressions,
    8 as reactions;
insert into core.account_days by name
select
    'e3' as export_id,
    'x' as platform,
    'riverside' as account,
    date '2026-09-30' as date,
    timestamptz '2026-10-01 09:00:00+00' as observed_at,
    'x_daily' as format,
    2 as line,
    7 as follows;
insert into core.audiences by name
select
    'e3' as export_id,
    'x' as platform,
    'riverside' as account,
    timestamptz '2026-10-01 09:00:00+00' as observed_at,
    'x_daily' as format,
    'followers' as audience,
    'country' as facet,
    'CA' as value,
    40 as count;

insert into core.strategies values (
    '2026-09-01', date '2026-09-01', null, 'Riverside Food Bank', 'America/Toronto', 'hunger', 'none',
    'f', 'text'
);
insert into core.goals values ('2026-09-01', 'rota', '200 on the rota', 'else it closes', 1);
insert into core.segments values ('2026-09-01', 'weekend', 'free on Saturdays', [], [], null, 1);
insert into core.measures values (
    '2026-09-01', 'signups', 'rota', 'weekend', 'lead', 'outcome', 'sum(signups)', 20, 200,
    date '2027-06-30', 'up', 'f', 1
);
insert into core.ties values (
    '2026-09-01', 'hashtag:crew', 'signups', 'hashtag', 2, '#saturdaycrew', null, null, null, null,
    null, 1
);
insert into core.verdicts by name
select
    activity_key,
    activity_id,
    case activity_key when 3 then 'untraceable' when 4 then 'predates_strategy' else 'aligned' end
        as alignment,
    'because' as reason,
    'no tie matches' as cause,
    if(activity_key < 3, 'signups', null) as measure_id,
    if(activity_key < 3, 'hashtag:crew', null) as tie_id,
    if(activity_key = 3, 'signups', null) as suggested_measure_id,
    if(activity_key < 4, '2026-09-01', null) as strategy_version,
    'fingerprint' as judged_with
from core.activities;
insert into core.traces by name
select
    activity_key,
    activity_id,
    measure_id,
    'rota' as goal_id,
    'weekend' as segment_id,
    tie_id,
    'hashtag' as kind,
    2 as strength,
    '#SaturdayCrew' as evidence,
    1 as rank,
    true as is_primary,
    strategy_version
from core.verdicts
where alignment = 'aligned';

-- The marts as dbt would shape them, as far as promises are about them.
create table marts.activity_alignment as
select
    activities.activity_id,
    verdicts.alignment,
    measures.goal_id
from core.activities
inner join core.verdicts using (activity_key)
left join core.measures using (strategy_version, measure_id);
create table marts.activity_performance as select activity_id from core.activities;
create table marts.coverage_by_week as
select
    date '2026-09-07' as week,
    'x' as platform,
    'riverside' as account,
    4 as activities,
    3 as judged,
    2 as aligned,
    2 / 3 as share;
create table marts.measure_progress as select measure_id from core.measures;
"""


@pytest.fixture
def warehouse() -> Warehouse:
    """In memory, migrated, with everything as it should be but one untraceable post."""
    opened = Warehouse(in_utc(duckdb.connect()), Path(":memory:"))
    migrate(opened)
    opened.run(SOUND)
    derive_events(opened)
    return opened
