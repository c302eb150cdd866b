"""What posts can be known by: their campaigns, labels, link paths, hashtags and recurring phrases."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from models.platforms import PLATFORMS
from models.strategy import TieKind
from rhumbline.alignment.addresses import read_addresses
from rhumbline.alignment.fields import field_values
from rhumbline.alignment.links import SHORTENERS, find_links
from rhumbline.start.alikeness import Alikeness
from rhumbline.start.words import joining_words, phrases_of, words_of

FEWEST_POSTS: Final = 2  # what only one post has does not recur
_FEWEST_TEXTS_OF_A_WORD: Final = 3  # a single word must recur in so many different texts
_FEWEST_TEXTS: Final = 2  # the same text on two platforms is no recurring phrase
_ALIKE: Final = 1.75  # posts with a word in common must be so much more alike than any two posts
_PHRASES_AT_MOST: Final = 3_000
_SAME: Final = 0.8  # a longer phrase stands for a shorter one that has few posts besides
_OF_PLATFORMS: Final = tuple(host for each in PLATFORMS.values() for host in each.hosts)


@dataclass(frozen=True)
class Cue:
    """One thing that several posts have in common and that a tie can match."""

    kind: TieKind
    pattern: str
    rows: frozenset[int]
    alikeness: float = 1.0  # how much more alike its posts are than any two posts; 1 is not at all

    @property
    def shown(self) -> str:
        """The cue as a person reads it: “seed library”, #SaturdayCrew, a link's address."""
        return f"“{self.pattern}”" if self.kind is TieKind.PHRASE else self.pattern


def find_cues(activities: pl.DataFrame, references: pl.DataFrame) -> list[Cue]:
    """Every cue that at least two posts share, those of most posts first."""
    cues = [
        *_in_fields(activities),
        *_in_links(activities),
        *_hashtags(activities, references),
        *_phrases(activities),
    ]
    return sorted(cues, key=lambda cue: (-len(cue.rows), cue.kind, cue.pattern))


def _cues(kind: TieKind, pairs: pl.DataFrame) -> list[Cue]:
    """From `row` and `pattern`, the patterns of enough posts."""
    grouped = pairs.group_by("pattern").agg(pl.col("row").unique())
    return [
        Cue(kind, pattern, frozenset(rows))
        for pattern, rows in grouped.iter_rows()
        if len(rows) >= FEWEST_POSTS
    ]


def _in_fields(activities: pl.DataFrame) -> list[Cue]:
    cues = []
    for field, kind in (("campaign", TieKind.CAMPAIGN), ("labels", TieKind.LABEL)):
        values = field_values(activities, field)
        written = values.group_by("name").agg(pattern=pl.col("written").mode().sort().first())
        cues += _cues(kind, values.join(written, on="name").select("row", "pattern"))
    return cues


def _in_links(activities: pl.DataFrame) -> list[Cue]:
    """utm_campaign, and the paths of links; what a shortener or a platform hides is left out."""
    links = find_links(activities).with_columns(pl.col("link").cast(pl.String))
    places = links.join(read_addresses(links["link"]), on="link")
    campaigns = places.filter(pl.col("utm_campaign").is_not_null())
    is_telling = ~pl.col("host").is_in([*SHORTENERS, *_OF_PLATFORMS])
    path = pl.col("address").str.split("?").list.first().str.split("/")
    first = path.list.head(2).list.join("/")
    own = places.filter(is_telling & (path.list.len() > 1)).select(
        "row", pattern=pl.format("{}*", first)
    )
    return [
        *_cues(TieKind.CAMPAIGN, campaigns.select("row", pattern="utm_campaign")),
        *_cues(TieKind.LINK, own),
    ]


def _hashtags(activities: pl.DataFrame, references: pl.DataFrame) -> list[Cue]:
    """Hashtags as most posts write them."""
    from rhumbline.alignment.tags import SignedTexts, find_hashtags

    tags = find_hashtags(SignedTexts.of(activities)).with_columns(
        pl.col("written", "name").cast(pl.String)
    )
    written = tags.group_by("name").agg(pattern=pl.col("written").mode().sort().first())
    known = references.filter(pl.col("kind") == "hashtag").select("row", name="reference")
    return _cues(TieKind.HASHTAG, known.join(written, on="name").select("row", "pattern"))


def _phrases(activities: pl.DataFrame) -> list[Cue]:
    """Recurring phrases that tell posts of one subject from the others."""
    words = words_of(activities.select("row", "text"))
    if words.is_empty():
        return []
    joining = joining_words(words)
    alike = Alikeness.of(words.filter(~pl.col("word").is_in(joining)), activities)
    counted = (
        phrases_of(words, joining)
        .group_by("phrase", "length")
        .agg(rows=pl.col("row"), posts=pl.len())
        .filter(pl.col("posts") >= FEWEST_POSTS)
        .sort("posts", "length", "phrase", descending=[True, True, False])
        .head(_PHRASES_AT_MOST)
    )
    phrases = []
    for phrase, length, rows, _ in counted.iter_rows():
        texts = alike.texts_of(rows)
        if len(texts) < (_FEWEST_TEXTS_OF_A_WORD if length == 1 else _FEWEST_TEXTS):
            continue
        lift = alike.lift(texts, phrase.split(" "))
        if length > 1 or lift >= _ALIKE:
            phrases.append(Cue(TieKind.PHRASE, phrase, frozenset(rows), lift))
    return _without_parts(phrases)


def _without_parts(phrases: list[Cue]) -> list[Cue]:
    """Phrases, but for those that a longer one stands for: “black history” of “black history month”."""
    longest_first = sorted(phrases, key=lambda cue: -len(cue.pattern))
    kept: list[Cue] = []
    for cue in longest_first:
        padded = f" {cue.pattern} "
        stands_for = any(
            padded in f" {longer.pattern} " and len(longer.rows) >= _SAME * len(cue.rows)
            for longer in kept
        )
        if not stands_for:
            kept.append(cue)
    return kept
