-- What exports tell of accounts that are not the organisation's, or that nobody was asked
-- about yet: kept as it would stand in core, and back in core as soon as it is theirs.
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

create table aside.activities as from core.activities with no data;
create table aside.activity_versions as from core.activity_versions with no data;
create table aside.observations as from core.observations with no data;
create table aside.metric_changes as from core.metric_changes with no data;
create table aside.account_days as from core.account_days with no data;
create table aside.audiences as from core.audiences with no data;
create table aside.account_day_events as from core.account_day_events with no data;
create table aside.audience_events as from core.audience_events with no data;
