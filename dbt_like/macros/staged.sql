{# Every staging model's rows, one model after the other. #}
{% macro staged() -%}
    {%- for model in var('staged') %}
    {%- if not loop.first %}

    union all by name

    {%- endif %}

    select * from {{ ref(model) }}
    {%- endfor %}
{%- endmacro %}

{# Whether an observation is of a platform that no staging model is about. #}
{% macro of_no_staged_platform(activity_id) -%}
    split_part({{ activity_id }}, ':', 1) not in (
        ''
        {%- for model in var('staged') if model != 'stg_other__posts' %},
        '{{ model[4:].split("__")[0].replace("_", "-") }}'
        {%- endfor %}
    )
{%- endmacro %}
