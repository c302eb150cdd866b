"""Short links nobody resolved, with the posts they stand in and what the exports tell of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Final

from models.platforms import record_of
from rhumbline.warehouse.connection import Warehouse


@dataclass(frozen=True)
class CarryingPost:
    """A post in whose text a short link stands."""

    activity_id: str
    platform: str
    published_at: datetime | None
    permalink: str | None
    text: str
    alignment: str | None
    link_clicks: (
        int | None
    )  # most clicks on links that an export tells of it; None: it does not say
    link_count: int  # links in its text


@dataclass(frozen=True)
class ShortLink:
    """A short link that links.csv does not resolve."""

    short: str  # without a scheme, as core.activity_references has it
    posts: tuple[CarryingPost, ...]
    is_media: bool  # most likely the post's own picture or video, or the post it quotes
    target: str | None  # where the same text, posted elsewhere with its whole link, leads
    told_by: str | None  # the platform that tells the target

    @property
    def host(self) -> str:
        """The shortener."""
        return self.short.split("/", 1)[0].lower()

    @property
    def failing(self) -> int:
        """Posts with this link that serve no measure."""
        return sum(post.alignment in ("untraceable", "orphaned") for post in self.posts)


def find_unresolved(warehouse: Warehouse) -> list[ShortLink]:
    """All short links in the stored posts that links.csv does not resolve, the most frequent first.

    Platforms shorten links to a post's own pictures too; `is_media` sets those aside: the link ends
    the text of the one post that has it, the platform shortened it itself, and it counted no click on
    a link there.
    """
    posts: dict[str, list[CarryingPost]] = defaultdict(list)
    for short, *fields in warehouse.rows(_query("unresolved")):
        activity_id, platform, published_at, permalink, text, alignment, clicks, count = fields
        posts[short].append(
            CarryingPost(
                activity_id, platform, published_at, permalink, text or "", alignment,
                None if clicks is None else int(clicks), int(count),
            )
        )  # fmt: skip
    targets = _targets(warehouse)
    links = [_short_link(short, carrying, targets) for short, carrying in posts.items()]
    return sorted(links, key=lambda link: (link.is_media, -len(link.posts), link.short))


def _short_link(
    short: str, posts: Sequence[CarryingPost], targets: dict[str, dict[str, str]]
) -> ShortLink:
    is_media = _is_media(short, posts)
    told = {} if is_media else _agreed(posts, targets)
    target, told_by = next(iter(told.items()), (None, None))
    return ShortLink(short, tuple(posts), is_media, target, told_by)


def _is_media(short: str, posts: Sequence[CarryingPost]) -> bool:
    """Whether nothing speaks against its being the post's own picture, and the platform's count for it."""
    if len(posts) != 1:
        return False
    post = posts[0]
    is_its_own = short.split("/", 1)[0].lower() in record_of(post.platform).shorteners
    return is_its_own and post.text.rstrip().endswith(short) and post.link_clicks == 0


def _targets(warehouse: Warehouse) -> dict[str, dict[str, str]]:
    """activity → each whole link that the same text carries elsewhere, and the platform that has it."""
    targets: dict[str, dict[str, str]] = defaultdict(dict)
    for activity_id, told_by, target in warehouse.rows(_query("same_text")):
        targets[activity_id].setdefault(target, told_by)
    return targets


def _agreed(posts: Sequence[CarryingPost], targets: dict[str, dict[str, str]]) -> dict[str, str]:
    """The one target of which all posts with the link tell, where there is one; else nothing."""
    told = [targets[post.activity_id] for post in posts if post.activity_id in targets]
    if not told or any(post.link_count > _MOST_LINKS for post in posts):
        return {}
    common = set(told[0]).intersection(*told[1:])
    if len(common) != 1 or len({target for each in told for target in each}) != 1:
        return {}
    target = common.pop()
    return {f"https://{target}": told[0][target]}


_MOST_LINKS: Final = (
    2  # the link itself and that of a picture: with more, nobody knows which is which
)


@cache
def _query(name: str) -> str:
    return (files("sql") / "links" / f"{name}.sql").read_text(encoding="utf-8")
