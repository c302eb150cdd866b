"""The rows of the metric registry: what each platform counts, in words of our own."""

from typing import Final, NamedTuple

from models.metrics import Basis


class MetricSource(NamedTuple):
    """One metric as one platform gives it, for as long as it means the same."""

    platform: str
    metric: str
    column: str  # the English header in exports; the readers know those of other languages
    meaning: str  # in our words
    bases: frozenset[Basis]  # what its figures cover: exports may give it of posts and of days
    page: str  # key of PAGES in models/metric_sources.py, "" where we know no page that defines it
    since: str = ""  # year, year-month or day from which it means this
    until: str = ""  # the last year, month or day on which it meant this, or was given
    note: str = ""


_L, _W, _D = (frozenset({basis}) for basis in (Basis.LIFETIME, Basis.WINDOW, Basis.DAY))
_LD, _WD = _L | _D, _W | _D
_S = MetricSource

_X: Final = (
    _S("x", "impressions", "Impressions", "times a post was on somebody's screen", _LD, "x", note="Since December 2022 it is also the view count that all see under a post."),
    _S("x", "engagements", "Engagements", "every click, tap, like, reply and repost on a post, added up by X", _LD, "x"),
    _S("x", "reactions", "favorites", "stars given to a post", _LD, "x", until="2015-11-03"),
    _S("x", "reactions", "Likes", "hearts given to a post", _LD, "x", since="2015-11-03", note="Stars became hearts; exports in Portuguese kept the old name for years."),
    _S("x", "comments", "Replies", "replies to a post", _LD, "x"),
    _S("x", "shares", "Reposts, retweets", "reposts; quotes are not told apart", _LD, "x", note="The column Share(s) counts openings of the share menu and is left aside."),
    _S("x", "saves", "Bookmarks", "bookmarks of a post", _LD, "x-premium", since="2024-11"),
    _S("x", "link_clicks", "URL clicks", "clicks on a link or card in a post", _LD, "x"),
    _S("x", "profile_visits", "Profile visits, user profile clicks", "visits to the profile that a post led to; of the account's days, all visits", _LD, "x"),
    _S("x", "follows", "New follows, follows", "follows that a post led to; of the account's days, all follows", _LD, "x"),
    _S("x", "unfollows", "Unfollows", "follows ended on that day", _D, "x-premium", since="2024-11"),
    _S("x", "posts_published", "Create Post, Tweets published", "posts published on that day", _D, "x"),
    _S("x", "video_views", "Video views", "plays of the account's videos on that day", _D, "x-premium", since="2024-11"),
    _S("x", "watch_seconds", "Watch time (ms)", "time the account's videos were watched on that day", _D, "x-premium", since="2024-11", note="Milliseconds in the file."),
    *(
        _S("x-ads", metric, column, meaning, _W, "x-ads", note="Unverified.")
        for metric, column, meaning in (
            ("spend", "Spend", "what the campaign cost in the period"),
            ("impressions", "Impressions", "times its ads were shown"),
            ("engagements", "Engagements", "all interactions with its ads"),
            ("clicks", "Clicks", "all clicks on its ads"),
            ("link_clicks", "Link clicks", "clicks on links in its ads"),
            ("follows", "Follows", "follows that its ads led to"),
            ("unfollows", "Unfollows", "follows ended while it ran"),
            ("reactions", "Likes", "likes of its ads"),
            ("comments", "Replies", "replies to its ads"),
            ("shares", "Reposts, retweets", "reposts of its ads"),
            ("video_views", "Video views", "plays of its videos"),
        )
    ),
)  # fmt: skip

