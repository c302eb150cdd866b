-- What the numbers mean: which exports events are formed of, and where measures stand.
-- A comment is one sentence on one line.
-- noqa: disable=LT05

-- One row per export whose snapshots are in core.engagement_events.
create table core.formed_exports (
    export_id varchar primary key
);
comment on table core.formed_exports
is 'One row per export whose snapshots are in core.engagement_events.';
comment on column core.formed_exports.export_id is 'Export';

-- One row per measure of the strategy in force, as of the last night.
create table core.measure_values (
    measure_id varchar not null,
    strategy_version varchar not null,
    as_of date not null,
    starts_on date not null,
    kind varchar not null,
    value double,
    value_high double,
    progress double,
    expected_today double,
    forecast double,
    forecast_low double,
    forecast_high double,
    status varchar not null,
    observed_on date,
    data_rows bigint not null,
    note varchar
);
comment on table core.measure_values
is 'One row per measure of the strategy in force, as of the last night.';
comment on column core.measure_values.measure_id is 'Measure';
comment on column core.measure_values.strategy_version is 'Strategy version in force';
comment on column core.measure_values.as_of is 'Date of the night';
comment on column core.measure_values.starts_on
is 'First day on which the measure was in force: sums and counts run from it';
comment on column core.measure_values.kind
is 'flow (a sum or count), level or ratio: how progress is computed';
comment on column core.measure_values.value
is 'What it is now, without the baseline; null where nothing tells it';
comment on column core.measure_values.value_high
is 'Upper bound, where facets of an audience leave room; else null';
comment on column core.measure_values.progress
is 'How much of the way from baseline to target is done; 1 is all of it';
comment on column core.measure_values.expected_today
is 'Where a straight line to the target would be on the date of the night';
comment on column core.measure_values.forecast is 'Value expected at the deadline';
comment on column core.measure_values.forecast_low
is 'Lower end of what is expected at the deadline (80 %)';
comment on column core.measure_values.forecast_high
is 'Upper end of what is expected at the deadline (80 %)';
comment on column core.measure_values.status
is 'reached, on course, behind, adrift or not measured';
comment on column core.measure_values.observed_on
is 'Day of the latest data that tells of it';
comment on column core.measure_values.data_rows
is 'Activities, outcomes, days or other rows it is computed from';
comment on column core.measure_values.note
is 'What a reader must know about the figure: few data, another currency, bounds';

-- One row per measure and week, from the first day in force to the night.
create table core.measure_weeks (
    measure_id varchar not null,
    week date not null,
    value double,
    value_to_date double,
    expected_to_date double,
    data_rows bigint not null
);
comment on table core.measure_weeks
is 'One row per measure and week, from the first day in force to the night.';
comment on column core.measure_weeks.measure_id is 'Measure';
comment on column core.measure_weeks.week
is 'Monday of the week in the organisation''s time zone';
comment on column core.measure_weeks.value
is 'What it was in that week: what was added, or a level at its end';
comment on column core.measure_weeks.value_to_date
is 'What it was at the end of that week';
comment on column core.measure_weeks.expected_to_date
is 'Where a straight line to the target was at the end of that week';
comment on column core.measure_weeks.data_rows
is 'Rows of data that the week rests on';

-- One row per row of outcomes or traffic: the measure it counts for, or why for none.
create table core.claims (
    source varchar not null,
    export_id varchar not null,
    line bigint,
    day date,
    name varchar,
    value double,
    currency varchar,
    measure_id varchar,
    tie_id varchar,
    evidence varchar,
    strategy_version varchar,
    is_counted boolean not null,
    reason varchar not null
);
comment on table core.claims
is 'One row per row of outcomes or traffic: the measure it counts for, or why for none.';
comment on column core.claims.source is 'outcomes or traffic';
comment on column core.claims.export_id is 'Export or own file it stands in';
comment on column core.claims.line is 'Line or row of the file where it stands';
comment on column core.claims.day is 'Day of the outcome, or first day of the traffic';
comment on column core.claims.name is 'Name of the outcome, or report of the traffic';
comment on column core.claims.value
is 'Value of the outcome, or sessions of the traffic';
comment on column core.claims.currency is 'Currency, where the value is money';
comment on column core.claims.measure_id
is 'Measure it belongs to; null where none claims it';
comment on column core.claims.tie_id
is 'Tie that claims it; null where the row itself names the measure';
comment on column core.claims.evidence is 'What of the row the tie names';
comment on column core.claims.strategy_version
is 'Strategy version in force on its day';
comment on column core.claims.is_counted is 'Whether it is in the value of the measure';
comment on column core.claims.reason is 'Why it counts, or why not, in words';

