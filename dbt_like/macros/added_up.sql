{# A sum of fractions, the same to the last digit whatever the order of the rows. #}
{% macro added_up(column) -%}
    round(sum({{ column }}), 6)
{%- endmacro %}
