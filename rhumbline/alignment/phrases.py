"""Phrases in texts: all are looked for at once, as whole words, and overlapping ones are all found."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from rhumbline.alignment.normalised_text import UNSPACED, normalised, search_texts, shortened

PHRASE_HIT: Final = {"row": pl.UInt32(), "claim": pl.UInt32(), "evidence": pl.String()}

_SPACED: Final = rf"[\w--[{UNSPACED}]]"  # of a script that puts spaces between its words
_ADDRESS: Final = r"[./:]"  # a phrase that holds one of these may be part of a link on purpose
_IN_A_LINK: Final = r"(?i)(?:https?://|www\.|[\p{L}\d]\.\p{L}{2,}[/?#])\S*$"
_BEGINS_A_LINK: Final = r"^(?:[.-][\p{L}\d-]+)*\.\p{L}{2,}[/?#:]"


def _ascii_without(characters: bytes) -> list[bytes]:
    """The empty text, and each ASCII character that is neither part of a word nor one of these."""
    excluded = (*_WORD_CHARACTERS, *characters)
    return [b"", *(bytes([code]) for code in range(128) if code not in excluded)]


_WORD_CHARACTERS: Final = frozenset(
    b"_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
# Beside one of these a phrase is made of whole words outside a link, whatever else is in the text.
_PLAIN_BEFORE: Final = _ascii_without(b"/.=?&%#~+:@-")
_PLAIN_AFTER: Final = _ascii_without(b".-")
_ENDS_OF_SENTENCE: Final = [b".", b". "]
_FEW: Final = 100  # polars searches for up to so many texts twice as fast as for more
_SHORTEST_BEGINNING: Final = 8

# Exports write some characters as HTML entities, and phones and word processors bend apostrophes
# and replace hyphens; nobody who writes a phrase means to exclude those spellings.
_SPELLINGS: Final = tuple(
    str.maketrans(replacements)
    for replacements in (
        {"’": "'", "‘": "'", "ʼ": "'"},
        {"'": "’"},
        {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"},
        {"'": "&#39;"},
        {"-": "\u2010"},
    )
)


@dataclass(frozen=True)
class PhraseBook:
    """Phrases prepared to be looked for all at once."""

    phrases: pl.DataFrame  # phrase (a number), claim
    spellings: pl.DataFrame  # spelling, phrase, and how it begins and ends
    beginnings: list[str]  # any text that holds a spelling holds one of these; none begins another

    @classmethod
    def of(cls, phrases: pl.DataFrame) -> "PhraseBook":
        """From the `claim` and `pattern` of each, the pattern as models.strategy.plain leaves it."""
        numbered = phrases.with_columns(phrase=pl.col("pattern").rank("dense").cast(pl.UInt32))
        spellings = _list_spellings(numbered.select("pattern", "phrase").unique())
        beginnings = _choose_beginnings(spellings["spelling"].to_list())
        return cls(numbered.select("phrase", "claim"), spellings, beginnings)

    @property
    def longest(self) -> int:
        """Bytes of the longest spelling."""
        return max((len(spelling.encode()) for spelling in self.spellings["spelling"]), default=0)


def find_phrases(texts: pl.DataFrame, book: PhraseBook) -> pl.DataFrame:
    """PHRASE_HIT rows of the phrases in texts (`row`, `text`); `evidence` is what is written there.

    Each phrase is a hit once per text. Words inside links are part of the link, not of the text.
    """
    if not book.beginnings:
        return pl.DataFrame(schema=PHRASE_HIT)
    as_written, normalised_texts = search_texts(texts)
    occurrences = pl.concat(
        [
            _first_occurrences(as_written, book).select("row", "phrase", evidence="match"),
            _with_evidence(_first_occurrences(normalised_texts, book), normalised_texts),
        ]
    )
    evidence = occurrences.with_columns(shortened(pl.col("evidence")))
    return evidence.join(book.phrases, on="phrase").select(list(PHRASE_HIT))


def _list_spellings(phrases: pl.DataFrame) -> pl.DataFrame:
    """Every spelling of a phrase, and whether it begins and ends inside a word."""
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
    for replacements in _SPELLINGS:
        spellings |= {spelling.translate(replacements) for spelling in spellings}
    return spellings


def _choose_beginnings(spellings: list[str]) -> list[str]:
    """The longest beginnings that leave few texts to look for, or else the spellings."""
    longest = max(map(len, spellings), default=0)
    for length in range(longest, _SHORTEST_BEGINNING - 1, -1):
        beginnings = _drop_longer({spelling[:length] for spelling in spellings})
        if len(beginnings) <= _FEW:
            return beginnings
    return _drop_longer(set(spellings))


def _drop_longer(texts: set[str]) -> list[str]:
    """The texts that begin with no other of them."""
    kept: list[str] = []
    for text in sorted(texts):
        if not kept or not text.startswith(kept[-1]):
            kept.append(text)
    return kept


def _first_occurrences(texts: pl.DataFrame, book: PhraseBook) -> pl.DataFrame:
    """Where each phrase first stands in each text as whole words outside a link."""
    candidates = _find_candidates(texts, book)
    is_whole = candidates.select(_is_surely_whole()).to_series()
    unsure = candidates.filter(~is_whole)
    is_whole = is_whole.scatter((~is_whole).arg_true(), _are_whole(unsure, book))
    key = pl.col("row").cast(pl.UInt64) * 2**32 + pl.col("phrase")
    return candidates.filter(is_whole).filter(key.is_first_distinct())


def _find_candidates(texts: pl.DataFrame, book: PhraseBook) -> pl.DataFrame:
    """Every place that reads like a phrase, as whole words or not.

    `at` is its distance from the beginning in bytes, `match` what is written there, `after` the two
    bytes that follow.
    """
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
    readings = _read_windows(windows, book)
    return windows.join(readings, on="window", maintain_order="left").drop("window")


def _read_windows(windows: pl.DataFrame, book: PhraseBook) -> pl.DataFrame:
    """The spellings that each distinct window begins with: `spelling_number`, `phrase`, `match`, `after`."""
    rest = pl.col("haystack").cast(pl.Binary).bin.slice("at").cast(pl.String)
    texts = windows.unique("window", keep="any").select(
        "window", text=rest.str.head(book.longest + 2)
    )
    matches = texts.with_columns(
        match=pl.col("text").str.extract_many(
            book.spellings["spelling"].unique().to_list(),
            ascii_case_insensitive=True,
            overlapping=True,
        )
    ).explode("match", empty_as_null=False)
    is_at_beginning = pl.col("text").str.starts_with(pl.col("match"))
    first = matches.filter(is_at_beginning).unique(["window", "match"])
    after = pl.col("window").bin.slice(pl.col("match").str.len_bytes(), 2)
    numbered = book.spellings.select("spelling", "phrase", spelling_number=pl.int_range(pl.len()))
    return (
        first.with_columns(spelling=pl.col("match").str.to_lowercase(), after=after)
        .join(numbered, on="spelling")
        .select("window", "spelling_number", "phrase", "match", "after")
    )


def _is_surely_whole() -> pl.Expr:
    """Whether a plain character, or nothing, stands on either side: no need to look more closely."""
    before = pl.col("haystack").cast(pl.Binary).bin.head("at").bin.tail(1)
    is_plain_after = pl.col("after").bin.head(1).is_in(_PLAIN_AFTER)
    ends_sentence = pl.col("after").is_in(_ENDS_OF_SENTENCE)
    return before.is_in(_PLAIN_BEFORE) & (is_plain_after | ends_sentence)


def _are_whole(candidates: pl.DataFrame, book: PhraseBook) -> pl.Series:
    """Whether each candidate is made of whole words, outside a link."""
    haystack = pl.col("haystack").cast(pl.Binary)
    end = pl.col("at") + pl.col("match").str.len_bytes()
    spelling = book.spellings.drop("spelling", "phrase").select(
        pl.all().gather(candidates["spelling_number"])
    )
    surrounded = pl.concat([candidates, spelling], how="horizontal").with_columns(
        before=haystack.bin.slice(0, "at").cast(pl.String),
        after=haystack.bin.slice(end).cast(pl.String),
    )
    return surrounded.select(_is_whole() & ~_is_in_a_link()).to_series()


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


def _with_evidence(occurrences: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """`row`, `phrase` and `evidence`: the words of the text as written, at the place of the match.

    Normalising may move characters. Where those at the same place are other ones, the words at the
    same place are taken, because normalising keeps their number.
    """
    before = pl.col("haystack").cast(pl.Binary).bin.slice(0, "at").cast(pl.String)
    same_place = pl.col("text").str.slice(
        pl.col("before").str.len_chars(), pl.col("match").str.len_chars()
    )
    written = (
        occurrences.join(texts.select("row", "text"), on="row")
        .with_columns(before=before)
        .with_columns(evidence=same_place)
    )
    is_same = written.select(
        normalised(pl.col("evidence")) == normalised(pl.col("match"))
    ).to_series()
    moved = written.filter(~is_same).with_columns(evidence=_words_at_match())
    return pl.concat([written.filter(is_same), moved]).select("row", "phrase", "evidence")


def _words_at_match() -> pl.Expr:
    """The words as written that stand where the match does; the match where words differ in number."""
    words = pl.col("text").str.extract_all(r"\S+")
    spaces = pl.col("haystack").str.strip_chars().str.count_matches(" ", literal=True)
    skipped = pl.col("before").str.strip_chars_start().str.count_matches(" ", literal=True)
    count = pl.col("match").str.count_matches(" ", literal=True) + 1
    written = words.list.slice(skipped, count).list.join(" ")
    trimmed = written.str.replace(r"^[^\w#@$€£]+", "").str.replace(r"[^\w%€!?]+$", "")
    return pl.when(words.list.len() == spaces + 1).then(trimmed).otherwise("match")
