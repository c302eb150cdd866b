-- Where the value of a measure comes from: its figures, and the rows they are taken of.
-- A comment is one sentence on one line.
-- noqa: disable=LT05

-- One row per measure of the strategy in force and figure that its value asks for.
create table core.measure_figures (
    measure_id varchar not null,
    position integer not null,
    function varchar not null,
    source varchar not null,
    figure varchar not null,
    is_narrowed boolean not null
);
comment on table core.measure_figures
is 'One row per measure of the strategy in force and figure that its value asks for.';
comment on column core.measure_figures.measure_id is 'Measure';
comment on column core.measure_figures.position is 'Place of the figure in the value, from 1';
comment on column core.measure_figures.function
is 'What is done with the figures of many rows: sum, count, avg, max, min or latest';
comment on column core.measure_figures.source
is 'activities, account, audience, traffic or outcomes';
comment on column core.measure_figures.figure
is 'Metric, hours, cost, people, audience or outcome; rows where rows are counted';
comment on column core.measure_figures.is_narrowed
is 'Whether a condition, or another currency, leaves some of the measure''s activities out';

-- One row per figure of a measure and row that it is taken of.
create table core.measure_sources (
    measure_id varchar not null,
    position integer not null,
    source varchar not null,
    activity_id varchar,
    export_id varchar,
    line bigint,
    day date,
    figure double
);
comment on table core.measure_sources
is 'One row per figure of a measure and row that it is taken of; for activities, only where a condition or a currency leaves some out.';
comment on column core.measure_sources.measure_id is 'Measure';
comment on column core.measure_sources.position
is 'Place of the figure in the value, as in core.measure_figures';
comment on column core.measure_sources.source
is 'activities, account, audience, traffic or outcomes';
comment on column core.measure_sources.activity_id
is 'Activity; core.observations has its lines';
comment on column core.measure_sources.export_id
is 'Export or own file; null for activities';
comment on column core.measure_sources.line
is 'Line or row of the file where it stands; null for activities';
comment on column core.measure_sources.day is 'Day the figure counts on';
comment on column core.measure_sources.figure
is 'The figure; of audiences people, or the share where only shares are told';
