"""The words of posts, and the phrases that recur in them, in whatever language they are written."""

from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from rhumbline.alignment.vocabulary import common_words

_LONGEST_PHRASE: Final = 4  # words
_LINKS: Final = r"(?i)(?:https?://|www\.)\S+|\S+\.\p{L}{2,}/\S*"
_TAGS: Final = r"[#＃@＠][\w.·・-]+"
_ENTITIES: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}
# Whatever no phrase goes across: punctuation, pictures, lines.
_BREAKS: Final = r"[^\p{L}\p{M}\p{N}\s'’-]+|\s-+\s|\r?\n"
# Japanese and Chinese write no spaces: runs of Han and of Katakana are words, Hiragana joins them.
_WORD: Final = (
    r"[\p{Han}々]+|[\p{Katakana}ー]+"
    r"|[\p{L}\p{M}\p{N}--[\p{Han}\p{Hiragana}\p{Katakana}ー]]"
    r"(?:['’-]?[\p{L}\p{M}\p{N}--[\p{Han}\p{Hiragana}\p{Katakana}ー]])*"
)
_UNSPACED: Final = r"[\p{Han}\p{Hiragana}\p{Katakana}]"
_COMMON_SHARE: Final = 0.12  # of the texts: a word in more of them may be a word of all languages
_ENOUGH_TEXTS: Final = 10  # in fewer, a word's neighbours differ by chance
_ANY_NEIGHBOUR: Final = 0.55  # such a word stands beside so many different ones that it joins them


def words_of(texts: pl.DataFrame) -> pl.DataFrame:
    """The words of the texts (`row`, `text`): `row`, `part`, `word` (lower case), in their order.

    `part` numbers the stretches between marks of punctuation, which no phrase goes across. Links,
    hashtags and mentions are left out: they are found as what they are.
    """
    bare = (
        pl.col("text")
        .str.replace_many(_ENTITIES)
        .str.replace_all(_LINKS, " . ")
        .str.replace_all(_TAGS, " . ")
    )
    parts = (
        texts.filter(pl.col("text").is_not_null())
        .select("row", part=bare.str.replace_all(_BREAKS, "\n").str.split("\n"))
        .explode("part")
        .with_row_index("number")
    )
    words = parts.select("row", part="number", word=pl.col("part").str.extract_all(_WORD))
    listed = words.filter(pl.col("word").list.len() > 0).explode("word")
    return listed.with_columns(word=pl.col("word").str.to_lowercase().str.replace_all("’", "'"))


def joining_words(words: pl.DataFrame) -> frozenset[str]:
    """The words that say nothing of what a text is about: those listed, and those the data shows.

    A word of many texts that stands beside ever other words joins them, in any language; so do
    words of one letter, and numbers.
    """
    texts = words["row"].n_unique()
    same = (pl.col("part") == pl.col("part").shift(-1)).fill_null(value=False)
    beside = words.with_columns(following=pl.when(same).then(pl.col("word").shift(-1)))
    seen = beside.group_by("word").agg(
        texts=pl.col("row").n_unique(),
        variety=pl.col("following").n_unique() / pl.len(),
        length=pl.col("word").first().str.len_chars(),
    )
    is_common = pl.col("texts") > max(_ENOUGH_TEXTS, _COMMON_SHARE * texts)
    joins = is_common & (pl.col("variety") > _ANY_NEIGHBOUR)
    tiny = (pl.col("length") < 3) & ~pl.col("word").str.contains(_UNSPACED)
    number = pl.col("word").str.contains(r"^[\p{N}.,'-]+$")
    shown = seen.filter((joins & (pl.col("length") < 6)) | tiny | number)["word"]
    return frozenset(shown) | common_words() | filler_words()


@cache
def filler_words() -> frozenset[str]:
    """Words of invitations, greetings, days and praise, which posts on all subjects share."""
    listed = files("rhumbline.start") / "filler_words.txt"
    return frozenset(listed.read_text(encoding="utf-8").split())


def phrases_of(words: pl.DataFrame, joining: frozenset[str]) -> pl.DataFrame:
    """Every phrase of up to four words: `row`, `phrase`, `length` in words, once per text.

    A phrase neither begins nor ends with a joining word. In scripts without spaces a run of signs
    is a phrase, and two signs count as a word.
    """
    columns = [words.rename({"word": "word_0"})]
    frame = columns[0].with_columns(
        pl.col("word_0").shift(-n).alias(f"word_{n}") for n in range(1, _LONGEST_PHRASE)
    )
    phrases = []
    for length in range(1, _LONGEST_PHRASE + 1):
        last = f"word_{length - 1}"
        whole = (pl.col("part") == pl.col("part").shift(-(length - 1))).fill_null(value=False)
        named = [f"word_{n}" for n in range(length)]
        edges = ~pl.col("word_0").is_in(joining) & ~pl.col(last).is_in(joining)
        phrase = pl.concat_str(named, separator=" ")
        spaced = ~phrase.str.contains(_UNSPACED) if length > 1 else pl.lit(value=True)
        kept = frame.filter(whole & edges & spaced)
        in_signs = pl.when(phrase.str.contains(_UNSPACED)).then(phrase.str.len_chars() // 2)
        words_in_it = pl.coalesce(in_signs, pl.lit(length)).cast(pl.Int8).clip(1)
        phrases.append(kept.select("row", phrase=phrase, length=words_in_it))
    return pl.concat(phrases).unique(["row", "phrase"], maintain_order=True)