_FACEBOOK: Final = (
    _S("facebook", "impressions", "Impressions, Lifetime Post Total Impressions", "times a post came onto a screen, once for each time it was loaded", _LD, "facebook-api", until="2025-11-15", note="Business Suite has shown views in its place since the end of 2024; the interface for programs ended it on 15 November 2025."),
    _S("facebook", "views", "Views", "times a reel or video was played, or any other post was on a screen, repetitions included", _LD, "meta-views", since="2024-11", note="Higher than impressions were. For videos it is what was called plays. Never added to impressions."),
    _S("facebook", "reach", "Reach", "people who saw a post at least once, an estimate", _LD, "facebook-insights"),
    _S("facebook", "engagements", "Reactions, comments and shares", "the sum of those three", _L, "facebook-insights"),
    _S("facebook", "reactions", "Lifetime Post Stories by action type - like", "stories made by liking; before February 2016 there were likes alone", _L, "facebook-insights", until="2021"),
    _S("facebook", "reactions", "Reactions", "likes, loves, cares, hahas, wows, sads and angries", _L, "facebook-insights", since="2021"),
    _S("facebook", "comments", "Comments", "comments on a post", _L, "facebook-insights"),
    _S("facebook", "shares", "Shares", "times a post was shared", _L, "facebook-insights"),
    _S("facebook", "clicks", "Total clicks, Lifetime Post Consumptions", "all clicks in a post, those that unfold text or play a video among them", _LD, "facebook-insights"),
    _S("facebook", "link_clicks", "Link clicks", "clicks on links in a post", _LD, "facebook-insights"),
    _S("facebook", "video_views", "3-second video views", "plays of three seconds, or of nearly the whole video where it is shorter", _LD, "facebook-insights"),
    _S("facebook", "watch_seconds", "Seconds viewed", "time the video was played, replays included", _L, "meta-views", note="Doubtful in exports of posts that are no videos."),
    _S("facebook", "followers", "Lifetime Total Likes", "people who like the page: a level", _D, "facebook-api", until="2025-11-15"),
    _S("facebook", "follows", "Daily New Likes, Facebook follows", "people who began to like, later to follow, the page on that day", _D, "facebook-insights"),
    _S("facebook", "unfollows", "Daily Unlikes", "people who ceased to", _D, "facebook-insights"),
    _S("facebook", "profile_visits", "Facebook visits", "times the page was visited on that day", _D, "facebook-insights"),
    _S("facebook", "page_views", "Daily Logged-in Page Views", "times people signed in looked at the page", _D, "facebook-insights", until="2021"),
    _S("facebook", "unique_visitors", "Daily Logged-in Page Views (unique users)", "people signed in who looked at the page", _D, "facebook-insights", until="2021"),
)  # fmt: skip

_INSTAGRAM: Final = (
    _S("instagram", "impressions", "Impressions", "times a post or story was on a screen", _LD, "instagram-api", until="2025-04-21", note="Not given for what was published since 2 July 2024."),
    _S("instagram", "video_views", "Plays", "times a reel began to play, replays left aside", _LD, "instagram-api", until="2025-04-21"),
    _S("instagram", "views", "Views", "times a reel was played or anything else was on a screen, repetitions included", _LD, "instagram-api", since="2024-08", note="In place of impressions and of plays; never added to either."),
    _S("instagram", "reach", "Reach, accounts reached", "accounts that saw a post at least once, an estimate", _LD, "instagram-media"),
    _S("instagram", "reactions", "Likes", "likes of a post", _L, "instagram-media"),
    _S("instagram", "comments", "Comments", "comments on a post", _L, "instagram-media"),
    _S("instagram", "shares", "Shares", "times a post was sent on or put into a story", _L, "instagram-media"),
    _S("instagram", "saves", "Saves", "times a post was saved", _L, "instagram-media"),
    _S("instagram", "follows", "Follows", "accounts that began to follow because of a post; of days, all that began", _LD, "instagram-media"),
    _S("instagram", "unfollows", "Instagram unfollows", "accounts that ceased to follow on that day", _D, ""),
    _S("instagram", "profile_visits", "Profile visits, Instagram profile visits", "visits to the profile that a post led to; of days, all visits", _LD, "instagram-media"),
    _S("instagram", "link_clicks", "Link clicks", "taps on links in a story or on the profile", _LD, "instagram-media"),
)  # fmt: skip

