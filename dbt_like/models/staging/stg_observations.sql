-- One row per activity and export: how the activity was received, in terms that all
-- platforms share; of a campaign of ads, one row for all periods that count.
-- What differs by platform is in intermediate.platforms.
with told_periods as (
    select * from {{ source('core', 'campaign_periods') }}
),

campaigns as (
    select
        activity_key,
        any_value(activity_id) as activity_id,
        arg_max(export_key, row(observed_at, export_id)) as export_key,
        'window' as basis,
        if(count(*) = 1, any_value(reach), null) as reach,
        cast(sum(impressions) as bigint) as impressions,
        cast(sum(views) as bigint) as views,
        cast(sum(video_views) as bigint) as video_views,
        cast(sum(opens) as bigint) as opens,
        cast(sum(reactions) as bigint) as reactions,
        cast(sum(comments) as bigint) as comments,
        cast(sum(shares) as bigint) as shares,
        cast(sum(saves) as bigint) as saves,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(link_clicks) as bigint) as link_clicks,
        cast(sum(follows) as bigint) as follows,
        {{ added_up('watch_seconds') }} as watch_seconds
    from told_periods
    where remark is null
    group by activity_key
),

observations as (
    select
        told.*,
        split_part(told.activity_id, ':', 1) as platform
    from {{ source('core', 'observations') }} as told
    anti join told_periods on told.activity_key = told_periods.activity_key
    union all by name
    select
        *,
        split_part(activity_id, ':', 1) as platform
    from campaigns
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
    clicks,
    impressions,
    views,
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
