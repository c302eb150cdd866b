-- What the suites look at in a sweep: every row.
create or replace temporary view activities_to_check as
from core.activities;

create or replace temporary view namesakes_to_check as
from core.activities;

create or replace temporary view observations_to_check as
from core.observations;

create or replace temporary view snapshots_to_check as
from core.observations;

create or replace temporary view verdicts_to_check as
from core.verdicts;

create or replace temporary view traces_to_check as
from core.traces;

create or replace temporary view changes_to_check as
from core.metric_changes;