_META: Final = (
    *(
        _S("meta", metric, column, meaning, _D, page, note="The file does not say whether it is of Facebook or of Instagram.")
        for metric, column, meaning, page in (
            ("views", "Views", "times posts were played or on a screen on that day", "meta-views"),
            ("reach", "Reach, Viewers", "people who saw anything on that day", "meta-views"),
            ("engagements", "Content interactions", "reactions, comments, shares, saves and replies on that day", ""),
            ("follows", "Follows", "accounts that began to follow on that day", ""),
            ("unfollows", "Unfollows", "accounts that ceased to follow on that day", ""),
            ("profile_visits", "Visits", "visits on that day", ""),
            ("link_clicks", "Link clicks", "clicks on links on that day", ""),
            ("video_views", "3-second views", "plays of three seconds on that day", ""),
        )
    ),
    *(
        _S("meta-ads", metric, column, meaning, _WD, "meta-ads")
        for metric, column, meaning in (
            ("spend", "Amount spent", "what the ads cost, in the account's currency"),
            ("impressions", "Impressions", "times the ads were on a screen"),
            ("reach", "Reach", "people who saw the ads at least once, an estimate"),
            ("clicks", "Clicks (all)", "all clicks on the ads"),
            ("link_clicks", "Link clicks", "clicks on links in the ads"),
            ("video_views", "3-second video plays", "plays of three seconds"),
            ("engagements", "Post engagements", "all actions that the ads led to on the post"),
            ("reactions", "Post reactions", "reactions to the ads"),
            ("comments", "Post comments", "comments on the ads"),
            ("shares", "Post shares", "shares of the ads"),
            ("saves", "Post saves", "saves of the ads"),
        )
    ),
    *(
        _S("google-ads", metric, column, meaning, _WD, "google-ads")
        for metric, column, meaning in (
            ("spend", "Cost", "what the ads cost, in the account's currency"),
            ("impressions", "Impr.", "times the ads were shown"),
            ("clicks", "Clicks", "clicks on the ads"),
            ("engagements", "Engagements", "engagements with ads that are expanded or played"),
            ("video_views", "Views, TrueView views", "plays of video ads, by Google's rule"),
        )
    ),
    *(
        _S("linkedin-ads", metric, column, meaning, _W, "linkedin-ads")
        for metric, column, meaning in (
            ("spend", "Total Spent", "what the ads cost, in the account's currency"),
            ("impressions", "Impressions", "times the ads were shown"),
            ("reach", "Reach", "members who saw the ads at least once, an estimate"),
            ("clicks", "Clicks", "clicks that are charged for"),
            ("link_clicks", "Clicks to Landing Page", "clicks on the page the ad leads to"),
            ("engagements", "Total Engagements", "all paid and free clicks and social actions"),
            ("reactions", "Reactions", "reactions to the ads"),
            ("comments", "Comments", "comments on the ads"),
            ("shares", "Shares", "shares of the ads"),
            ("follows", "Follows", "follows of the page that the ads led to"),
            ("video_views", "Video Views", "plays of two seconds"),
        )
    ),
    _S("google-search-console", "clicks", "Clicks", "clicks from Google's search to the site", _D, "google-search-console"),
    _S("google-search-console", "impressions", "Impressions", "times a link to the site was in the results shown", _D, "google-search-console"),
    *(
        _S("threads", metric, column, meaning, _L, "threads", note="Unverified.")
        for metric, column, meaning in (
            ("views", "views", "times a post was on a screen or played"),
            ("reactions", "likes", "likes of a post"),
            ("comments", "replies", "replies to a post"),
            ("shares", "reposts", "reposts; quotes are counted apart and left aside"),
        )
    ),
)  # fmt: skip

_LINKEDIN: Final = (
    _S("linkedin", "impressions", "Impressions", "times at least half of a post was on the screen of a member signed in for 300 milliseconds or more", _L | _WD, "linkedin-page", note="Since April 2024 a member's posts count what others' reposts of them were shown, too."),
    _S("linkedin", "reach", "Unique impressions (organic), Members reached", "members who were shown a post at least once, an estimate", _LD, "linkedin-page"),
    _S("linkedin", "video_views", "Views", "plays of at least two seconds with half of the video on the screen", _L, "linkedin-page"),
    _S("linkedin", "engagements", "Engagements", "reactions, comments and reposts, of members' own posts", _WD, "linkedin-member", note="Page exports give a rate alone, which counts clicks and follows, too."),
    _S("linkedin", "reactions", "Likes, Reactions", "likes, later all reactions", _LD, "linkedin-page"),
    _S("linkedin", "comments", "Comments", "comments on a post", _LD, "linkedin-page"),
    _S("linkedin", "shares", "Reposts, Shares", "reposts, with or without words", _LD, "linkedin-page"),
    _S("linkedin", "saves", "Saves", "times a member's post was saved", _L, "linkedin-member"),
    _S("linkedin", "clicks", "Clicks", "clicks on the content, the page's name or its logo; no reactions", _LD, "linkedin-page"),
    _S("linkedin", "link_clicks", "Visits to links in this post", "clicks on links of a member's post", _L, "linkedin-member"),
    _S("linkedin", "profile_visits", "Profile viewers from this post", "visits to the profile that a member's post led to", _L, "linkedin-member"),
    _S("linkedin", "follows", "Follows, New followers", "follows that a post led to; of days, all new followers", _LD, "linkedin-followers", note="Days can be negative where LinkedIn corrects itself."),
    _S("linkedin", "followers", "Total followers", "followers at the moment of export: a level", _D, "linkedin-followers"),
    _S("linkedin", "page_views", "Total page views (total)", "times the page was looked at, on all devices", _D, "linkedin-visitors"),
    _S("linkedin", "unique_visitors", "Total unique visitors (total)", "members who looked at the page on that day", _D, "linkedin-visitors"),
)  # fmt: skip

