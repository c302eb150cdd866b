{# Whether effort went to activities that no measure claims, or to a measure of output only;
   listening is no waste. #}
{% macro is_waste() -%}
    coalesce(
        alignment in ('untraceable', 'orphaned')
        or (tier = 'output' and stage <> 'listen'),
        false
    )
{%- endmacro %}
