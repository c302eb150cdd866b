"""Phrases in texts: all of them looked for at once, whole words only, overlapping ones all seen."""

from typing import Final

import polars as pl

from rhumbline.alignment.folding import UNSPACED, cut, folded, haystacks

FOUND: Final = {"row": pl.UInt32(), "claim": pl.UInt32(), "evidence": pl.String()}

_SPACED: Final = rf"[\w--[{UNSPACED}]]"  # a sign of a script that puts spaces between its words
_ADDRESS: Final = r"[./:]"  # a phrase that holds one of these may be part of a link on purpose
_IN_A_LINK: Final = r"(?i)(?:https?://|www\.|[\p{L}\d]\.\p{L}{2,}[/?#])\S*$"
_BEGINS_A_LINK: Final = r"^(?:[.-][\p{L}\d-]+)*\.\p{L}{2,}[/?#:]"

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


def phrases_in(texts: pl.DataFrame, phrases: pl.DataFrame) -> pl.DataFrame:
    """Where phrases stand in texts, as `row`, `claim` and `evidence`, the words as written.

    `texts` has `row` and `text`; `phrases` has `claim` and `pattern`, as `plain` leaves it. Each
    phrase is told once per text. Words inside links are part of the link, not of what is said.
    """
    if phrases.is_empty() or texts.is_empty():
        return pl.DataFrame(schema=FOUND)
    spelled = _spellings(phrases)
    standing = _standing(_candidates(haystacks(texts), spelled["spelling"]), spelled)
    key = pl.col("row").cast(pl.UInt64) * 2**32 + pl.col("phrase")
    told = _evidence(standing.filter(key.is_first_distinct()))
    claims = spelled.select("phrase", "pattern").unique().join(phrases, on="pattern")
    return told.join(claims.select("phrase", "claim"), on="phrase").select(list(FOUND))


def _spellings(phrases: pl.DataFrame) -> pl.DataFrame:
    """Every spelling a phrase is looked for in, and where it begins and ends in a word."""
    pairs = {
        (spelling, pattern)
        for pattern in phrases["pattern"].unique()
        for spelling in _spellings_of(pattern)
    }
    first, last = pl.col("spelling").str.head(1), pl.col("spelling").str.tail(1)
    return pl.DataFrame(sorted(pairs), ["spelling", "pattern"], orient="row").with_columns(
        phrase=pl.col("pattern").rank("dense").cast(pl.UInt32),
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


def _candidates(searched: pl.DataFrame, spellings: pl.Series) -> pl.DataFrame:
    """Every place that reads like a phrase, whole words or not: `row`, the texts, `found`."""
    hits = searched.with_columns(
        found=pl.col("haystack").str.extract_many(
            spellings.to_list(), ascii_case_insensitive=True, overlapping=True
        )
    )
    return hits.filter(pl.col("found").list.len() > 0).explode("found")


def _standing(candidates: pl.DataFrame, spelled: pl.DataFrame) -> pl.DataFrame:
    """The first place of each candidate where it stands as whole words outside a link.

    Looks at one occurrence per round: all but a few stand where they are first met.
    """
    distinct = candidates.select(pl.col("found").unique())
    read = distinct.with_columns(spelling=pl.col("found").str.to_lowercase()).join(
        spelled.drop("pattern"), on="spelling"
    )
    pending = candidates.join(read, on="found").with_columns(since=pl.lit(0, pl.UInt32))
    rounds = []
    while pending.height:
        met = _met(pending)
        rounds.append(met.filter("stands"))
        beyond = pl.col("at") + pl.col("found").str.head(1).str.len_bytes()
        pending = met.filter(~pl.col("stands")).with_columns(since=beyond).select(pending.columns)
    return pl.concat(rounds) if rounds else _met(pending)


def _met(pending: pl.DataFrame) -> pl.DataFrame:
    """The next occurrence of each, with the text before and after it and whether it stands."""
    haystack = pl.col("haystack").cast(pl.Binary)
    rest = haystack.bin.slice("since").cast(pl.String)
    end = pl.col("at") + pl.col("found").str.len_bytes()
    return (
        pending.with_columns(at=rest.str.find(pl.col("found"), literal=True) + pl.col("since"))
        .filter(pl.col("at").is_not_null())
        .with_columns(
            before=haystack.bin.slice(0, "at").cast(pl.String),
            after=haystack.bin.slice(end).cast(pl.String),
        )
        .with_columns(stands=_is_whole() & ~_is_in_a_link())
    )


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


def _evidence(standing: pl.DataFrame) -> pl.DataFrame:
    """The words as they are written: the same signs of the text, else the same words of it.

    A text that was folded may have moved: then its signs do not tell, and its words do, since
    folding keeps their number.
    """
    is_raw = standing["is_raw"]
    start, signs = pl.col("before").str.len_chars(), pl.col("found").str.len_chars()
    moved = standing.filter(~is_raw).with_columns(evidence=pl.col("text").str.slice(start, signs))
    same = moved.select(folded(pl.col("evidence")) == folded(pl.col("found"))).to_series()
    told = (
        standing.filter(is_raw).with_columns(evidence="found"),
        moved.filter(same),
        moved.filter(~same).with_columns(evidence=_by_words()),
    )
    return pl.concat(told).select("row", "phrase", cut(pl.col("evidence")).alias("evidence"))


def _by_words() -> pl.Expr:
    words = pl.col("text").str.extract_all(r"\S+")
    spaces = pl.col("haystack").str.strip_chars().str.count_matches(" ", literal=True)
    skipped = pl.col("before").str.strip_chars_start().str.count_matches(" ", literal=True)
    count = pl.col("found").str.count_matches(" ", literal=True) + 1
    written = words.list.slice(skipped, count).list.join(" ")
    trimmed = written.str.replace(r"^[^\w#@$€£]+", "").str.replace(r"[^\w%€!?]+$", "")
    return pl.when(words.list.len() == spaces + 1).then(trimmed).otherwise("found")
