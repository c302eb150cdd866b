"""What Riverside Food Bank, which does not exist, did in six weeks: the truth planted in the demonstration.

Every figure here is written by hand. A post has its metrics at the second download (13 October) and,
where it was out by then, at the first (22 September).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

TORONTO: Final = ZoneInfo("America/Toronto")
FIRST_DOWNLOAD: Final = datetime(2026, 9, 22, 10, 0, tzinfo=UTC)
SECOND_DOWNLOAD: Final = datetime(2026, 10, 13, 10, 0, tzinfo=UTC)
MONDAYS: Final = tuple(datetime(2026, 8, 31, tzinfo=TORONTO) + timedelta(weeks=n) for n in range(6))


@dataclass(frozen=True)
class Post:
    """One post, with its figures at the second download and what they were at the first."""

    platform: str
    at: datetime
    text: str
    figures: dict[str, int]
    before: dict[str, int] = field(default_factory=dict)
    kind: str = "post"

    @property
    def first(self) -> dict[str, int]:
        """The figures at the first download: as planted, else two thirds of the second."""
        grown = {name: value * 2 // 3 for name, value in self.figures.items()}
        return grown | self.before


def at(week: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in Toronto: week 1 to 6, day 0 (Monday) to 6."""
    moment = MONDAYS[week - 1] + timedelta(days=day, hours=hour, minutes=minute)
    return moment.replace(tzinfo=None).replace(tzinfo=TORONTO)


# Facebook, the hamster wheel: 2, 3, 4, 6, 8, 10 posts a week for the volunteers, while the comments
# and shares they draw fall: 20, 16, 14, 12, 9, 7 a week.
WHEEL_POSTS: Final = (2, 3, 4, 6, 8, 10)
WHEEL_ANSWERS: Final = (20, 16, 14, 12, 9, 7)
_CREW: Final = (
    "Saturday kitchen, nine till one. Two pairs of hands still missing. #SaturdayCrew",
    "Who taught you to cook for forty? Tell us below. #SaturdayCrew",
    "The carrots are peeled by people like you. #SaturdayCrew",
    "Rota for this Saturday is up. #SaturdayCrew riverside.example/volunteer/rota",
    "Aprons washed, knives sharpened. See you Saturday. #SaturdayCrew",
    "Meet the team of table four. #SaturdayCrew",
    "New here? Come at nine, ask for the green apron. #SaturdayCrew",
    "We need a driver on Saturday, van provided. #SaturdayCrew",
    "Saturday again. #SaturdayCrew",
    "Another Saturday, another soup. #SaturdayCrew",
)


def _wheel() -> list[Post]:
    posts = []
    for week, (count, answers) in enumerate(zip(WHEEL_POSTS, WHEEL_ANSWERS, strict=True), 1):
        for n in range(count):
            drawn = answers // count + (n < answers % count)
            comments, shares = drawn - drawn // 3, drawn // 3
            figures = {
                "Views": 220 - 9 * week + 3 * n,
                "Reach": 150 - 6 * week + 2 * n,
                "Reactions": 14 - week + n % 3,
                "Comments": comments,
                "Shares": shares,
                "Total clicks": 6 + n % 2,
                "Link Clicks": 1 if "rota" in _CREW[n] else 0,
            }
            posts.append(Post("facebook", at(week, 1 + n % 5, 8 + n, 15), _CREW[n], figures))
    return posts