_VIDEO: Final = (
    _S("youtube", "impressions", "Impressions", "times a thumbnail was on YouTube for more than a second and at least half of it visible", _WD, "youtube-reach", note="Of thumbnails, not of videos: never compared with impressions elsewhere."),
    _S("youtube", "video_views", "Views", "plays that YouTube holds to be wanted; a Short had to be watched for some seconds", _WD, "youtube", until="2025-03-31"),
    _S("youtube", "video_views", "Views", "plays that YouTube holds to be wanted; a Short counts as soon as it begins or begins again", _WD, "youtube-shorts", since="2025-03-31", note="What was counted before is given as engaged views, and left aside."),
    _S("youtube", "watch_seconds", "Watch time (hours)", "time watched", _WD, "youtube", note="Hours in the file."),
    _S("youtube", "reactions", "Likes", "likes; dislikes are left aside", _WD, "youtube"),
    _S("youtube", "comments", "Comments added", "comments added in the period", _WD, "youtube"),
    _S("youtube", "shares", "Shares", "uses of the share button", _WD, "youtube"),
    _S("youtube", "follows", "Subscribers", "subscribers gained less those lost: it can be negative", _WD, "youtube"),
    _S("tiktok", "video_views", "Total views, Video views", "times a video began to play", _LD, "tiktok"),
    _S("tiktok", "reactions", "Total likes, Likes", "likes", _LD, "tiktok"),
    _S("tiktok", "comments", "Total comments, Comments", "comments", _LD, "tiktok"),
    _S("tiktok", "shares", "Total shares, Shares", "shares", _LD, "tiktok"),
    _S("tiktok", "saves", "Add to Favorites", "times a video was added to favourites", _L, "tiktok-business"),
    _S("tiktok", "profile_visits", "Profile views", "visits to the profile on that day", _D, "tiktok"),
    _S("tiktok", "reach", "Total viewers, Reached audience", "people who watched on that day", _D, "tiktok"),
    _S("tiktok", "followers", "Followers, Total followers", "followers on that day: a level", _D, "tiktok"),
    _S("tiktok", "follows", "New followers, Difference in followers from previous day", "new followers; in the history of followers, gained less lost", _D, "tiktok"),
    _S("tiktok", "unfollows", "Lost followers", "followers lost on that day", _D, "tiktok-business"),
)  # fmt: skip

_MAIL: Final = (
    _S("mailchimp", "sends", "Total recipients", "addresses it was sent to", _L, "mailchimp"),
    _S("mailchimp", "opens", "Unique opens", "recipients who opened it at least once", _L, "mailchimp", note="Mail programs that load pictures by themselves count as opened: since September 2021 far too high."),
    _S("mailchimp", "clicks", "Total clicks", "all clicks on its links, repetitions included", _L, "mailchimp"),
    _S("mailchimp", "unsubscribes", "Unsubscribes", "recipients who unsubscribed by it", _L, "mailchimp"),
    _S("mailchimp", "bounces", "Total bounces", "messages that came back, for now or for good", _L, "mailchimp"),
    _S("constant-contact", "sends", "Sends", "addresses it was sent to", _L, "constant-contact"),
    _S("constant-contact", "opens", "Opens", "contacts who opened it at least once", _L, "constant-contact", note="As of Mailchimp: too high since September 2021."),
    _S("constant-contact", "clicks", "Clicks", "contacts who clicked at least once: people, where Mailchimp counts clicks", _L, "constant-contact"),
    _S("constant-contact", "unsubscribes", "Unsubscribes", "contacts who unsubscribed by it", _L, "constant-contact"),
    _S("constant-contact", "bounces", "Bounces", "messages that came back", _L, "constant-contact"),
)  # fmt: skip