-- One row per segment, audience and moment: how much of the audience belongs to the segment.
create table core.fit (
    segment_id varchar not null,
    platform varchar not null,
    account varchar,
    audience varchar not null,
    observed_at timestamptz not null,
    total double,
    share_low double,
    share_high double,
    matched_low double,
    matched_high double,
    facets_told varchar,
    note varchar
);
comment on table core.fit
is 'One row per segment, audience and moment: how much of it belongs to the segment.';
comment on column core.fit.segment_id is 'Segment';
comment on column core.fit.platform is 'Platform id';
comment on column core.fit.account is 'Account, where known';
comment on column core.fit.audience is 'followers, visitors, viewers or reached';
comment on column core.fit.observed_at is 'Moment of the export (UTC)';
comment on column core.fit.total
is 'People in the audience; null where nothing tells it';
comment on column core.fit.share_low
is 'Least share of the audience that must belong to the segment, 0 to 1';
comment on column core.fit.share_high
is 'Largest share of the audience that can belong to the segment, 0 to 1';
comment on column core.fit.matched_low is 'Least number of people of the segment';
comment on column core.fit.matched_high is 'Largest number of people of the segment';
comment on column core.fit.facets_told
is 'Facets of the segment that the platform tells, separated by commas';
comment on column core.fit.note is 'What a reader must know about the bounds';

-- One row per week, platform, account, alignment and measure: what was put in.
create table core.effort_weeks (
    week date,
    platform varchar not null,
    account varchar,
    alignment varchar,
    measure_id varchar,
    goal_id varchar,
    segment_id varchar,
    stage varchar,
    tier varchar,
    activities bigint not null,
    timed_activities bigint not null,
    hours double,
    cost double,
    people bigint,
    replies bigint not null,
    answered_replies bigint not null,
    earning bigint not null,
    telling bigint not null,
    first_at timestamptz,
    other_currencies varchar
);
comment on table core.effort_weeks
is 'One row per week, platform, account, alignment and measure: what was put in.';
comment on column core.effort_weeks.week
is 'Monday of the week in the organisation''s time zone; null for undated activities';
comment on column core.effort_weeks.platform is 'Platform id';
comment on column core.effort_weeks.account is 'Account, where known';
comment on column core.effort_weeks.alignment is 'Verdict on the activities';
comment on column core.effort_weeks.measure_id is 'Measure they count for';
comment on column core.effort_weeks.goal_id is 'Goal of that measure';
comment on column core.effort_weeks.segment_id is 'Segment of that measure';
comment on column core.effort_weeks.stage
is 'Stage of that measure: listen, participate or lead';
comment on column core.effort_weeks.tier is 'Tier of that measure (AMEC)';
comment on column core.effort_weeks.activities is 'Activities';
comment on column core.effort_weeks.timed_activities
is 'Of these, activities whose hours are known: logged, or by the minutes of their type';
comment on column core.effort_weeks.hours
is 'Hours of work; null where none is known';
comment on column core.effort_weeks.cost
is 'Hours at the hourly cost, money spent and advertising, in the organisation''s currency';
comment on column core.effort_weeks.people
is 'People who took part, from the activity log';
comment on column core.effort_weeks.replies is 'Of the activities, replies';
comment on column core.effort_weeks.answered_replies
is 'Of the replies, those that drew a comment';
comment on column core.effort_weeks.earning
is 'Activities that drew a comment, a share or a save';
comment on column core.effort_weeks.telling
is 'Activities of which the platform tells comments, shares or saves';
comment on column core.effort_weeks.first_at is 'First of the activities (UTC)';
comment on column core.effort_weeks.other_currencies
is 'Money in other currencies, listed and never added up, such as 40 USD';

-- One row per measure, platform and week: what the platform''s activities brought.
create table core.platform_weeks (
    measure_id varchar not null,
    platform varchar not null,
    week date not null,
    value double,
    data_rows bigint not null
);
comment on table core.platform_weeks
is 'One row per measure, platform and week: what the activities of the platform brought.';
comment on column core.platform_weeks.measure_id is 'Measure';
comment on column core.platform_weeks.platform is 'Platform id';
comment on column core.platform_weeks.week
is 'Monday of the week in the organisation''s time zone';
comment on column core.platform_weeks.value
is 'Value of the measure in that week, of that platform alone';
comment on column core.platform_weeks.data_rows
is 'Rows of data that the week rests on';

-- One row per measure and platform that was worked on for some weeks: both trends.
create table core.trends (
    measure_id varchar not null,
    platform varchar not null,
    weeks bigint not null,
    effort_unit varchar not null,
    effort_slope double not null,
    outcome_slope double not null,
    effort_confidence double not null,
    outcome_confidence double not null,
    confidence double not null
);
comment on table core.trends
is 'One row per measure and platform worked on for some weeks: how effort and outcome move.';
comment on column core.trends.measure_id is 'Measure';
comment on column core.trends.platform is 'Platform id';
comment on column core.trends.weeks is 'Whole weeks looked at';
comment on column core.trends.effort_unit
is 'hours, or activities where hours are not known of all';
comment on column core.trends.effort_slope
is 'Change of effort per week (Theil-Sen), in effort_unit';
comment on column core.trends.outcome_slope
is 'Change of the measure''s weekly value per week (Theil-Sen)';
comment on column core.trends.effort_confidence
is 'How sure it is that effort rises, 0 to 1 (Mann-Kendall, one-sided)';
comment on column core.trends.outcome_confidence
is 'How sure it is that the outcome does not rise, 0 to 1 (Mann-Kendall, one-sided)';
comment on column core.trends.confidence is 'The smaller of the two';
