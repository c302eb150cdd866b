{# The figure of the observation's metric whose name a column holds. #}
{% macro figure_of(metric) -%}
    case {{ metric }}
        when 'impressions' then impressions
        when 'views' then views
        when 'video_views' then video_views
        when 'opens' then opens
    end
{%- endmacro %}
