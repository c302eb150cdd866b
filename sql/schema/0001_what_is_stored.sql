-- What is stored: raw files, core facts, and what the strategy says of them.
-- A comment is one sentence on one line.
-- noqa: disable=LT05
create schema if not exists raw;
create schema if not exists core;
create schema if not exists marts;

-- One row per distinct file that ever lay in inbox/ or in the workspace root, as archived.
create table raw.files (
    sha256 varchar primary key,
    name varchar not null,
    folder varchar not null,
    role varchar not null,
    bytes bigint not null,
    modified_at timestamptz,
    sidecar varchar,
    archived_as varchar not null
);
comment on table raw.files is 'One row per distinct file that ever lay in inbox/ or in the workspace root, as archived.';
comment on column raw.files.sha256 is 'SHA-256 of the content';
comment on column raw.files.name is 'File name as it arrived';
comment on column raw.files.folder is 'Folder below inbox/, empty for inbox/ itself';
comment on column raw.files.role
is 'export, or the own file it is: activities, plan, outcomes, links';
comment on column raw.files.bytes is 'Size in bytes';
comment on column raw.files.modified_at is 'Modification time on arrival';
comment on column raw.files.sidecar is 'What a sidecar file said, as JSON';
comment on column raw.files.archived_as is 'Name of the copy in archive/';

-- One row per column of an export and what became of it.
create table raw.columns (
    export_id varchar not null,
    document varchar not null,
    sheet varchar not null,
    header varchar not null,
    fate varchar not null,
    name varchar
);
comment on table raw.columns is 'One row per column of an export and what became of it.';
comment on column raw.columns.export_id is 'Export the column belongs to';
comment on column raw.columns.document
is 'File inside the export; differs from its name for a zip';
comment on column raw.columns.sheet is 'Worksheet or block, empty for a plain table';
comment on column raw.columns.header is 'Header as it is in the file';
comment on column raw.columns.fate is 'mapped, ignored or unmapped';
comment on column raw.columns.name is 'Canonical name where mapped';

-- One row per file that was read or refused.
create table core.exports (
    export_key integer not null,
    export_id varchar primary key,
    sha256 varchar not null,
    name varchar not null,
    folder varchar not null,
    status varchar not null,
    reason varchar,
    platform varchar,
    kind varchar,
    format varchar,
    account varchar,
    observed_at timestamptz,
    observed_source varchar,
    period_from date,
    period_until date,
    rows_seen bigint not null,
    rows_kept bigint not null,
    rows_folded bigint not null,
    rows_rejected bigint not null,
    is_at_row_cap boolean not null
);
comment on table core.exports is 'One row per file that was read or refused.';
comment on column core.exports.export_key is 'Internal number of the export';
comment on column core.exports.export_id
is 'First 16 hex digits of the SHA-256 of the file';
comment on column core.exports.sha256 is 'SHA-256 of the file';
comment on column core.exports.name is 'File name as it arrived';
comment on column core.exports.folder is 'Folder below inbox/, empty for inbox/ itself';
comment on column core.exports.status is 'read or refused';
comment on column core.exports.reason is 'Why it was refused, in words for a person';
comment on column core.exports.platform is 'Platform id; null where refused';
comment on column core.exports.kind
is 'posts, daily, audience, traffic, conversions or other';
comment on column core.exports.format
is 'Reader that claimed it; several joined by + for a zip';
comment on column core.exports.account is 'Account, where it is known';
comment on column core.exports.observed_at is 'Moment of the export (UTC)';
comment on column core.exports.observed_source
is 'Where that moment comes from: file, sidecar, name or modification time';
comment on column core.exports.period_from
is 'First day the export covers, where known';
comment on column core.exports.period_until
is 'Last day the export covers, where known';
comment on column core.exports.rows_seen is 'Rows of data in the file';
comment on column core.exports.rows_kept is 'Rows kept';
comment on column core.exports.rows_folded
is 'Rows that repeat another row of the file for the same thing';
comment on column core.exports.rows_rejected
is 'Rows rejected, each listed in core.rejections';
comment on column core.exports.is_at_row_cap
is 'Whether the file is as long as the platform cuts its exports';

