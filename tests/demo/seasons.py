"""The spring and summer of the demonstration: the 24 weeks before the six whose truth is planted.

The texts are written by hand; the figures follow simple rules of the week's number, so that the same
bytes come out always. Week 1 begins on 16 March 2026, week 24 on 24 August.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from tests.demo.posts import POSTS, TORONTO, Post

BEGAN: Final = date(2026, 3, 16)
BEFORE_THE_CHANGE: Final = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
WEEKS: Final = range(1, 25)
_MONDAY: Final = datetime(2026, 3, 16, tzinfo=TORONTO)
_SWING: Final = (0, 3, -2, 1, -1, 2, 0)  # what makes a week a little better or worse than the rule
# What is ripe, three weeks each, from the middle of March to the end of August.
_RIPE: Final = (
    "leeks", "spinach", "radishes", "peas", "strawberries", "new potatoes", "courgettes", "tomatoes",
)  # fmt: skip


def _at(week: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in Toronto: week 1 to 24, day 0 (Monday) to 6."""
    moment = _MONDAY + timedelta(weeks=week - 1, days=day, hours=hour, minutes=minute)
    return moment.replace(tzinfo=None).replace(tzinfo=TORONTO)


def _swing(week: int) -> int:
    return _SWING[week % len(_SWING)]


