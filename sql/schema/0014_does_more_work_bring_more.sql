-- core.trends says whether more work brings more; it is computed anew every night.
drop table core.trends;

create table core.trends (
    measure_id varchar not null,
    platform varchar not null,
    weeks bigint not null,
    effort_unit varchar not null,
    effort_slope double,
    outcome_slope double,
    effort_growth double,
    outcome_growth double,
    confidence double,
    answer varchar not null,
    known_after bigint
);
comment on table core.trends
is 'One row per measure and platform worked on: whether more work brings more.';
comment on column core.trends.measure_id is 'Measure';
comment on column core.trends.platform is 'Platform id';
comment on column core.trends.weeks is 'Whole weeks looked at';
comment on column core.trends.effort_unit
is 'hours, or activities where hours are not known of all';
comment on column core.trends.effort_slope
is 'Change of effort per week in effort_unit, by its curve; null below 8 weeks';
comment on column core.trends.outcome_slope
is 'Change per week of what came of it, by its curve; null below 8 weeks';
comment on column core.trends.effort_growth
is 'Effort of the last week by that of the first, both on the curve';
comment on column core.trends.outcome_growth
is 'What came of the last week by what came of the first, both on the curve';
comment on column core.trends.confidence
is 'How sure it is, 0 to 1, that effort rises and the outcome lags behind it';
comment on column core.trends.answer is 'stop, watch, fine or too early';
comment on column core.trends.known_after
is 'Weeks from the first on after which it may be known';
