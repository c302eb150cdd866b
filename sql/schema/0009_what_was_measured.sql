-- What measures were last counted from, so that a night counts only the weeks in which
-- something changed. It stands apart from core: a rebuild counts all of it anew.
-- A comment is one sentence on one line.
-- noqa: disable=LT05

-- One row: the last night that counted activities, and what it counted them with.
create table main.measured_with (
    as_of date not null,
    fingerprint varchar not null
);
comment on table main.measured_with
is 'One row: the last night that counted activities, and what it counted them with.';
comment on column main.measured_with.as_of is 'Date of that night';
comment on column main.measured_with.fingerprint
is 'Fingerprint of the strategy versions, the currency and the way of counting';

-- One row per export whose activities were counted.
create table main.measured_exports (
    export_id varchar primary key,
    tells_of_activities boolean not null
);
comment on table main.measured_exports is 'One row per export whose activities were counted.';
comment on column main.measured_exports.export_id is 'Export';
comment on column main.measured_exports.tells_of_activities
is 'Whether any activity was told by it, so that all are counted anew when it is forgotten';

-- One row per activity that was judged since activities were last counted.
create table main.judged_activities (
    activity_key bigint not null
);
comment on table main.judged_activities
is 'One row per activity that was judged since activities were last counted.';
comment on column main.judged_activities.activity_key is 'Internal number of the activity';

-- One row per figure of activities and week, of each platform and of all.
create table main.figure_weeks (
    measure_id varchar not null,
    position integer not null,
    platform varchar,
    week date not null,
    data_rows bigint not null,
    total double,
    largest double,
    smallest double,
    observed_on date
);
comment on table main.figure_weeks
is 'One row per figure of activities and week, of each platform and of all.';
comment on column main.figure_weeks.measure_id is 'Measure';
comment on column main.figure_weeks.position
is 'Place of the figure in the value, as in core.measure_figures';
comment on column main.figure_weeks.platform is 'Platform id; null for all platforms together';
comment on column main.figure_weeks.week
is 'Monday of the week in the organisation''s time zone';
comment on column main.figure_weeks.data_rows
is 'Rows that tell the figure; 0 where there are rows and none tells it';
comment on column main.figure_weeks.total is 'Their sum, rounded to six decimals';
comment on column main.figure_weeks.largest is 'The largest of them';
comment on column main.figure_weeks.smallest is 'The smallest of them';
comment on column main.figure_weeks.observed_on is 'Latest day that their data tells of';