# Facebook posts that no tie catches, and a campaign the strategy does not have.
_FACEBOOK_STRAYS: Final = [
    Post(
        "facebook",
        at(1, 4, 17),
        "Happy Friday, everyone!",
        {
            "Views": 410,
            "Reach": 300,
            "Reactions": 41,
            "Comments": 2,
            "Shares": 1,
            "Total clicks": 3,
            "Link Clicks": 0,
        },
    ),
    Post(
        "facebook",
        at(2, 4, 17),
        "When the label says one serving.",
        {
            "Views": 980,
            "Reach": 720,
            "Reactions": 112,
            "Comments": 9,
            "Shares": 22,
            "Total clicks": 5,
            "Link Clicks": 0,
        },
    ),
    Post(
        "facebook",
        at(3, 4, 17),
        "Happy Friday! Which soup are you?",
        {
            "Views": 505,
            "Reach": 366,
            "Reactions": 52,
            "Comments": 14,
            "Shares": 2,
            "Total clicks": 4,
            "Link Clicks": 0,
        },
    ),
    Post(
        "facebook",
        at(5, 4, 17),
        "It is National Taco Day.",
        {
            "Views": 388,
            "Reach": 290,
            "Reactions": 30,
            "Comments": 1,
            "Shares": 0,
            "Total clicks": 2,
            "Link Clicks": 0,
        },
    ),
    Post(
        "facebook",
        at(4, 1, 9),
        "Tickets for the gala: https://riverside.example/gala?utm_source=facebook&utm_medium=social&utm_campaign=spring-gala-2025",
        {
            "Views": 260,
            "Reach": 200,
            "Reactions": 11,
            "Comments": 0,
            "Shares": 1,
            "Total clicks": 12,
            "Link Clicks": 9,
        },
    ),
    Post(
        "facebook",
        at(5, 1, 9),
        "Last tickets for the gala: https://riverside.example/gala?utm_source=facebook&utm_medium=social&utm_campaign=spring-gala-2025",
        {
            "Views": 240,
            "Reach": 180,
            "Reactions": 8,
            "Comments": 0,
            "Shares": 0,
            "Total clicks": 9,
            "Link Clicks": 7,
        },
    ),
]

# X: clicks of the growers, which reach their target of 120 (24 + 30 + 18 + 22 + 16 + 14 = 124).
_X_GROWERS: Final = [
    Post(
        "x",
        at(1, 1, 12),
        "Too many courgettes? We fetch them. https://riverside.example/growers",
        {
            "Impressions": 900,
            "Likes": 21,
            "Replies": 4,
            "Reposts": 6,
            "Bookmarks": 3,
            "URL Clicks": 24,
            "Profile visits": 5,
            "New follows": 2,
        },
    ),
    Post(
        "x",
        at(2, 1, 12),
        "Allotment holders: Tuesday is collection day. https://riverside.example/growers",
        {
            "Impressions": 1100,
            "Likes": 26,
            "Replies": 7,
            "Reposts": 9,
            "Bookmarks": 4,
            "URL Clicks": 30,
            "Profile visits": 8,
            "New follows": 3,
        },
    ),
    Post(
        "x",
        at(3, 1, 12),
        "What we need most this week: beans, squash, herbs. https://riverside.example/growers/needs",
        {
            "Impressions": 760,
            "Likes": 15,
            "Replies": 3,
            "Reposts": 4,
            "Bookmarks": 2,
            "URL Clicks": 18,
            "Profile visits": 3,
            "New follows": 1,
        },
    ),
    Post(
        "x",
        at(4, 1, 12),
        "Twelve plots, 340 kg last week. Thank you. https://riverside.example/growers",
        {
            "Impressions": 990,
            "Likes": 40,
            "Replies": 6,
            "Reposts": 11,
            "Bookmarks": 5,
            "URL Clicks": 22,
            "Profile visits": 6,
            "New follows": 2,
        },
    ),
    Post(
        "x",
        at(5, 1, 12),
        "Frost is coming: pick now, we collect until dark. https://riverside.example/growers",
        {
            "Impressions": 680,
            "Likes": 12,
            "Replies": 2,
            "Reposts": 5,
            "Bookmarks": 1,
            "URL Clicks": 16,
            "Profile visits": 2,
            "New follows": 0,
        },
    ),
    Post(
        "x",
        at(6, 1, 12),
        "Apples, please. Any kind. https://riverside.example/growers",
        {
            "Impressions": 610,
            "Likes": 11,
            "Replies": 2,
            "Reposts": 3,
            "Bookmarks": 1,
            "URL Clicks": 14,
            "Profile visits": 2,
            "New follows": 1,
        },
    ),
]

