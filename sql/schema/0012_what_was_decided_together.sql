-- Which decisions were taken together, so that they can be taken back together.
-- A comment is one sentence on one line.
-- noqa: disable=LT05
alter table core.decisions add column batch varchar;
comment on column core.decisions.batch
is 'What decisions taken together share; null for one taken alone';
