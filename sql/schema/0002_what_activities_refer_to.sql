-- What alignment keeps beside its verdicts: links, hashtags, and the weaker ties.

-- One row per activity and link or hashtag in its text.
create table core.activity_references (
    activity_key bigint not null,
    kind varchar not null,
    reference varchar not null,
    is_own boolean not null,
    is_shortened boolean not null
);
comment on table core.activity_references
is 'One row per activity and link or hashtag in its text.';
comment on column core.activity_references.activity_key
is 'Internal number of the activity';
comment on column core.activity_references.kind is 'link or hashtag';
comment on column core.activity_references.reference
is 'The link without scheme and www., its case kept; the hashtag in lower case';
comment on column core.activity_references.is_own
is 'Whether a link leads to a host of the organisation';
comment on column core.activity_references.is_shortened
is 'Whether it is a shortener''s link that links.csv does not resolve';

alter table core.traces add column also_tied_by varchar[];
comment on column core.traces.also_tied_by
is 'Other ties that lead to the same measure, strongest first; null where none does';
