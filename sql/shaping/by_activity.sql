-- A fingerprint of all that the marts with a row per activity are made of. The order of
-- rows does not matter.
with columns_stored as (
    select *
    from duckdb_columns()
    where schema_name = 'core'
)

select
    concat_ws(
        ' ',
        (
            select
                md5(string_agg(
                    concat_ws(' ', table_name, column_name, data_type),
                    ', '
                    order by table_name, column_index
                ))
            from columns_stored
        ),
        (select sum(hash(activities)) from core.activities),
        (select sum(hash(verdicts)) from core.verdicts),
        (select sum(hash(observations)) from core.observations),
        (select sum(hash(exports)) from core.exports),
        (select sum(hash(measures)) from core.measures)
    ) as rests_on