_AS_THE_NETWORK: Final = "What the network gave the tool: each network's own definition holds."
_TOOLS: Final = (
    *(
        _S("sprout", metric, column, meaning, bases, "sprout" if bases >= _L else "sprout-profiles", note=_AS_THE_NETWORK)
        for metric, column, meaning, bases in (
            ("impressions", "Impressions", "impressions; for Instagram and TikTok, views", _LD),
            ("reach", "Reach", "people reached, where the network tells", _L),
            ("engagements", "Engagements", "what Sprout adds up: reactions, comments, shares, saves and clicks", _LD),
            ("reactions", "Reactions", "likes and all other reactions", _LD),
            ("comments", "Comments", "comments and replies", _LD),
            ("shares", "Shares", "shares, reposts and quotes", _LD),
            ("saves", "Saves", "saves and bookmarks", _LD),
            ("clicks", "Post Clicks (All)", "all clicks on a post", _L),
            ("link_clicks", "Post Link Clicks", "clicks on links; for LinkedIn the same as all clicks", _LD),
            ("video_views", "Video Views", "plays", _LD),
            ("followers", "Audience", "followers on that day: a level", _D),
            ("follows", "Audience Gained", "followers gained on that day", _D),
            ("unfollows", "Audience Lost", "followers lost on that day", _D),
            ("posts_published", "Published Posts (Total)", "posts published on that day", _D),
        )
    ),
    *(
        _S(tool, metric, column, meaning, bases, "", note=f"Unverified. {_AS_THE_NETWORK}")
        for tool, bases in (("buffer", _L), ("hootsuite", _L), ("metricool", _LD))
        for metric, column, meaning in (
            ("impressions", "Impressions", "impressions, where the network tells"),
            ("reach", "Reach", "people reached, where the network tells"),
            ("engagements", "Engagement(s), Interactions", "what the tool adds up"),
            ("reactions", "Likes, Reactions", "likes and other reactions"),
            ("comments", "Comments", "comments and replies"),
            ("shares", "Shares", "shares and reposts"),
            ("saves", "Saves, Saved", "saves"),
            ("clicks", "Clicks", "all clicks"),
            ("link_clicks", "Clicks, Link clicks", "clicks on links"),
            ("video_views", "Video views", "plays"),
        )
    ),
    *(
        _S("metricool", metric, column, meaning, _D, "", note="Unverified.")
        for metric, column, meaning in (
            ("followers", "Followers", "followers on that day: a level"),
            ("follows", "Gained followers", "followers gained on that day"),
            ("unfollows", "Lost followers", "followers lost on that day"),
            ("posts_published", "Posts", "posts published on that day"),
        )
    ),
    *(
        _S("bluesky", metric, column, meaning, _L, "bluesky", note="Unverified.")
        for metric, column, meaning in (
            ("reactions", "likeCount", "likes"),
            ("comments", "replyCount", "replies"),
            ("shares", "repostCount", "reposts; quotes are counted apart and left aside"),
            ("saves", "bookmarkCount", "bookmarks"),
        )
    ),
    *(
        _S("pinterest", metric, column, meaning, _W, "pinterest", note="Unverified.")
        for metric, column, meaning in (
            ("impressions", "Impressions", "times a pin was on a screen"),
            ("engagements", "Engagements", "clicks and saves of a pin"),
            ("clicks", "Pin clicks", "clicks on a pin, on and off Pinterest"),
            ("link_clicks", "Outbound clicks", "clicks that lead away from Pinterest"),
            ("saves", "Saves", "times a pin was saved to a board"),
            ("video_views", "Video views", "plays of two seconds with half of the video on the screen"),
        )
    ),
)  # fmt: skip

# Figures of a web site are no metrics of activities; measures name them as `traffic.…`.
_SITE: Final = (
    _S("google-analytics", "sessions", "Sessions", "visits to the site, ended by half an hour of silence", _WD, "ga4"),
    _S("google-analytics", "engaged_sessions", "Engaged sessions", "visits of ten seconds, of two pages or with a key event", _WD, "ga4", since="2020-10"),
    _S("google-analytics", "users", "Users, Total users, Active users", "people, told apart by device unless they sign in; active ones had an engaged session", _WD, "ga4", note="Active and total users differ; which of them a report gives is in its header."),
    _S("google-analytics", "new_users", "New users", "people not seen before", _WD, "ga4"),
    _S("google-analytics", "views", "Views, Screen views", "pages and screens looked at", _WD, "ga4"),
    _S("google-analytics", "events", "Event count", "everything that was recorded", _WD, "ga4", since="2020-10"),
    _S("google-analytics", "key_events", "Conversions, Goal completions", "events that the organisation had marked as conversions", _WD, "ga4-key-events", until="2024-03"),
    _S("google-analytics", "key_events", "Key events", "events that the organisation marked as key; conversions are now those that Google Ads uses", _WD, "ga4-key-events", since="2024-03", note="Renamed in March 2024; the count went on. Fractions come from attribution."),
    _S("google-analytics", "revenue", "Total revenue", "purchases, subscriptions and advertising, in the property's currency", _WD, "ga4"),
    _S("google-analytics", "engagement_seconds", "Average engagement time", "time the site was in the foreground", _WD, "ga4", since="2020-10"),
)  # fmt: skip

ROWS: Final[tuple[MetricSource, ...]] = (
    *_X, *_FACEBOOK, *_INSTAGRAM, *_META, *_LINKEDIN, *_VIDEO, *_MAIL, *_TOOLS, *_SITE
)  # fmt: skip