_X_OTHERS: Final = [
    Post(
        "x",
        at(1, 5, 8),
        "Nine volunteers today. #SaturdayCrew",
        {
            "Impressions": 420,
            "Likes": 18,
            "Replies": 2,
            "Reposts": 3,
            "Bookmarks": 0,
            "URL Clicks": 0,
            "Profile visits": 2,
            "New follows": 0,
        },
    ),
    Post(
        "x",
        at(2, 5, 8),
        "Fourteen volunteers today. #SaturdayCrew",
        {
            "Impressions": 450,
            "Likes": 22,
            "Replies": 3,
            "Reposts": 4,
            "Bookmarks": 0,
            "URL Clicks": 0,
            "Profile visits": 3,
            "New follows": 1,
        },
    ),
    Post(
        "x",
        at(3, 5, 8),
        "Give what a lunch costs, each month: https://riverside.example/give?utm_source=x&utm_medium=social&utm_campaign=monthly-2026",
        {
            "Impressions": 300,
            "Likes": 5,
            "Replies": 0,
            "Reposts": 1,
            "Bookmarks": 0,
            "URL Clicks": 4,
            "Profile visits": 1,
            "New follows": 0,
        },
    ),
    Post(
        "x",
        at(2, 3, 15, 20),
        "@northside_grows Thank you, the beans were perfect.",
        {
            "Impressions": 40,
            "Likes": 2,
            "Replies": 1,
            "Reposts": 0,
            "Bookmarks": 0,
            "URL Clicks": 0,
            "Profile visits": 0,
            "New follows": 0,
        },
        kind="reply",
    ),
    Post(
        "x",
        at(2, 3, 15, 40),
        "@example_baker Could you spare Friday's loaves?",
        {
            "Impressions": 32,
            "Likes": 1,
            "Replies": 1,
            "Reposts": 0,
            "Bookmarks": 0,
            "URL Clicks": 0,
            "Profile visits": 0,
            "New follows": 0,
        },
        kind="reply",
    ),
    Post(
        "x",
        at(3, 2, 11, 5),
        "@example_reader Good question, we do not know yet.",
        {
            "Impressions": 21,
            "Likes": 0,
            "Replies": 0,
            "Reposts": 0,
            "Bookmarks": 0,
            "URL Clicks": 0,
            "Profile visits": 0,
            "New follows": 0,
        },
        kind="reply",
    ),
    Post(
        "x",
        at(4, 2, 11, 5),
        "@example_reader See you there!",
        {
            "Impressions": 18,
            "Likes": 0,
            "Replies": 0,
            "Reposts": 0,
            "Bookmarks": 0,
            "URL Clicks": 0,
            "Profile visits": 0,
            "New follows": 0,
        },
        kind="reply",
    ),
    Post(
        "x",
        at(4, 4, 16),
        "Friday feeling.",
        {
            "Impressions": 510,
            "Likes": 31,
            "Replies": 3,
            "Reposts": 2,
            "Bookmarks": 0,
            "URL Clicks": 0,
            "Profile visits": 2,
            "New follows": 0,
        },
    ),
    Post(
        "x",
        at(6, 4, 16),
        "Is a hot dog a sandwich? Asking for a soup kitchen.",
        {
            "Impressions": 1900,
            "Likes": 88,
            "Replies": 41,
            "Reposts": 12,
            "Bookmarks": 2,
            "URL Clicks": 0,
            "Profile visits": 9,
            "New follows": 1,
        },
    ),
    Post(
        "x",
        at(5, 3, 10),
        "=SUM(all of you) makes a full van. Thanks to <b>everyone</b> | see [the list](https://riverside.example/thanks).",
        {
            "Impressions": 260,
            "Likes": 9,
            "Replies": 1,
            "Reposts": 0,
            "Bookmarks": 0,
            "URL Clicks": 1,
            "Profile visits": 1,
            "New follows": 0,
        },
    ),
]

