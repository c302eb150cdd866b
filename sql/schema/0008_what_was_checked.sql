-- What was checked: the last sweep over all activities, and the exports checked by it
-- and since. It stands apart from core: a rebuild begins with a sweep of its own.
-- A comment is one sentence on one line.
-- noqa: disable=LT05

-- One row: the last night whose checks looked at all activities and found them sound.
create table main.last_sweep (
    swept_on date not null,
    swept_with varchar not null,
    strategies varchar not null,
    last_activity_key bigint not null
);
comment on table main.last_sweep
is 'One row: the last night whose checks looked at all activities and found them sound.';
comment on column main.last_sweep.swept_on is 'Date of that night';
comment on column main.last_sweep.swept_with is 'Version of Rhumbline that looked';
comment on column main.last_sweep.strategies is 'Fingerprint of the strategy versions it judged by';
comment on column main.last_sweep.last_activity_key
is 'Highest number of an activity that was checked, then or since';

-- One row per export whose activities were checked by the last sweep or since.
create table main.checked_exports (
    export_id varchar primary key
);
comment on table main.checked_exports
is 'One row per export whose activities were checked by the last sweep or since.';
comment on column main.checked_exports.export_id is 'Export';
