-- One row per activity and export: how the activity was received, in terms that all
-- platforms share. What differs by platform is in intermediate.platforms.
with observations as (
    select
        *,
        split_part(activity_id, ':', 1) as platform
    from {{ source('core', 'observations') }}
),

platforms as (
    select * from {{ source('intermediate', 'platforms') }}
),

chosen as (
    select
        observations.*,
        platforms.is_mailing,
        platforms.shown_as[1] as first_choice,
        case len(platforms.shown_as) when 1 then platforms.shown_as[1] end
            as only_choice,
        {{ figure_of('platforms.shown_as[1]') }} as first_figure,
        platforms.shown_as[2] as second_choice,
        {{ figure_of('platforms.shown_as[2]') }} as second_figure,
        platforms.shown_as[3] as third_choice,
        {{ figure_of('platforms.shown_as[3]') }} as third_figure
    from observations
    left join platforms on observations.platform = platforms.platform
)

select
    activity_key,
    export_key,
    basis,
    reach,
    reactions,
    comments,
    shares,
    saves,
    link_clicks,
    follows,
    watch_seconds,
    case
        when first_figure is not null then first_choice
        when second_figure is not null then second_choice
        when third_figure is not null then third_choice
        else only_choice
    end as shown_as,
    coalesce(first_figure, second_figure, third_figure) as shown,
    cast(
        if(
            is_mailing,
            list_max([link_clicks, clicks]),
            list_sum([reactions, comments, shares, saves])
        ) as bigint
    ) as responses
from chosen
