{# Columns of a group of activities of one platform: how many, since when, and how they were received.
   Reach and unlike views are never added, so they are not among them. #}
{% macro how_received() -%}
    count(*) as activities,
    count(*) filter (where alignment <> 'predates_strategy') as judged,
    count(*) filter (where alignment = 'aligned') as aligned,
    string_agg(distinct measure_id, ', ' order by measure_id) as measures,
    min(published_on) as first_on,
    max(published_on) as last_on,
    count(responses) as told_activities,
    cast(sum(responses) as bigint) as responses,
    median(responses) as usual_responses,
    median(response_rate) as usual_response_rate,
    cast(sum(link_clicks) as bigint) as link_clicks
{%- endmacro %}