-- One row per rejected row of an export.
create table core.rejections (
    export_id varchar not null,
    document varchar not null,
    sheet varchar not null,
    line bigint,
    reason varchar not null
);
comment on table core.rejections is 'One row per rejected row of an export.';
comment on column core.rejections.export_id is 'Export the row is in';
comment on column core.rejections.document is 'File inside the export';
comment on column core.rejections.sheet
is 'Worksheet or block, empty for a plain table';
comment on column core.rejections.line
is 'Line (text) or row (workbook) where it starts';
comment on column core.rejections.reason is 'Why, in words for a person';

-- One row per thing the organisation did: a post, reply, story, video, mailing, or a line of the activity log.
create table core.activities (
    activity_key bigint not null,
    activity_id varchar not null,
    platform varchar not null,
    native_id varchar not null,
    account varchar,
    type varchar not null,
    published_at timestamptz,
    published_zone varchar,
    published_precision varchar,
    permalink varchar,
    text varchar,
    campaign varchar,
    labels varchar[],
    segment_hint varchar,
    measure_hint varchar,
    hours double,
    cost double,
    currency varchar,
    people bigint
);
comment on table core.activities is 'One row per thing the organisation did: a post, reply, story, video, mailing, or a line of the activity log.';
comment on column core.activities.activity_key is 'Internal number of the activity';
comment on column core.activities.activity_id is 'platform:native id';
comment on column core.activities.platform is 'Platform id';
comment on column core.activities.native_id is 'Id the platform gave it, as text';
comment on column core.activities.account is 'Account that published it, where known';
comment on column core.activities.type
is 'post, reply, story, video, mailing, or a word of the activity log';
comment on column core.activities.published_at
is 'When it was published (UTC); null where the platform does not say';
comment on column core.activities.published_zone
is 'Time zone assumed for the figure in the file';
comment on column core.activities.published_precision is 'second, minute or day';
comment on column core.activities.permalink is 'Address of the activity';
comment on column core.activities.text is 'Its words, as exported';
comment on column core.activities.campaign is 'Campaign field of the platform';
comment on column core.activities.labels is 'Custom labels and tags';
comment on column core.activities.segment_hint
is 'Segment that a person wrote beside it';
comment on column core.activities.measure_hint
is 'Measure that a person wrote beside it';
comment on column core.activities.hours is 'Hours of work, from the activity log';
comment on column core.activities.cost is 'Money spent on it';
comment on column core.activities.currency is 'Currency of cost and spend';
comment on column core.activities.people
is 'People who took part, from the activity log';

-- One row per activity and export, only for activities whose attributes differ between exports.
create table core.activity_versions (
    activity_key bigint not null,
    account varchar,
    type varchar not null,
    published_at timestamptz,
    published_zone varchar,
    published_precision varchar,
    permalink varchar,
    text varchar,
    campaign varchar,
    labels varchar[],
    segment_hint varchar,
    measure_hint varchar,
    hours double,
    cost double,
    currency varchar,
    people bigint,
    export_id varchar not null,
    observed_at timestamptz not null
);
comment on table core.activity_versions is 'One row per activity and export, only for activities whose attributes differ between exports.';
comment on column core.activity_versions.activity_key
is 'Internal number of the activity';
comment on column core.activity_versions.account
is 'Account that published it, where known';
comment on column core.activity_versions.type
is 'post, reply, story, video, mailing, or a word of the activity log';
comment on column core.activity_versions.published_at
is 'When it was published (UTC); null where the platform does not say';
comment on column core.activity_versions.published_zone
is 'Time zone assumed for the figure in the file';
comment on column core.activity_versions.published_precision is 'second, minute or day';
comment on column core.activity_versions.permalink is 'Address of the activity';
comment on column core.activity_versions.text is 'Its words, as exported';
comment on column core.activity_versions.campaign is 'Campaign field of the platform';
comment on column core.activity_versions.labels is 'Custom labels and tags';
comment on column core.activity_versions.segment_hint
is 'Segment that a person wrote beside it';
comment on column core.activity_versions.measure_hint
is 'Measure that a person wrote beside it';
comment on column core.activity_versions.hours
is 'Hours of work, from the activity log';
comment on column core.activity_versions.cost is 'Money spent on it';
comment on column core.activity_versions.currency is 'Currency of cost and spend';
comment on column core.activity_versions.people
is 'People who took part, from the activity log';
comment on column core.activity_versions.export_id is 'Export that says so';
comment on column core.activity_versions.observed_at is 'Moment of that export (UTC)';

