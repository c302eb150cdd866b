"""Phrases in texts: all of them looked for at once, whole words only, overlapping ones all seen."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from rhumbline.alignment.folding import UNSPACED, cut, folded, haystacks

FOUND: Final = {"row": pl.UInt32(), "claim": pl.UInt32(), "evidence": pl.String()}

_SPACED: Final = rf"[\w--[{UNSPACED}]]"  # a sign of a script that puts spaces between its words
_ADDRESS: Final = r"[./:]"  # a phrase that holds one of these may be part of a link on purpose
_IN_A_LINK: Final = r"(?i)(?:https?://|www\.|[\p{L}\d]\.\p{L}{2,}[/?#])\S*$"
_BEGINS_A_LINK: Final = r"^(?:[.-][\p{L}\d-]+)*\.\p{L}{2,}[/?#:]"


def _signs_without(signs: bytes) -> list[bytes]:
    """Nothing, and every sign of ASCII that is neither part of a word nor one of these."""
    return [b"", *(bytes([code]) for code in range(128) if code not in (*_WORD_SIGNS, *signs))]


_WORD_SIGNS: Final = frozenset(b"_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
# Signs of ASCII beside which a phrase stands, whatever else is in the text.
_PLAIN_BEFORE: Final = _signs_without(b"/.=?&%#~+:@-")
_PLAIN_AFTER: Final = _signs_without(b".-")
_FEW: Final = 100
_SHORTEST_BEGINNING: Final = 8
_ENDS_A_SENTENCE: Final = [b".", b". "]

# Exports write some signs as HTML entities, and phones and word processors bend apostrophes and
# stiffen hyphens; nobody who writes a phrase means to exclude them.
_SPELLINGS: Final = tuple(
    str.maketrans(signs)
    for signs in (
        {"’": "'", "‘": "'", "ʼ": "'"},
        {"'": "’"},
        {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"},
        {"'": "&#39;"},
        {"-": "\u2010"},
    )
)


@dataclass(frozen=True)
class PhraseBook:
    """Phrases made ready to be looked for, all at once."""

    phrases: pl.DataFrame  # phrase (a number), claim
    spellings: pl.DataFrame  # spelling, phrase, and how it begins and ends
    beginnings: list[str]  # what a text must hold for one of the spellings to be in it

    @classmethod
    def of(cls, phrases: pl.DataFrame) -> "PhraseBook":
        """From the `claim` and `pattern` of each, the pattern as `plain` leaves it."""
        numbered = phrases.with_columns(phrase=pl.col("pattern").rank("dense").cast(pl.UInt32))
        spellings = _spellings(numbered.select("pattern", "phrase").unique())
        beginnings = _beginnings(spellings["spelling"].to_list())
        return cls(numbered.select("phrase", "claim"), spellings, beginnings)

    @property
    def longest(self) -> int:
        """Bytes of the longest spelling."""
        return max((len(each.encode()) for each in self.spellings["spelling"]), default=0)


def phrases_in(texts: pl.DataFrame, book: PhraseBook) -> pl.DataFrame:
    """Where phrases stand in texts (`row`, `text`), as `row`, `claim` and `evidence`, as written.

    Each phrase is told once per text. Words inside links are part of the link, not of what is said.
    """
    if not book.beginnings:
        return pl.DataFrame(schema=FOUND)
    as_written, folded_texts = haystacks(texts)
    places = pl.concat(
        [
            _first_places(as_written, book).select("row", "phrase", evidence="found"),
            _evidence(_first_places(folded_texts, book), folded_texts),
        ]
    )
    cut_evidence = places.with_columns(evidence=cut(pl.col("evidence")))
    return cut_evidence.join(book.phrases, on="phrase").select(list(FOUND))


def _spellings(phrases: pl.DataFrame) -> pl.DataFrame:
    """Every spelling a phrase is looked for in, and where it begins and ends in a word."""
    spelled = [
        (spelling, phrase)
        for pattern, phrase in phrases.iter_rows()
        for spelling in sorted(_spellings_of(pattern))
    ]
    schema = {"spelling": pl.String, "phrase": pl.UInt32}
    first, last = pl.col("spelling").str.head(1), pl.col("spelling").str.tail(1)
    return pl.DataFrame(spelled, schema, orient="row").with_columns(
        begins_in_word=first.str.contains(_SPACED),
        ends_in_word=last.str.contains(_SPACED),
        ends_in_letter=last.str.contains(r"\w"),
        is_address=pl.col("spelling").str.contains(_ADDRESS),
    )


def _spellings_of(pattern: str) -> set[str]:
    spellings = {pattern}
    for signs in _SPELLINGS:
        spellings |= {each.translate(signs) for each in spellings}
    return spellings


def _beginnings(spellings: list[str]) -> list[str]:
    """The spellings, or what several of them begin with where that leaves few to look for.

    Polars looks for up to 100 texts twice as fast as for more. None begins with another one.
    """
    longest = max(map(len, spellings), default=0)
    for length in range(longest, _SHORTEST_BEGINNING - 1, -1):
        beginnings = _without_longer({spelling[:length] for spelling in spellings})
        if len(beginnings) <= _FEW:
            return beginnings
    return _without_longer(set(spellings))


def _without_longer(texts: set[str]) -> list[str]:
    """The texts that begin with no other of them."""
    kept: list[str] = []
    for text in sorted(texts):
        if not kept or not text.startswith(kept[-1]):
            kept.append(text)
    return kept


def _first_places(texts: pl.DataFrame, book: PhraseBook) -> pl.DataFrame:
    """The first place of each phrase in each text where it stands as whole words outside a link."""
    places = _places(texts, book)
    surely = places.select(_is_surely_whole()).to_series()
    unsure = places.filter(~surely)
    standing = surely.scatter((~surely).arg_true(), _stand(unsure, book))
    key = pl.col("row").cast(pl.UInt64) * 2**32 + pl.col("phrase")
    return places.filter(standing).filter(key.is_first_distinct())


def _places(texts: pl.DataFrame, book: PhraseBook) -> pl.DataFrame:
    """Every place that reads like a phrase: `at` so many bytes, as `found`, whole words or not."""
    beginnings = texts.select(
        "row",
        place=pl.int_range(pl.len(), dtype=pl.UInt32),
        at=pl.col("haystack").str.find_many(
            book.beginnings, ascii_case_insensitive=True, overlapping=True
        ),
    ).explode("at", empty_as_null=False)
    haystack = texts["haystack"].gather(beginnings["place"])
    window = pl.col("haystack").cast(pl.Binary).bin.slice("at", book.longest + 2)
    windows = beginnings.drop("place").with_columns(haystack).with_columns(window=window)
    return windows.join(_read(windows, book), on="window", maintain_order="left").drop("window")


def _read(windows: pl.DataFrame, book: PhraseBook) -> pl.DataFrame:
    """Which spellings each window begins with: `number`, `phrase`, `found` and the two bytes `after`."""
    rest = pl.col("haystack").cast(pl.Binary).bin.slice("at").cast(pl.String)
    texts = windows.unique("window", keep="any").select(
        "window", text=rest.str.head(book.longest + 2)
    )
    found = texts.with_columns(
        found=pl.col("text").str.extract_many(
            book.spellings["spelling"].unique().to_list(),
            ascii_case_insensitive=True,
            overlapping=True,
        )
    ).explode("found", empty_as_null=False)
    first = found.filter(pl.col("text").str.starts_with(pl.col("found"))).unique(
        ["window", "found"]
    )
    after = pl.col("window").bin.slice(pl.col("found").str.len_bytes(), 2)
    numbered = book.spellings.select("spelling", "phrase", number=pl.int_range(pl.len()))
    return (
        first.with_columns(spelling=pl.col("found").str.to_lowercase(), after=after)
        .join(numbered, on="spelling")
        .select("window", "number", "phrase", "found", "after")
    )


def _is_surely_whole() -> pl.Expr:
    """What needs no closer look: a plain sign, or nothing, on either side."""
    before = pl.col("haystack").cast(pl.Binary).bin.head("at").bin.tail(1)
    is_plain_after = pl.col("after").bin.head(1).is_in(_PLAIN_AFTER)
    ends_a_sentence = pl.col("after").is_in(_ENDS_A_SENTENCE)
    return before.is_in(_PLAIN_BEFORE) & (is_plain_after | ends_a_sentence)


def _stand(places: pl.DataFrame, book: PhraseBook) -> pl.Series:
    """Whether each place is made of whole words, outside a link."""
    haystack, end = (
        pl.col("haystack").cast(pl.Binary),
        pl.col("at") + pl.col("found").str.len_bytes(),
    )
    spelling = book.spellings.drop("spelling", "phrase").select(pl.all().gather(places["number"]))
    looked_at = pl.concat([places, spelling], how="horizontal").with_columns(
        before=haystack.bin.slice(0, "at").cast(pl.String),
        after=haystack.bin.slice(end).cast(pl.String),
    )
    return looked_at.select(_is_whole() & ~_is_in_a_link()).to_series()


def _is_whole() -> pl.Expr:
    """Whether no word goes on before or after; a mark belongs to the letter before it."""
    continues = pl.col("begins_in_word") & pl.col("before").str.contains(f"{_SPACED}$")
    goes_on = pl.col("ends_in_word") & pl.col("after").str.contains(f"^{_SPACED}")
    is_marked = pl.col("ends_in_letter") & pl.col("after").str.contains(r"^\p{M}")
    return ~(continues | goes_on | is_marked)


def _is_in_a_link() -> pl.Expr:
    may_be_inside = pl.col("before").str.contains(r"[/.=?&%#~+:@-]$")
    inside = pl.when(may_be_inside).then("before").str.contains(_IN_A_LINK).fill_null(value=False)
    return ~pl.col("is_address") & (inside | pl.col("after").str.contains(_BEGINS_A_LINK))


def _evidence(places: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """`row`, `phrase` and `evidence`: the same signs of the text, else the same words of it.

    A text that was folded may have moved: then its signs do not tell, and its words do, since
    folding keeps their number.
    """
    before = pl.col("haystack").cast(pl.Binary).bin.slice(0, "at").cast(pl.String)
    written = (
        places.join(texts.select("row", "text"), on="row")
        .with_columns(before=before)
        .with_columns(
            evidence=pl.col("text").str.slice(
                pl.col("before").str.len_chars(), pl.col("found").str.len_chars()
            )
        )
    )
    same = written.select(folded(pl.col("evidence")) == folded(pl.col("found"))).to_series()
    moved = written.filter(~same).with_columns(evidence=_by_words())
    return pl.concat([written.filter(same), moved]).select("row", "phrase", "evidence")


def _by_words() -> pl.Expr:
    words = pl.col("text").str.extract_all(r"\S+")
    spaces = pl.col("haystack").str.strip_chars().str.count_matches(" ", literal=True)
    skipped = pl.col("before").str.strip_chars_start().str.count_matches(" ", literal=True)
    count = pl.col("found").str.count_matches(" ", literal=True) + 1
    written = words.list.slice(skipped, count).list.join(" ")
    trimmed = written.str.replace(r"^[^\w#@$€£]+", "").str.replace(r"[^\w%€!?]+$", "")
    return pl.when(words.list.len() == spaces + 1).then(trimmed).otherwise("found")
