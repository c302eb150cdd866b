"""More phrases than are looked for whole: those that share a beginning are told apart."""

import polars as pl

from rhumbline.alignment.phrases import PhraseBook, find_phrases

MANY = [f"{quality} garden {number}" for quality in ("shared", "winter") for number in range(100)]


def test_many_phrases_are_looked_for_by_what_they_begin_with() -> None:
    book = _book(MANY)
    assert len(book.spellings) == 200
    assert len(book.beginnings) <= 100


def test_few_phrases_are_looked_for_whole() -> None:
    assert _book(["soup", "soup kitchen", "bread"]).beginnings == ["bread", "soup"]


def test_phrases_that_share_a_beginning_are_told_apart() -> None:
    texts = pl.DataFrame(
        {
            "row": [0, 1, 2, 3],
            "text": [
                "Our Shared Garden 7, and WINTER GARDEN 70.",
                "shared garden 700",
                "a shared garden 🥕",
                "🥕 winter garden 1🥕",
            ],
        },
        schema={"row": pl.UInt32, "text": pl.String},
    )
    hits = find_phrases(texts, _book(MANY)).sort("row", "claim")
    assert [(row, MANY[claim], evidence) for row, claim, evidence in hits.iter_rows()] == [
        (0, "shared garden 7", "Shared Garden 7"),
        (0, "winter garden 70", "WINTER GARDEN 70"),
        (3, "winter garden 1", "winter garden 1"),
    ]


def _book(patterns: list[str]) -> PhraseBook:
    schema = {"claim": pl.UInt32, "pattern": pl.String}
    return PhraseBook.of(pl.DataFrame({"claim": range(len(patterns)), "pattern": patterns}, schema))
