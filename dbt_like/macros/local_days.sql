{# The day, in the organisation's zone, of each quarter of an hour in which a relation has a moment.
   Zones change by quarters at the finest, and converting every moment takes ten times as long. #}
{% macro local_days(relation, moment) -%}
    select
        quarters.quarter,
        cast(
            timezone(
                current_strategy.timezone, to_timestamp(quarters.quarter * 900)
            ) as date
        ) as day
    from (
        select distinct epoch_us({{ moment }}) // 900000000 as quarter
        from {{ relation }}
    ) as quarters
    cross join {{ ref('int_strategy__current') }} as current_strategy
{%- endmacro %}
