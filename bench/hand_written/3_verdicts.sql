-- The verdicts are given: what a night concluded of each post is stored as it is.
insert into core.verdicts from night.core.verdicts;
insert into core.traces from night.core.traces;
insert into core.activity_references from night.core.activity_references;
