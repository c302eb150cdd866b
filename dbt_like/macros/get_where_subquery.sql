{# What a test looks at, in place of dbt's own macro: of a mart that is kept by activity, the rows of
   due activities alone, in the form that `make compile` keeps for nights that follow what is new. #}
{% macro get_where_subquery(relation) -%}
    {%- set tested = graph.nodes.get(model.attached_node) if execute else none -%}
    {%- if tested and var('only_due', false)
            and tested.config.incremental_strategy == 'by_activity' -%}
        {%- set due -%}
    (
        select * from {{ relation }}
        where activity_id in (
            select due.activity_id from intermediate.int_activities__due as due
        )
    ) as due_rows
        {%- endset -%}
        {{ return(due) }}
    {%- endif -%}
    {{ return(default__get_where_subquery(relation)) }}
{%- endmacro %}
