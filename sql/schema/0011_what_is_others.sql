-- What exports tell of accounts that are not the organisation's, or that nobody was
-- asked about yet: kept as it would stand in core, and back there once it is theirs.
-- A comment is one sentence on one line.
-- noqa: disable=LT05,AM04
create schema if not exists aside;

-- One row per account whose posts and figures are set aside, and why.
create table aside.accounts (
    platform varchar not null,
    account varchar,
    why varchar not null,
    activities bigint not null
);
comment on table aside.accounts
is 'One row per account whose posts and figures are set aside, and why.';
comment on column aside.accounts.platform is 'Platform id';
comment on column aside.accounts.account is 'Account, as exports call it; null where they do not name it';
comment on column aside.accounts.why
is 'not ours, or not asked: the strategy does not say yet whose account it is';
comment on column aside.accounts.activities is 'Activities of it that are set aside';

create table aside.activities as
select * from core.activities
where false;

create table aside.activity_versions as
select * from core.activity_versions
where false;

create table aside.observations as
select * from core.observations
where false;

create table aside.metric_changes as
select * from core.metric_changes
where false;

create table aside.account_days as
select * from core.account_days
where false;

create table aside.audiences as
select * from core.audiences
where false;

create table aside.account_day_events as
select * from core.account_day_events
where false;

create table aside.audience_events as
select * from core.audience_events
where false;
