-- What was refused, and with which readers it was tried: with others it is tried again.
create table raw.refusals (
    sha256 varchar not null,
    readers varchar not null
);
comment on table raw.refusals is 'One row per refused file.';
comment on column raw.refusals.sha256 is 'SHA-256 of the file';
comment on column raw.refusals.readers
is 'Fingerprint of the readers and mappings it was tried with';

comment on column core.exports.export_id
is 'First 16 hex digits of the SHA-256 of the file, for an own file with its role';
