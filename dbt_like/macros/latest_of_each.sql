{# Of each of the metrics the figure told last, by the column `rank`; a null is no figure. #}
{% macro latest_of_each(metrics) -%}
    {%- for metric in metrics %}
    arg_max({{ metric }}, rank) as {{ metric }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
