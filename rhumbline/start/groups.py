"""Groups of posts to ask a person about: themes, and cues by themselves, those that decide most first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import category

import polars as pl

from models.strategy import TieKind
from rhumbline.start.alikeness import Alikeness
from rhumbline.start.cues import Cue, find_cues
from rhumbline.start.words import joining_words, words_of

WIDE_SHARE: Final = 1 / 3  # of all posts: a tie that covers more says little of any of them
GROUPS_AT_MOST: Final = 40
_FEWEST_NEW: Final = 2  # posts that a group must add to those before it
_OF_THEME: Final = 0.9  # share of a cue's posts that lie in the theme it stands for
_PATTERNS_AT_MOST: Final = 6  # ties that one group proposes
_NAMED_BY: Final = 3  # words
_TRUST_OF_A_WORD: Final = 0.65
_TRUST_OF_THEME: Final = 0.9
_FAMILY_BEGINS: Final = 5  # letters that words of one family begin with
_FAMILY_SHARE: Final = 0.7  # of the longer word
# How surely a cue of a kind tells what a post is about: somebody chose a campaign, a label or a
# tag for that, and a word only says it.
_TRUST: Final = {
    TieKind.CAMPAIGN: 1.0, TieKind.LABEL: 1.0, TieKind.LINK: 0.95, TieKind.HASHTAG: 0.9,
    TieKind.PHRASE: 0.85,
}  # fmt: skip


@dataclass(frozen=True)
class PostGroup:
    """Posts that have something in common, the ties that would claim them, and two examples."""

    kind: str  # campaign, label, link, hashtag, phrase, words, theme; reply or wordless: not to be tied
    name: str
    cues: tuple[Cue, ...]
    rows: frozenset[int]
    examples: tuple[str, ...]
    is_wide: bool = False

    @property
    def can_be_tied(self) -> bool:
        """Whether it has anything a tie can match; all replies together have nothing."""
        return bool(self.cues)

    @property
    def key(self) -> str:
        """The name of the group in an answers file: its kind and its first pattern."""
        first = self.cues[0] if self.cues else None
        return f"{first.kind}:{first.pattern}" if first else self.kind


def group_posts(activities: pl.DataFrame, references: pl.DataFrame) -> list[PostGroup]:
    """The groups in the order they decide most posts, each adding at least two to those before.

    What covers over a third of all posts comes last, marked wide. Posts without words and replies
    that nothing else covers follow as groups that can be waived and not tied.
    """
    cues = find_cues(activities, references)
    pool = [*_themes(activities, cues), *_families(cues)]
    wide = len(activities) * WIDE_SHARE
    ordered = _in_order([each for each in pool if len(each.rows) <= wide], set())
    covered = {row for each in ordered for row in each.rows}
    late = _in_order([each for each in pool if len(each.rows) > wide], covered)
    texts = dict(activities.select("row", "text").iter_rows())
    groups = [_group(each, texts, is_wide=each in late) for each in (*ordered, *late)]
    covered |= {row for each in late for row in each.rows}
    return [*groups, *_untied(activities, covered, texts)]


@dataclass(frozen=True)
class _PossibleGroup:
    """Cues that may be asked about together, and how surely they tell of one subject, 0 to 1."""

    kind: str
    cues: tuple[Cue, ...]
    rows: frozenset[int]
    trust: float

    @classmethod
    def of(cls, kind: str, cues: Sequence[Cue], trust: float) -> "_PossibleGroup":
        rows: frozenset[int] = frozenset().union(*(cue.rows for cue in cues))
        return cls(kind, tuple(cues), rows, trust)


def _families(cues: Sequence[Cue]) -> list[_PossibleGroup]:
    """Single cues, and words of one family with the tags that begin with them."""
    words = [cue for cue in cues if cue.kind is TieKind.PHRASE and " " not in cue.pattern]
    tags = [cue for cue in cues if cue.kind is TieKind.HASHTAG]
    families = [_PossibleGroup.of(str(c.kind), [c], _trust([c])) for c in cues if c not in words]
    for word in words:
        kin = [other for other in words if other is not word and _are_kin(word, other)]
        kin += [tag for tag in tags if _begins(tag.pattern, word.pattern)]
        family = [word, *kin[: _PATTERNS_AT_MOST - 1]]
        families.append(_PossibleGroup.of("words" if kin else "phrase", family, _trust(family)))
    return families


def _are_kin(word: Cue, other: Cue) -> bool:
    first, second = word.pattern, other.pattern
    shared = next(
        (at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]),
        min(len(first), len(second)),
    )
    return shared >= max(_FAMILY_BEGINS, _FAMILY_SHARE * max(len(first), len(second)))


def _begins(tag: str, word: str) -> bool:
    return len(word) >= _FAMILY_BEGINS and tag.lstrip("#＃").lower().startswith(word)


def _themes(activities: pl.DataFrame, cues: Sequence[Cue]) -> list[_PossibleGroup]:
    """Posts alike, as the cues whose posts lie in them almost alone."""
    words = words_of(activities.select("row", "text"))
    if words.is_empty():
        return []
    telling = words.filter(~pl.col("word").is_in(joining_words(words)))
    possible: list[_PossibleGroup] = []
    for theme in Alikeness.of(telling, activities).themes():
        own = [cue for cue in cues if len(cue.rows & theme) >= _OF_THEME * len(cue.rows)]
        parts = [_PossibleGroup.of(str(cue.kind), [cue], _trust([cue])) for cue in own]
        chosen = [part.cues[0] for part in _in_order(parts, set())[:_PATTERNS_AT_MOST]]
        if chosen:
            possible.append(_PossibleGroup.of("theme", chosen, _TRUST_OF_THEME))
    return possible


def _in_order(pool: Sequence[_PossibleGroup], covered: set[int]) -> list[_PossibleGroup]:
    """Those that add posts to what is covered, each time the one that adds most by its trust."""
    left, seen = list(pool), set(covered)
    chosen: list[_PossibleGroup] = []
    while left and len(chosen) < GROUPS_AT_MOST:
        left = [each for each in left if len(each.rows - seen) >= _FEWEST_NEW]
        if not left:
            break
        best = max(left, key=lambda each: len(each.rows - seen) * each.trust)
        chosen.append(best)
        seen |= best.rows
    return chosen


def _trust(cues: Sequence[Cue]) -> float:
    """Of tags and the like by their kind; of words the surer, the more alike their posts are."""
    first = cues[0]
    if first.kind is not TieKind.PHRASE:
        return _TRUST[first.kind]
    posts = sum(len(cue.rows) for cue in cues)
    alike = sum(min(cue.alikeness, 4) * len(cue.rows) for cue in cues) / posts
    is_phrase = " " in first.pattern  # words together say more than each of them
    return (_TRUST[first.kind] if is_phrase else _TRUST_OF_A_WORD) * alike / 4


def _group(possible: _PossibleGroup, texts: dict[int, str | None], *, is_wide: bool) -> PostGroup:
    name = on_one_line(", ".join(cue.shown for cue in possible.cues[:_NAMED_BY]))
    examples = _examples(possible.rows, texts)
    return PostGroup(possible.kind, name, possible.cues, possible.rows, examples, is_wide)


def _examples(rows: Iterable[int], texts: dict[int, str | None]) -> tuple[str, ...]:
    """Two texts as different as their beginnings, the latest first."""
    examples: dict[str, str] = {}
    for row in sorted(rows, reverse=True):
        text = on_one_line(texts.get(row) or "")
        if text:
            examples.setdefault(text[:40].lower(), text)
    return tuple(examples.values())[:2]


def on_one_line(text: str) -> str:
    """The text without line breaks and without signs that no file of YAML may hold in a comment."""
    odd = ("Cc", "Cn", "Cs", "Zl", "Zp")
    return " ".join("".join(" " if category(sign) in odd else sign for sign in text).split())


def _untied(
    activities: pl.DataFrame, covered: set[int], texts: dict[int, str | None]
) -> list[PostGroup]:
    """What is left and can only be waived: replies, and posts without words."""
    left = activities.filter(~pl.col("row").is_in(list(covered)))
    silent = pl.col("text").fill_null("").str.replace_all(r"(?i)https?://\S+|[^\p{L}]", "") == ""
    parts = {
        "reply": left.filter(pl.col("type") == "reply"),
        "wordless": left.filter(silent & (pl.col("type") != "reply")),
    }
    names = {"reply": "replies to others", "wordless": "posts without words"}
    return [
        PostGroup(kind, names[kind], (), rows, _examples(rows, texts))
        for kind, part in parts.items()
        if (rows := frozenset(part["row"].to_list()))
    ]
