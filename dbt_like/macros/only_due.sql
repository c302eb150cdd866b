{# Whether rows of due activities alone are asked for: in an incremental run, and in the form that
   `make compile` keeps for nights that follow what is new. #}
{% macro only_due() -%}
    {{ return(is_incremental() or var('only_due', false)) }}
{%- endmacro %}

{# Narrows a table with activity_key to the activities that are due, where only those are asked for. #}
{% macro where_due() -%}
    {%- set due = ref('int_activities__due') -%} {#- out here, for dbt to see whom the model reads #}
    {%- if only_due() -%}
    where activity_key in (
        select due.activity_key from {{ due }} as due
    )
    {%- endif -%}
{%- endmacro %}

{# The same for a table with activity_id alone. #}
{% macro where_id_due() -%}
    {%- set due = ref('int_activities__due') -%}
    {%- if only_due() -%}
    where activity_id in (
        select due.activity_id from {{ due }} as due
    )
    {%- endif -%}
{%- endmacro %}
