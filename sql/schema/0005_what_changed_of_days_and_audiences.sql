-- What changed between two exports of what they tell of account days and audiences.
-- A comment is one sentence on one line.
-- noqa: disable=LT05

-- One row per account, day, metric and export that tells another figure than the one before it.
create table core.account_day_events (
    platform varchar not null,
    account varchar,
    date date not null,
    metric varchar not null,
    from_observed_at timestamptz,
    to_observed_at timestamptz not null,
    delta double not null,
    is_first_sight boolean not null,
    is_restatement boolean not null,
    export_id varchar not null
);
comment on table core.account_day_events
is 'One row per account, day, metric and export that tells another figure of that day than the one before it.';
comment on column core.account_day_events.platform is 'Platform id';
comment on column core.account_day_events.account is 'Account, where known';
comment on column core.account_day_events.date
is 'Day that the figure is of, in the zone of the platform';
comment on column core.account_day_events.metric is 'Canonical name of the metric';
comment on column core.account_day_events.from_observed_at
is 'Moment of the earlier export; null at first sight';
comment on column core.account_day_events.to_observed_at is 'Moment of the later export';
comment on column core.account_day_events.delta
is 'What the later export adds to the figure of that day; at first sight the figure';
comment on column core.account_day_events.is_first_sight
is 'Whether no earlier export tells the figure';
comment on column core.account_day_events.is_restatement
is 'Whether the figure fell: a day that is over cannot lose what happened on it, so the platform corrected itself';
comment on column core.account_day_events.export_id is 'The later export';

-- One row per value of a facet and export that tells more or fewer of it than the one before.
create table core.audience_events (
    platform varchar not null,
    account varchar,
    audience varchar not null,
    facet varchar not null,
    value varchar not null,
    metric varchar not null,
    from_observed_at timestamptz,
    to_observed_at timestamptz not null,
    delta double not null,
    is_first_sight boolean not null,
    is_decline boolean not null,
    export_id varchar not null
);
comment on table core.audience_events
is 'One row per value of a facet and export that tells more or fewer of it than the one before.';
comment on column core.audience_events.platform is 'Platform id';
comment on column core.audience_events.account is 'Account, where known';
comment on column core.audience_events.audience
is 'followers, visitors, viewers or reached';
comment on column core.audience_events.facet
is 'location, job_function, seniority, industry, company_size, age, gender, hour, …';
comment on column core.audience_events.value
is 'Value of the facet, in the words of the export';
comment on column core.audience_events.metric
is 'count (people) or share (of the audience, 0 to 1)';
comment on column core.audience_events.from_observed_at
is 'Moment of the earlier export; null at first sight';
comment on column core.audience_events.to_observed_at is 'Moment of the later export';
comment on column core.audience_events.delta
is 'The later figure less the earlier one; at first sight the figure';
comment on column core.audience_events.is_first_sight
is 'Whether no earlier export tells the figure';
comment on column core.audience_events.is_decline
is 'Whether there are fewer than before, or a smaller share: people leave, so that is news and no restatement';
comment on column core.audience_events.export_id is 'The later export';

comment on table core.formed_exports
is 'One row per export whose snapshots are in the tables of events.';

alter table core.account_days add column currency varchar;
comment on column core.account_days.currency
is 'Currency of spend, where the export says it';

-- Exports formed before there were these tables are formed again.
delete from core.formed_exports
where
    export_id in (
        select account_days.export_id
        from core.account_days
        union
        select audiences.export_id
        from core.audiences
    );
