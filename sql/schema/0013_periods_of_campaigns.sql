-- What exports tell of campaigns of ads, each of its own days, and which of it counts:
-- money of months adds up, and money of the same days is counted once.
-- A comment is one sentence on one line.
-- noqa: disable=LT05,AM04

-- One row per campaign, export and period: what that export said of those days.
create table core.campaign_periods (
    activity_key bigint not null,
    export_key integer not null,
    activity_id varchar not null,
    export_id varchar not null,
    observed_at timestamptz not null,
    format varchar not null,
    line bigint,
    period_from date not null,
    period_until date not null,
    remark varchar,
    impressions bigint,
    reach bigint,
    views bigint,
    video_views bigint,
    engagements bigint,
    reactions bigint,
    comments bigint,
    shares bigint,
    saves bigint,
    clicks bigint,
    link_clicks bigint,
    profile_visits bigint,
    follows bigint,
    unfollows bigint,
    followers bigint,
    page_views bigint,
    unique_visitors bigint,
    watch_seconds double,
    posts_published bigint,
    sends bigint,
    opens bigint,
    unsubscribes bigint,
    bounces bigint,
    spend double
);
comment on table core.campaign_periods
is 'One row per campaign, export and period: what that export said of those days.';
comment on column core.campaign_periods.activity_key is 'Internal number of the activity';
comment on column core.campaign_periods.export_key is 'Internal number of the export';
comment on column core.campaign_periods.activity_id is 'platform:native id';
comment on column core.campaign_periods.export_id is 'Export it was seen in';
comment on column core.campaign_periods.observed_at is 'Moment of the export (UTC)';
comment on column core.campaign_periods.format is 'Reader that read it';
comment on column core.campaign_periods.line is 'First line or row of the file that tells of it';
comment on column core.campaign_periods.period_from is 'First day that the figures cover';
comment on column core.campaign_periods.period_until is 'Last day that the figures cover';
comment on column core.campaign_periods.remark
is 'Why the row does not count; null where it does';
comment on column core.campaign_periods.impressions
is 'Times the content was on a screen; null where the platform does not say';
comment on column core.campaign_periods.reach
is 'People who saw the content at least once (people); null where the platform does not say';
comment on column core.campaign_periods.views
is 'Plays and displays as Meta counts them since 2024; null where the platform does not say';
comment on column core.campaign_periods.video_views
is 'Plays of a video, by the platform''s rule; null where the platform does not say';
comment on column core.campaign_periods.engagements
is 'All interactions the platform adds up; null where the platform does not say';
comment on column core.campaign_periods.reactions
is 'Likes, favourites and other reactions; null where the platform does not say';
comment on column core.campaign_periods.comments
is 'Comments and replies received; null where the platform does not say';
comment on column core.campaign_periods.shares
is 'Reposts, retweets and shares; null where the platform does not say';
comment on column core.campaign_periods.saves
is 'Bookmarks and saves; null where the platform does not say';
comment on column core.campaign_periods.clicks
is 'All clicks on the content; null where the platform does not say';
comment on column core.campaign_periods.link_clicks
is 'Clicks on a link in the content; null where the platform does not say';
comment on column core.campaign_periods.profile_visits
is 'Visits to the profile; null where the platform does not say';
comment on column core.campaign_periods.follows
is 'Follows gained, net where only that is told; null where the platform does not say';
comment on column core.campaign_periods.unfollows
is 'Follows lost; null where the platform does not say';
comment on column core.campaign_periods.followers
is 'Followers at the moment: a level (people); null where the platform does not say';
comment on column core.campaign_periods.page_views
is 'Views of the organisation''s page; null where the platform does not say';
comment on column core.campaign_periods.unique_visitors
is 'People who visited the page (people); null where the platform does not say';
comment on column core.campaign_periods.watch_seconds
is 'Time watched (seconds); null where the platform does not say';
comment on column core.campaign_periods.posts_published
is 'Posts published; null where the platform does not say';
comment on column core.campaign_periods.sends
is 'Messages sent; null where the platform does not say';
comment on column core.campaign_periods.opens
is 'Messages opened; null where the platform does not say';
comment on column core.campaign_periods.unsubscribes
is 'Recipients who unsubscribed; null where the platform does not say';
comment on column core.campaign_periods.bounces
is 'Messages that came back; null where the platform does not say';
comment on column core.campaign_periods.spend
is 'Money paid to the platform (money, in the currency column); null where the platform does not say';

-- The same of accounts that are not ours.
create table aside.campaign_periods as
select *
from core.campaign_periods
where false;

-- One row per id that an earlier version gave an activity, and activity it may have meant.
create table core.former_ids (
    former_id varchar not null,
    activity_id varchar not null,
    primary key (former_id, activity_id)
);
comment on table core.former_ids
is 'One row per id that an earlier version gave an activity, and activity it may have meant.';
comment on column core.former_ids.former_id is 'Id that decisions of before may name';
comment on column core.former_ids.activity_id is 'Activity that has another id now';

-- Campaigns of one name were one activity, whatever their account and currency. Their
-- exports are forgotten here, so that the next night reads them from archive/ again.
create temporary table exports_of_ads as
select
    export_id,
    export_key
from core.exports
where
    status = 'read'
    and format in ('meta_ads_periods', 'x_ads_campaigns');

delete from core.activities
where
    activity_key in (
        select observations.activity_key
        from core.observations
        where
            observations.export_id in (
                select exports_of_ads.export_id from exports_of_ads
            )
    );
delete from core.observations
where export_id in (select exports_of_ads.export_id from exports_of_ads);
delete from core.activity_versions
where export_id in (select exports_of_ads.export_id from exports_of_ads);
delete from core.rejections
where export_id in (select exports_of_ads.export_id from exports_of_ads);
delete from raw.columns
where export_id in (select exports_of_ads.export_id from exports_of_ads);
delete from core.exports
where export_id in (select exports_of_ads.export_id from exports_of_ads);
drop table exports_of_ads;
