{# The incremental strategy `by_activity`: rows of due activities are deleted and made anew, so an
   activity that is gone leaves none. #}
{% macro get_incremental_by_activity_sql(arguments) -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute='name')) -%}
    delete from {{ arguments.target_relation }}
    where activity_id in (
        select due.activity_id from intermediate.int_activities__due as due
    );
    insert into {{ arguments.target_relation }} ({{ columns }})
    (select {{ columns }} from {{ arguments.temp_relation }})
{%- endmacro %}