# Instagram, with a restatement: the likes of the first post fell from 48 to 41 between the downloads.
RESTATED: Final = Post(
    "instagram",
    at(1, 2, 18),
    "First tomatoes from plot seven. #riversidegrows",
    {"Views": 820, "Reach": 610, "Likes": 41, "Shares": 5, "Comments": 6, "Saves": 9, "Follows": 2},
    before={"Likes": 48},
)
_INSTAGRAM: Final = [
    RESTATED,
    Post(
        "instagram",
        at(1, 6, 10),
        "Sunday prep, seen from above. #SaturdayCrew",
        {
            "Views": 700,
            "Reach": 520,
            "Likes": 39,
            "Shares": 2,
            "Comments": 4,
            "Saves": 3,
            "Follows": 1,
        },
    ),
    Post(
        "instagram",
        at(2, 2, 18),
        "How we store beans so they last. Save this one. #riversidegrows",
        {
            "Views": 1300,
            "Reach": 990,
            "Likes": 77,
            "Shares": 21,
            "Comments": 9,
            "Saves": 64,
            "Follows": 8,
        },
        kind="video",
    ),
    Post(
        "instagram",
        at(2, 6, 10),
        "Hands. #SaturdayCrew",
        {
            "Views": 640,
            "Reach": 500,
            "Likes": 44,
            "Shares": 1,
            "Comments": 3,
            "Saves": 2,
            "Follows": 0,
        },
    ),
    Post(
        "instagram",
        at(3, 2, 18),
        "Squash week. Bring yours on Tuesday. #riversidegrows",
        {
            "Views": 760,
            "Reach": 560,
            "Likes": 40,
            "Shares": 4,
            "Comments": 5,
            "Saves": 7,
            "Follows": 1,
        },
    ),
    Post(
        "instagram",
        at(3, 6, 10),
        "Golden hour at the depot.",
        {
            "Views": 900,
            "Reach": 700,
            "Likes": 96,
            "Shares": 3,
            "Comments": 5,
            "Saves": 4,
            "Follows": 1,
        },
    ),
    Post(
        "instagram",
        at(4, 2, 18),
        "Seeds to swap? The table is open on Thursday. #SeedSwapMeet",
        {
            "Views": 540,
            "Reach": 400,
            "Likes": 22,
            "Shares": 6,
            "Comments": 4,
            "Saves": 8,
            "Follows": 1,
        },
    ),
    Post(
        "instagram",
        at(4, 6, 10),
        "Who wants this apron? #SaturdayCrew",
        {
            "Views": 610,
            "Reach": 470,
            "Likes": 36,
            "Shares": 1,
            "Comments": 8,
            "Saves": 1,
            "Follows": 0,
        },
    ),
    Post(
        "instagram",
        at(5, 2, 18),
        "Three ways with stale bread. #riversidegrows",
        {
            "Views": 1100,
            "Reach": 850,
            "Likes": 61,
            "Shares": 17,
            "Comments": 7,
            "Saves": 48,
            "Follows": 5,
        },
        kind="video",
    ),
    Post(
        "instagram",
        at(5, 5, 12),
        "Autumn colours.",
        {
            "Views": 730,
            "Reach": 580,
            "Likes": 81,
            "Shares": 1,
            "Comments": 2,
            "Saves": 2,
            "Follows": 0,
        },
    ),
    Post(
        "instagram",
        at(6, 2, 18),
        "The last harvest of plot seven. #riversidegrows",
        {
            "Views": 690,
            "Reach": 530,
            "Likes": 47,
            "Shares": 3,
            "Comments": 6,
            "Saves": 5,
            "Follows": 1,
        },
    ),
    Post(
        "instagram",
        at(6, 6, 10),
        "Thanksgiving, sorted. #SaturdayCrew",
        {
            "Views": 880,
            "Reach": 690,
            "Likes": 70,
            "Shares": 6,
            "Comments": 11,
            "Saves": 3,
            "Follows": 2,
        },
    ),
]

