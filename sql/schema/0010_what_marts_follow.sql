-- Which activities the marts must follow: those that changed since they were shaped.
-- And a deadline is called due_on, since `by` must be quoted wherever it is asked for.
-- A comment is one sentence on one line.
-- noqa: disable=LT05
create schema if not exists intermediate;

-- One row per change of an activity that the marts do not follow yet.
create table intermediate.touched_activities (
    activity_key bigint not null,
    activity_id varchar
);
comment on table intermediate.touched_activities
is 'One row per change of an activity that the marts do not follow yet.';
comment on column intermediate.touched_activities.activity_key
is 'Internal number of the activity';
comment on column intermediate.touched_activities.activity_id
is 'platform:native id where it may be gone since; else null';

-- Fingerprints of everything, which the table above replaces.
drop table if exists intermediate.made_of;

alter table core.measures rename column "by" to due_on;
