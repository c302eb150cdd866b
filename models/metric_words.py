"""What people call each figure: a phrase for many and a phrase for one, for pages without expressions."""

from typing import Final, NamedTuple


class Phrase(NamedTuple):
    """What a figure counts, in plain words: of many ("clicks on links"), and of one ("click on a link")."""

    many: str
    single: str


OF_POSTS: Final[dict[str, Phrase]] = {
    "impressions": Phrase("times shown on a screen", "time shown on a screen"),
    "reach": Phrase("people reached", "person reached"),
    "views": Phrase("views", "view"),
    "video_views": Phrase("plays of videos", "play of a video"),
    "engagements": Phrase("interactions of all kinds", "interaction of any kind"),
    "reactions": Phrase("likes and other reactions", "like or other reaction"),
    "comments": Phrase("comments and replies", "comment or reply"),
    "shares": Phrase("shares and reposts", "share or repost"),
    "saves": Phrase("saves and bookmarks", "save or bookmark"),
    "clicks": Phrase("clicks of all kinds", "click of any kind"),
    "link_clicks": Phrase("clicks on links", "click on a link"),
    "profile_visits": Phrase("visits to the profile", "visit to the profile"),
    "follows": Phrase("new followers", "new follower"),
    "unfollows": Phrase("followers lost", "follower lost"),
    "followers": Phrase("followers", "follower"),
    "page_views": Phrase("views of the page", "view of the page"),
    "unique_visitors": Phrase("people who visited the page", "person who visited the page"),
    "watch_seconds": Phrase("seconds watched", "second watched"),
    "posts_published": Phrase("posts published", "post published"),
    "sends": Phrase("messages sent", "message sent"),
    "opens": Phrase("messages opened", "message opened"),
    "unsubscribes": Phrase("people who unsubscribed", "person who unsubscribed"),
    "bounces": Phrase("messages that came back", "message that came back"),
    "spend": Phrase("money spent on advertising", "unit of money spent on advertising"),
}
OF_THE_ACTIVITY_LOG: Final[dict[str, Phrase]] = {
    "hours": Phrase("hours of work", "hour of work"),
    "cost": Phrase("money spent", "unit of money spent"),
    "people": Phrase("people who came", "person who came"),
}
OF_AUDIENCES: Final[dict[str, Phrase]] = {
    "followers": Phrase("followers", "follower"),
    "visitors": Phrase("visitors of the page", "visitor of the page"),
    "viewers": Phrase("viewers", "viewer"),
    "reached": Phrase("people reached", "person reached"),
}
OF_WEB_TRAFFIC: Final[dict[str, Phrase]] = {
    "sessions": Phrase("visits to the website", "visit to the website"),
    "engaged_sessions": Phrase(
        "visits to the website that lasted", "visit to the website that lasted"
    ),
    "users": Phrase("people who visited the website", "person who visited the website"),
    "new_users": Phrase(
        "people new to the website", "person new to the website"
    ),
    "views": Phrase("pages seen on the website", "page seen on the website"),
    "events": Phrase("actions on the website", "action on the website"),
    "key_events": Phrase("key actions on the website", "key action on the website"),
    "revenue": Phrase("revenue of the website", "unit of money taken on the website"),
}  # fmt: skip
# Outcomes have any name; these are frequent and have better words than their names.
_OF_OUTCOMES: Final[dict[str, Phrase]] = {
    "signups": Phrase("people who signed up", "person who signed up"),
    "sign_ups": Phrase("people who signed up", "person who signed up"),
    "registrations": Phrase("people who registered", "person who registered"),
    "enquiries": Phrase("enquiries", "enquiry"),
    "inquiries": Phrase("inquiries", "inquiry"),
    "sales": Phrase("sales", "sale"),
}


def phrase_of_outcome(name: str) -> Phrase:
    """An outcome in words: its own name, spaced, where it is not one of the frequent ones."""
    known = _OF_OUTCOMES.get(name)
    if known:
        return known
    many = name.replace("_", " ").strip() or name
    has_plural = many.endswith("s") and not many.endswith("ss")
    return Phrase(many, many[:-1] if has_plural else many)