def _ripe(week: int) -> str:
    return _RIPE[(week - 1) // 3]


def _settled(
    platform: str, at: datetime, text: str, figures: dict[str, int], kind: str = "post"
) -> Post:
    """A post whose figures grew by a twentieth after the first download; those of August by a third."""
    part = 3 if at > _at(22, 0, 0) else 20
    before = {name: value - value // part for name, value in figures.items()}
    return Post(platform, at, text, figures, before, kind)


# The wheel turns slowly at first: one post for the volunteers a week, then two, while answers fall.
_CREW: Final = (
    "Saturday kitchen, nine till one. Who brings a friend? #SaturdayCrew",
    "Forty lunches and not one leftover. Thank you. #SaturdayCrew",
    "This is the table where {ripe} become soup. #SaturdayCrew",
    "You asked what to wear: shoes you don't mind. #SaturdayCrew",
    "First Saturday? Here is who will meet you at the door. #SaturdayCrew",
    "The recipe you wanted: {ripe}, onions, patience. #SaturdayCrew",
    "We are short of two drivers this Saturday. #SaturdayCrew",
)


def _crew(week: int) -> list[Post]:
    count = 1 if week <= 12 else 2
    answers = 36 - week // 2 + _swing(week)
    posts = []
    for n in range(count):
        drawn = answers // count
        figures = _facebook(
            views=420 - 6 * week + 5 * n, reactions=24 - week // 3, answers=drawn, clicks=8 + n
        )
        text = _CREW[(week + 3 * n) % len(_CREW)].format(ripe=_ripe(week))
        posts.append(_settled("facebook", _at(week, 1 + 2 * n, 8, 15), text, figures))
    return posts


def _facebook(
    views: int, reactions: int, answers: int, clicks: int, links: int = 0
) -> dict[str, int]:
    return {
        "Views": views,
        "Reach": views * 3 // 4,
        "Reactions": reactions,
        "Comments": answers - answers // 3,
        "Shares": answers // 3,
        "Total clicks": clicks,
        "Link Clicks": links,
    }


def _rota(week: int) -> list[Post]:
    """Every other week the rota, with the link that sign-ups come by."""
    if week % 2:
        return []
    figures = _facebook(300 + _swing(week), 9, 4, 14 + _swing(week), 9 + _swing(week))
    text = "The rota for the next two Saturdays: https://riverside.example/volunteer/rota"
    return [_settled("facebook", _at(week, 3, 12), text, figures)]


# Friday fun was a measure of its own until the course changed: reactions, of whoever laughs.
_FUN: Final = (
    "Which vegetable are you on a Monday? #FridayFun",
    "Caption this parsnip. #FridayFun",
    "Wrong answers only: what is kohlrabi for? #FridayFun",
    "Our fridge has opinions. #FridayFun",
    "Rate this potato out of ten. #FridayFun",
)


def _fun(week: int) -> list[Post]:
    figures = _facebook(520 + 9 * week, 38 + week + _swing(week), 9 + week % 5, 4)
    return [_settled("facebook", _at(week, 4, 17), _FUN[week % len(_FUN)], figures)]


_GROWERS: Final = (
    "What we need most this week: {ripe}. https://riverside.example/growers/needs",
    "Too many {ripe}? We fetch them on Tuesday. https://riverside.example/growers",
    "{kg} kg from eleven plots last week. Thank you. https://riverside.example/growers",
)


def _on_x(week: int) -> list[Post]:
    text = _GROWERS[week % len(_GROWERS)].format(ripe=_ripe(week), kg=180 + 7 * week)
    clicks = 15 + week // 3 + _swing(week)
    posts = [
        _settled("x", _at(week, 1, 12), text, _x(760 + 8 * week, 14 + week % 9, 4, clicks)),
        _settled(
            "x", _at(week, 5, 18), f"{8 + week // 4 + _swing(week)} volunteers today. #SaturdayCrew",
            _x(410 + week, 16 + week % 7, 2, 0),
        ),
    ]  # fmt: skip
    if week % 4 == 0:
        posts.append(_settled("x", _at(week, 4, 16), _X_STRAYS[week // 4 - 1], _x(520, 30, 5, 0)))
    if week % 3 == 0:
        reply = _REPLIES[(week // 3 - 1) % len(_REPLIES)]
        posts.append(_settled("x", _at(week, 2, 11, 5), reply, _x(24, 1, 1, 0), "reply"))
    return posts


def _x(impressions: int, likes: int, replies: int, clicks: int) -> dict[str, int]:
    return {
        "Impressions": impressions,
        "Likes": likes,
        "Replies": replies,
        "Reposts": likes // 4,
        "Bookmarks": likes // 7,
        "URL Clicks": clicks,
        "Profile visits": replies + 1,
        "New follows": int(clicks > 18),
    }


_X_STRAYS: Final = (
    "Is it soup weather yet?",
    "Spring has a smell and it is onions.",
    "Five o'clock somewhere.",
    "Hot take: stew is a sport.",
    "It is World Chocolate Day.",
    "Last summer Friday.",
)
_REPLIES: Final = (
    "@northside_grows We come on Tuesday, thank you!",
    "@example_baker Friday's loaves would be wonderful.",
    "@example_reader Nine o'clock, the blue door.",
)

_HARVEST: Final = (
    "{ripe}, washed and weighed. #riversidegrows",
    "Plot seven this morning: {ripe}. #riversidegrows",
    "How to keep {ripe} for a week. Save this one. #riversidegrows",
)
_FELL_IN: Final = 23  # Instagram took likes back from a post of this week: a restatement
_INSTAGRAM_STRAYS: Final = (
    "Blossom.", "Window light at the depot.", "The cat of the loading bay.", "Blue hour.",
)  # fmt: skip


def _on_instagram(week: int) -> list[Post]:
    teaches = week % 3 == 2  # the posts that people save
    text = _HARVEST[week % 3].format(ripe=_ripe(week)).capitalize()
    text = text.replace("#riversidegrows".capitalize(), "#riversidegrows")
    figures = _instagram(1100 if teaches else 640, 30 + week, 44 if teaches else 6, week)
    kind = "video" if teaches else "post"
    posts = [_settled("instagram", _at(week, 2, 18), text, figures, kind)]
    if week == _FELL_IN:
        fallen = posts[0]
        posts = [replace(fallen, before=fallen.before | {"Likes": fallen.figures["Likes"] + 7})]
    if week % 2:
        figures = _instagram(600, 34, 2, week)
        posts.append(
            _settled(
                "instagram", _at(week, 6, 10), "Sunday prep, sleeves up. #SaturdayCrew", figures
            )
        )
    if week % 6 == 0:
        figures = _instagram(820, 88, 3, week)
        stray = _INSTAGRAM_STRAYS[week // 6 - 1]
        posts.append(_settled("instagram", _at(week, 5, 12), stray, figures))
    return posts


def _instagram(views: int, likes: int, saves: int, week: int) -> dict[str, int]:
    return {
        "Views": views + 4 * week,
        "Reach": (views + 4 * week) * 3 // 4,
        "Likes": likes,
        "Shares": 2 + saves // 4,
        "Follows": saves // 9,
        "Comments": 4 + week % 5,
        "Saves": saves + max(0, _swing(week)),
    }


# Employers were asked to give before the strategy said what for: these wait for the change of course.
_GIVE: Final = {
    6: "What an hour of your pay buys. https://riverside.example/give/teams",
    14: "Payroll giving, explained on one page. https://riverside.example/give/payroll",
    22: "Three firms of Riverside give monthly. https://riverside.example/give/teams",
}
_WHO: Final = (
    "A teacher on why she peels", "A welder on why he weighs", "Two sisters on why they sort",
)  # fmt: skip


def _on_linkedin(week: int) -> list[Post]:
    posts = []
    if week % 2:
        text = f"{_WHO[week % 3]} {_ripe(week)} with us. #SaturdayCrew"
        posts.append(
            _settled(
                "linkedin", _at(week, 3, 9), text, _linkedin(700 + 6 * week, 30 + _swing(week))
            )
        )
    if text := _GIVE.get(week, ""):
        posts.append(_settled("linkedin", _at(week, 3, 9), text, _linkedin(520, 12)))
    return posts


def _linkedin(impressions: int, likes: int) -> dict[str, int]:
    return {
        "Impressions": impressions,
        "Clicks": likes // 2,
        "Likes": likes,
        "Comments": likes // 5,
        "Reposts": likes // 8,
    }


_CLIPS: Final = (
    "Peeling race, the heats #SaturdayCrew",
    "Trying the trend with a colander",
    "How to carry forty lunches #SaturdayCrew",
    "POV: you are the last leek",
)


def _on_tiktok(week: int) -> list[Post]:
    if week % 3:
        return []
    clip = _CLIPS[(week // 3) % len(_CLIPS)]
    views = 4200 + 310 * week
    figures = {
        "Total views": views,
        "Total likes": views // 12,
        "Total comments": 14 + week,
        "Total shares": 18 + week,
    }
    return [_settled("tiktok", _at(week, 0, 19), clip, figures, "video")]


def _week(week: int) -> list[Post]:
    return [
        *_crew(week),
        *_rota(week),
        *_fun(week),
        *_on_x(week),
        *_on_instagram(week),
        *_on_linkedin(week),
        *_on_tiktok(week),
    ]


THIRTY_WEEKS: Final = tuple(
    sorted(
        [*POSTS, *(post for week in WEEKS for post in _week(week))],
        key=lambda post: (post.platform, post.at),
    )
)