# LinkedIn: employers, for the donors' measure; `Campaign name` is filled on one boosted post.
_LINKEDIN: Final = [
    Post(
        "linkedin",
        at(1, 3, 9),
        "Your team can give an hour's pay, monthly. https://riverside.example/give/teams",
        {"Impressions": 510, "Clicks": 14, "Likes": 12, "Comments": 1, "Reposts": 2},
    ),
    Post(
        "linkedin",
        at(2, 3, 9),
        "What a warehouse of our size costs to run, in one page. https://riverside.example/give/costs",
        {"Impressions": 720, "Clicks": 31, "Likes": 20, "Comments": 4, "Reposts": 3},
    ),
    Post(
        "linkedin",
        at(3, 3, 9),
        "Thirty firms of Riverside could close the gap. Here is the sum. https://riverside.example/give/teams",
        {"Impressions": 640, "Clicks": 19, "Likes": 17, "Comments": 3, "Reposts": 4},
    ),
    Post(
        "linkedin",
        at(4, 3, 9),
        "We are proud to be nominated.",
        {"Impressions": 1500, "Clicks": 22, "Likes": 96, "Comments": 18, "Reposts": 2},
    ),
    Post(
        "linkedin",
        at(5, 3, 9),
        "A teacher on why she peels carrots with us. #SaturdayCrew",
        {"Impressions": 880, "Clicks": 12, "Likes": 41, "Comments": 9, "Reposts": 5},
    ),
    Post(
        "linkedin",
        at(6, 3, 9),
        "Payroll giving in ten minutes: a guide. https://riverside.example/give/payroll",
        {"Impressions": 590, "Clicks": 27, "Likes": 15, "Comments": 2, "Reposts": 6},
    ),
]

_TIKTOK: Final = [
    Post(
        "tiktok",
        at(2, 0, 19),
        "Peeling race, round one #SaturdayCrew",
        {"Total views": 5200, "Total likes": 410, "Total comments": 22, "Total shares": 31},
        kind="video",
    ),
    Post(
        "tiktok",
        at(3, 0, 19),
        "POV: you are a parsnip",
        {"Total views": 18400, "Total likes": 2100, "Total comments": 96, "Total shares": 240},
        kind="video",
    ),
    Post(
        "tiktok",
        at(5, 0, 19),
        "Peeling race, the final #SaturdayCrew",
        {"Total views": 4800, "Total likes": 380, "Total comments": 19, "Total shares": 27},
        kind="video",
    ),
    Post(
        "tiktok",
        at(6, 0, 19),
        "Trying the trend with a ladle",
        {"Total views": 9300, "Total likes": 720, "Total comments": 41, "Total shares": 66},
        kind="video",
    ),
]

POSTS: Final = tuple(
    sorted(
        [*_wheel(), *_FACEBOOK_STRAYS, *_X_GROWERS, *_X_OTHERS, *_INSTAGRAM, *_LINKEDIN, *_TIKTOK],
        key=lambda post: (post.platform, post.at),
    )
)

# LinkedIn followers: the total rises from 800 to 980 while the people of Education, the volunteers'
# segment, fall from 96 (12 %) to 78 (about 8 %).
FOLLOWERS: Final = {
    "first": {
        "Education": 96,
        "Community and Social Services": 64,
        "Sales": 220,
        "Business Development": 180,
        "Operations": 240,
    },
    "second": {
        "Education": 78,
        "Community and Social Services": 60,
        "Sales": 322,
        "Business Development": 260,
        "Operations": 260,
    },
}