-- One row per activity and export: what that export said of it, never overwritten.
create table core.observations (
    activity_key bigint not null,
    export_key integer not null,
    activity_id varchar not null,
    export_id varchar not null,
    observed_at timestamptz not null,
    format varchar not null,
    basis varchar not null,
    period_from date,
    line bigint,
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
comment on table core.observations is 'One row per activity and export: what that export said of it, never overwritten.';
comment on column core.observations.activity_key is 'Internal number of the activity';
comment on column core.observations.export_key is 'Internal number of the export';
comment on column core.observations.activity_id is 'platform:native id';
comment on column core.observations.export_id is 'Export it was seen in';
comment on column core.observations.observed_at is 'Moment of the export (UTC)';
comment on column core.observations.format is 'Reader that read it';
comment on column core.observations.basis
is 'lifetime, window or day: what stretch of time the figures cover';
comment on column core.observations.period_from
is 'First day of the window, for figures on a window';
comment on column core.observations.line is 'Line or row of the file where it stands';
comment on column core.observations.impressions
is 'Times the content was on a screen; null where the platform does not say';
comment on column core.observations.reach
is 'People who saw the content at least once (people); null where the platform does not say';
comment on column core.observations.views
is 'Plays and displays as Meta counts them since 2024; null where the platform does not say';
comment on column core.observations.video_views
is 'Plays of a video, by the platform''s rule; null where the platform does not say';
comment on column core.observations.engagements
is 'All interactions the platform adds up; null where the platform does not say';
comment on column core.observations.reactions
is 'Likes, favourites and other reactions; null where the platform does not say';
comment on column core.observations.comments
is 'Comments and replies received; null where the platform does not say';
comment on column core.observations.shares
is 'Reposts, retweets and shares; null where the platform does not say';
comment on column core.observations.saves
is 'Bookmarks and saves; null where the platform does not say';
comment on column core.observations.clicks
is 'All clicks on the content; null where the platform does not say';
comment on column core.observations.link_clicks
is 'Clicks on a link in the content; null where the platform does not say';
comment on column core.observations.profile_visits
is 'Visits to the profile; null where the platform does not say';
comment on column core.observations.follows
is 'Follows gained, net where only that is told; null where the platform does not say';
comment on column core.observations.unfollows
is 'Follows lost; null where the platform does not say';
comment on column core.observations.followers
is 'Followers at the moment: a level (people); null where the platform does not say';
comment on column core.observations.page_views
is 'Views of the organisation''s page; null where the platform does not say';
comment on column core.observations.unique_visitors
is 'People who visited the page (people); null where the platform does not say';
comment on column core.observations.watch_seconds
is 'Time watched (seconds); null where the platform does not say';
comment on column core.observations.posts_published
is 'Posts published; null where the platform does not say';
comment on column core.observations.sends
is 'Messages sent; null where the platform does not say';
comment on column core.observations.opens
is 'Messages opened; null where the platform does not say';
comment on column core.observations.unsubscribes
is 'Recipients who unsubscribed; null where the platform does not say';
comment on column core.observations.bounces
is 'Messages that came back; null where the platform does not say';
comment on column core.observations.spend
is 'Money paid to the platform (money, in the currency column); null where the platform does not say';

-- One row per export, account and day.
create table core.account_days (
    export_id varchar not null,
    platform varchar not null,
    account varchar,
    date date not null,
    observed_at timestamptz not null,
    format varchar not null,
    line bigint,
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
comment on table core.account_days is 'One row per export, account and day.';
comment on column core.account_days.export_id is 'Export it was seen in';
comment on column core.account_days.platform is 'Platform id';
comment on column core.account_days.account is 'Account, where known';
comment on column core.account_days.date is 'Day, in the zone of the platform';
comment on column core.account_days.observed_at is 'Moment of the export (UTC)';
comment on column core.account_days.format is 'Reader that read it';
comment on column core.account_days.line is 'Line or row of the file where it stands';
comment on column core.account_days.impressions
is 'Times the content was on a screen; null where the platform does not say';
comment on column core.account_days.reach
is 'People who saw the content at least once (people); null where the platform does not say';
comment on column core.account_days.views
is 'Plays and displays as Meta counts them since 2024; null where the platform does not say';
comment on column core.account_days.video_views
is 'Plays of a video, by the platform''s rule; null where the platform does not say';
comment on column core.account_days.engagements
is 'All interactions the platform adds up; null where the platform does not say';
comment on column core.account_days.reactions
is 'Likes, favourites and other reactions; null where the platform does not say';
comment on column core.account_days.comments
is 'Comments and replies received; null where the platform does not say';
comment on column core.account_days.shares
is 'Reposts, retweets and shares; null where the platform does not say';
comment on column core.account_days.saves
is 'Bookmarks and saves; null where the platform does not say';
comment on column core.account_days.clicks
is 'All clicks on the content; null where the platform does not say';
comment on column core.account_days.link_clicks
is 'Clicks on a link in the content; null where the platform does not say';
comment on column core.account_days.profile_visits
is 'Visits to the profile; null where the platform does not say';
comment on column core.account_days.follows
is 'Follows gained, net where only that is told; null where the platform does not say';
comment on column core.account_days.unfollows
is 'Follows lost; null where the platform does not say';
comment on column core.account_days.followers
is 'Followers at the moment: a level (people); null where the platform does not say';
comment on column core.account_days.page_views
is 'Views of the organisation''s page; null where the platform does not say';
comment on column core.account_days.unique_visitors
is 'People who visited the page (people); null where the platform does not say';
comment on column core.account_days.watch_seconds
is 'Time watched (seconds); null where the platform does not say';
comment on column core.account_days.posts_published
is 'Posts published; null where the platform does not say';
comment on column core.account_days.sends
is 'Messages sent; null where the platform does not say';
comment on column core.account_days.opens
is 'Messages opened; null where the platform does not say';
comment on column core.account_days.unsubscribes
is 'Recipients who unsubscribed; null where the platform does not say';
comment on column core.account_days.bounces
is 'Messages that came back; null where the platform does not say';
comment on column core.account_days.spend
is 'Money paid to the platform (money, in the currency column); null where the platform does not say';

-- One row per export, facet and value: who an audience is.
create table core.audiences (
    export_id varchar not null,
    platform varchar not null,
    account varchar,
    observed_at timestamptz not null,
    format varchar not null,
    audience varchar not null,
    facet varchar not null,
    value varchar not null,
    count double,
    share double,
    line bigint
);
comment on table core.audiences is 'One row per export, facet and value: who an audience is.';
comment on column core.audiences.export_id is 'Export it was seen in';
comment on column core.audiences.platform is 'Platform id';
comment on column core.audiences.account is 'Account, where known';
comment on column core.audiences.observed_at is 'Moment of the export (UTC)';
comment on column core.audiences.format is 'Reader that read it';
comment on column core.audiences.audience is 'followers, visitors, viewers or reached';
comment on column core.audiences.facet
is 'location, job_function, seniority, industry, company_size, age, gender, hour, …';
comment on column core.audiences.value
is 'Value of the facet, in the words of the export';
comment on column core.audiences.count is 'People, where the platform counts them';
comment on column core.audiences.share
is 'Share of the audience, 0 to 1, where the platform gives shares';
comment on column core.audiences.line is 'Line or row of the file where it stands';

-- One row per export and row of a web analytics report.
create table core.traffic (
    export_id varchar not null,
    account varchar,
    observed_at timestamptz not null,
    format varchar not null,
    report varchar,
    date date,
    period_from date,
    period_until date,
    source varchar,
    medium varchar,
    campaign varchar,
    content varchar,
    channel varchar,
    page varchar,
    event varchar,
    network varchar,
    sessions bigint,
    engaged_sessions bigint,
    users bigint,
    new_users bigint,
    views bigint,
    events bigint,
    key_events double,
    revenue double,
    engagement_seconds double,
    line bigint
);
comment on table core.traffic is 'One row per export and row of a web analytics report.';
comment on column core.traffic.export_id is 'Export it was seen in';
comment on column core.traffic.account is 'Property';
comment on column core.traffic.observed_at is 'Moment of the export (UTC)';
comment on column core.traffic.format is 'Reader that read it';
comment on column core.traffic.report
is 'First dimension of the table, in the words of the export';
comment on column core.traffic.date is 'Day, where the row is one day';
comment on column core.traffic.period_from is 'First day the row covers';
comment on column core.traffic.period_until is 'Last day the row covers';
comment on column core.traffic.source is 'utm_source or referrer, lower case';
comment on column core.traffic.medium is 'utm_medium, lower case';
comment on column core.traffic.campaign is 'utm_campaign';
comment on column core.traffic.content is 'utm_content';
comment on column core.traffic.channel is 'Channel group';
comment on column core.traffic.page is 'Page path or landing page';
comment on column core.traffic.event is 'Event name';
comment on column core.traffic.network is 'Platform id the source belongs to';
comment on column core.traffic.sessions is 'Sessions';
comment on column core.traffic.engaged_sessions is 'Engaged sessions';
comment on column core.traffic.users is 'Users (people; never added up)';
comment on column core.traffic.new_users is 'New users';
comment on column core.traffic.views is 'Views of pages and screens';
comment on column core.traffic.events is 'Events';
comment on column core.traffic.key_events
is 'Key events, called conversions before March 2024';
comment on column core.traffic.revenue is 'Revenue in the currency of the property';
comment on column core.traffic.engagement_seconds
is 'Average engagement time (seconds)';
comment on column core.traffic.line is 'Line or row of the file where it stands';

-- One row per export and outcome: sign-ups, donations, leads.
create table core.outcomes (
    export_id varchar not null,
    observed_at timestamptz not null,
    date date not null,
    name varchar not null,
    value double not null,
    currency varchar,
    source varchar,
    medium varchar,
    campaign varchar,
    content varchar,
    link varchar,
    measure_hint varchar,
    line bigint
);
comment on table core.outcomes is 'One row per export and outcome: sign-ups, donations, leads.';
comment on column core.outcomes.export_id is 'Export or own file it stands in';
comment on column core.outcomes.observed_at is 'Moment of the export (UTC)';
comment on column core.outcomes.date is 'Day of the outcome';
comment on column core.outcomes.name is 'What it is: signups, donations, leads, …';
comment on column core.outcomes.value is 'How many, or how much money';
comment on column core.outcomes.currency is 'Currency, where the value is money';
comment on column core.outcomes.source is 'utm_source or how it came';
comment on column core.outcomes.medium is 'utm_medium';
comment on column core.outcomes.campaign is 'utm_campaign';
comment on column core.outcomes.content is 'utm_content';
comment on column core.outcomes.link is 'Address it came through';
comment on column core.outcomes.measure_hint is 'Measure named beside it';
comment on column core.outcomes.line is 'Line or row of the file where it stands';

-- One row per line of the content plan in force.
create table core.plan (
    export_id varchar not null,
    date date not null,
    platform varchar,
    text varchar,
    link varchar,
    measure varchar not null,
    line bigint
);
comment on table core.plan is 'One row per line of the content plan in force.';
comment on column core.plan.export_id is 'Content of plan.csv it stands in';
comment on column core.plan.date is 'Planned day';
comment on column core.plan.platform is 'Platform id';
comment on column core.plan.text is 'Words of the planned post';
comment on column core.plan.link is 'Its link';
comment on column core.plan.measure is 'Measure it serves';
comment on column core.plan.line is 'Line of the file';

-- One row per short link that links.csv resolves.
create table core.links (
    export_id varchar not null,
    short varchar not null,
    target varchar not null,
    line bigint
);
comment on table core.links is 'One row per short link that links.csv resolves.';
comment on column core.links.export_id is 'Content of links.csv it stands in';
comment on column core.links.short is 'Shortened address';
comment on column core.links.target is 'Where it leads';
comment on column core.links.line is 'Line of the file';

-- One row per version of the strategy in judging.
create table core.strategies (
    strategy_version varchar primary key,
    in_force_from date not null,
    in_force_until date,
    organisation varchar not null,
    timezone varchar not null,
    problem varchar,
    promise varchar,
    fingerprint varchar not null,
    text varchar not null
);
comment on table core.strategies is 'One row per version of the strategy in judging.';
comment on column core.strategies.strategy_version
is 'Its in_force_from as text: one version per date';
comment on column core.strategies.in_force_from is 'First day it judges';
comment on column core.strategies.in_force_until
is 'Last day it judges; null for the current version';
comment on column core.strategies.organisation is 'Organisation';
comment on column core.strategies.timezone is 'Time zone of its dates';
comment on column core.strategies.problem is 'Why anyone should care: the problem';
comment on column core.strategies.promise is 'Why anyone should care: the promise';
comment on column core.strategies.fingerprint is 'SHA-256 of the text';
comment on column core.strategies.text is 'The file as it was';

-- One row per strategy version and goal.
create table core.goals (
    strategy_version varchar not null,
    goal_id varchar not null,
    statement varchar not null,
    why varchar,
    position integer not null
);
comment on table core.goals is 'One row per strategy version and goal.';
comment on column core.goals.strategy_version
is 'Version of the strategy it belongs to';
comment on column core.goals.goal_id is 'Goal';
comment on column core.goals.statement is 'Who, what change, how much, by when';
comment on column core.goals.why is 'Why it matters';
comment on column core.goals.position is 'Place in the file, from 1';

-- One row per strategy version and segment.
create table core.segments (
    strategy_version varchar not null,
    segment_id varchar not null,
    who varchar not null,
    interests varchar[],
    listens_at varchar[],
    audience varchar,
    position integer not null
);
comment on table core.segments is 'One row per strategy version and segment.';
comment on column core.segments.strategy_version
is 'Version of the strategy it belongs to';
comment on column core.segments.segment_id is 'Segment';
comment on column core.segments.who is 'Who they are';
comment on column core.segments.interests is 'What they care about';
comment on column core.segments.listens_at is 'Where they talk';
comment on column core.segments.audience
is 'How to recognise them among followers, as JSON: facet to values';
comment on column core.segments.position is 'Place in the file, from 1';

-- One row per strategy version and measure.
create table core.measures (
    strategy_version varchar not null,
    measure_id varchar not null,
    goal_id varchar not null,
    segment_id varchar not null,
    stage varchar not null,
    tier varchar not null,
    value varchar,
    baseline double,
    target double,
    "by" date,
    direction varchar not null,
    fingerprint varchar not null,
    position integer not null
);
comment on table core.measures is 'One row per strategy version and measure.';
comment on column core.measures.strategy_version
is 'Version of the strategy it belongs to';
comment on column core.measures.measure_id is 'Measure';
comment on column core.measures.goal_id is 'Goal it is evidence for';
comment on column core.measures.segment_id is 'Segment it is about';
comment on column core.measures.stage is 'listen, participate or lead';
comment on column core.measures.tier is 'output, out_take, outcome or impact (AMEC)';
comment on column core.measures.value is 'Expression over metrics';
comment on column core.measures.baseline is 'Where it started';
comment on column core.measures.target is 'Where it should be';
comment on column core.measures."by" is 'Deadline';
comment on column core.measures.direction is 'up or down';
comment on column core.measures.fingerprint
is 'Hash of the text of measure, target and goal';
comment on column core.measures.position is 'Place in the file, from 1';

-- One row per strategy version and tie.
create table core.ties (
    strategy_version varchar not null,
    tie_id varchar not null,
    measure_id varchar not null,
    kind varchar not null,
    strength integer not null,
    pattern varchar not null,
    platform varchar,
    account varchar,
    type varchar,
    from_date date,
    until_date date,
    position integer not null
);
comment on table core.ties is 'One row per strategy version and tie.';
comment on column core.ties.strategy_version is 'Version of the strategy it belongs to';
comment on column core.ties.tie_id is 'Tie';
comment on column core.ties.measure_id is 'Measure it connects to';
comment on column core.ties.kind
is 'campaign, utm, label, link, mention, hashtag, phrase, account or type';
comment on column core.ties.strength
is 'Larger is stronger: campaign 7, utm 6, label 5, link 4, mention 3, hashtag 2, phrase 1, account and type 0';
comment on column core.ties.pattern is 'What it looks for, in words; utm as JSON';
comment on column core.ties.platform is 'Only on this platform';
comment on column core.ties.account is 'Only of this account';
comment on column core.ties.type is 'Only of this type';
comment on column core.ties.from_date is 'Only published from this day';
comment on column core.ties.until_date is 'Only published until this day';
comment on column core.ties.position is 'Place in the file, from 1';

-- One row per activity and measure it can be traced to, with the evidence.
create table core.traces (
    activity_key bigint not null,
    activity_id varchar not null,
    measure_id varchar not null,
    goal_id varchar not null,
    segment_id varchar not null,
    tie_id varchar not null,
    kind varchar not null,
    strength integer not null,
    evidence varchar not null,
    rank integer not null,
    is_primary boolean not null,
    strategy_version varchar not null
);
comment on table core.traces is 'One row per activity and measure it can be traced to, with the evidence.';
comment on column core.traces.activity_key is 'Internal number of the activity';
comment on column core.traces.activity_id is 'Activity';
comment on column core.traces.measure_id is 'Measure';
comment on column core.traces.goal_id is 'Goal of the measure';
comment on column core.traces.segment_id is 'Segment of the measure';
comment on column core.traces.tie_id
is 'Tie that connects them; decision:… or plan:… where a person did';
comment on column core.traces.kind is 'Kind of tie';
comment on column core.traces.strength
is 'Larger is stronger: decision 9, plan 8, campaign 7, … account and type 0';
comment on column core.traces.evidence is 'The matched text';
comment on column core.traces.rank is '1 for the primary measure, then by strength';
comment on column core.traces.is_primary
is 'Whether the activity counts for this measure';
comment on column core.traces.strategy_version is 'Version that judged';

-- One row per activity: its alignment and why.
create table core.verdicts (
    activity_key bigint not null,
    activity_id varchar not null,
    alignment varchar not null,
    reason varchar not null,
    cause varchar not null,
    measure_id varchar,
    tie_id varchar,
    evidence varchar,
    suggested_measure_id varchar,
    suggestion varchar,
    strategy_version varchar,
    judged_with varchar not null
);
comment on table core.verdicts is 'One row per activity: its alignment and why.';
comment on column core.verdicts.activity_key is 'Internal number of the activity';
comment on column core.verdicts.activity_id is 'Activity';
comment on column core.verdicts.alignment
is 'aligned, ambiguous, suspect, orphaned, untraceable, waived or predates_strategy';
comment on column core.verdicts.reason is 'Why, in words for a person';
comment on column core.verdicts.cause is 'Likely cause, short, for grouping';
comment on column core.verdicts.measure_id
is 'Primary measure; null unless aligned, suspect or tied';
comment on column core.verdicts.tie_id is 'Tie of the primary measure';
comment on column core.verdicts.evidence is 'Evidence of the primary measure';
comment on column core.verdicts.suggested_measure_id
is 'Nearest measure, for activities without one; never assumed';
comment on column core.verdicts.suggestion is 'Why that one is near';
comment on column core.verdicts.strategy_version
is 'Version that judged; null where it predates every one';
comment on column core.verdicts.judged_with
is 'Fingerprint of all that the verdict rests on, to see whether it must be judged again';

-- One row per decision of a person, a copy of decisions.jsonl.
create table core.decisions (
    decision_id varchar primary key,
    position integer not null,
    decided_at timestamptz not null,
    decided_by varchar not null,
    action varchar not null,
    activity_id varchar not null,
    measure_id varchar,
    reason varchar,
    owner varchar,
    expires date,
    fingerprint varchar
);
comment on table core.decisions is 'One row per decision of a person, a copy of decisions.jsonl.';
comment on column core.decisions.decision_id is 'Decision';
comment on column core.decisions.position is 'Line of decisions.jsonl; the latest wins';
comment on column core.decisions.decided_at is 'When';
comment on column core.decisions.decided_by is 'Who';
comment on column core.decisions.action is 'tie, waive, confirm or withdraw';
comment on column core.decisions.activity_id is 'Activity it is about';
comment on column core.decisions.measure_id is 'Measure it ties to';
comment on column core.decisions.reason is 'Why';
comment on column core.decisions.owner is 'Who answers for a waiver';
comment on column core.decisions.expires is 'Last day of a waiver';
comment on column core.decisions.fingerprint
is 'Fingerprint of the measure when it was decided';

-- One row per expectation of the last night.
create table core.check_results (
    as_of date not null,
    suite varchar not null,
    expectation varchar not null,
    severity varchar not null,
    is_kept boolean not null,
    failing bigint,
    examined bigint,
    message varchar not null,
    error varchar
);
comment on table core.check_results is 'One row per expectation of the last night.';
comment on column core.check_results.as_of is 'Date of the run';
comment on column core.check_results.suite is 'exports, activities, alignment or marts';
comment on column core.check_results.expectation is 'The promise';
comment on column core.check_results.severity
is 'critical stops the night, warning does not';
comment on column core.check_results.is_kept is 'Whether it holds';
comment on column core.check_results.failing
is 'Rows that break it; null where it errored';
comment on column core.check_results.examined
is 'Rows it looked at, where that is told';
comment on column core.check_results.message is 'What it means, in words for a person';
comment on column core.check_results.error is 'Why it could not be checked';

-- One row per activity that fails the night, replaced each night.
create table core.failed_activities (
    activity_id varchar not null,
    platform varchar not null,
    account varchar,
    type varchar not null,
    published_at timestamptz,
    permalink varchar,
    text varchar,
    alignment varchar not null,
    reason varchar not null,
    cause varchar not null,
    suggested_measure_id varchar,
    suggestion varchar,
    strategy_version varchar
);
comment on table core.failed_activities is 'One row per activity that fails the night, replaced each night.';
comment on column core.failed_activities.activity_id is 'Activity';
comment on column core.failed_activities.platform is 'Platform id';
comment on column core.failed_activities.account is 'Account';
comment on column core.failed_activities.type
is 'post, reply, story, video, mailing, …';
comment on column core.failed_activities.published_at is 'When it was published (UTC)';
comment on column core.failed_activities.permalink is 'Its address';
comment on column core.failed_activities.text is 'Its words';
comment on column core.failed_activities.alignment is 'untraceable or orphaned';
comment on column core.failed_activities.reason is 'Why it fails';
comment on column core.failed_activities.cause is 'Likely cause, short, for grouping';
comment on column core.failed_activities.suggested_measure_id
is 'Nearest measure; never assumed';
comment on column core.failed_activities.suggestion is 'Why that one is near';
comment on column core.failed_activities.strategy_version is 'Version that judged';

-- One row per activity, metric and interval in which the metric changed.
create table core.engagement_events (
    activity_id varchar not null,
    metric varchar not null,
    from_observed_at timestamptz,
    to_observed_at timestamptz not null,
    delta double not null,
    is_first_sight boolean not null,
    is_restatement boolean not null,
    export_id varchar not null
);
comment on table core.engagement_events is 'One row per activity, metric and interval in which the metric changed.';
comment on column core.engagement_events.activity_id is 'Activity';
comment on column core.engagement_events.metric is 'Canonical metric';
comment on column core.engagement_events.from_observed_at
is 'Earlier snapshot; null at first sight';
comment on column core.engagement_events.to_observed_at is 'Later snapshot';
comment on column core.engagement_events.delta
is 'Change between the two; at first sight the value';
comment on column core.engagement_events.is_first_sight
is 'Whether there is no earlier snapshot';
comment on column core.engagement_events.is_restatement is 'Whether the total fell';
comment on column core.engagement_events.export_id is 'Export of the later snapshot';
