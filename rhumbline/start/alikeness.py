"""How alike posts are, by the words they share: what makes a word tell of a subject, and a theme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform

_TEXTS_AT_MOST: Final = 1_500  # distances of all pairs: 1,500 texts need 9 MB
_APART: Final = 0.9  # cosine distance at which two heaps of texts are no theme any more
_FEWEST_TEXTS: Final = 3
_SMALL: Final = 0.005


@dataclass(frozen=True)
class Alikeness:
    """Distinct texts as weighted words (TF-IDF, of length 1), and which posts have each text."""

    weights: Any  # scipy csr_matrix, texts × words
    columns: dict[str, int]  # word → column
    text_of_row: dict[int, int]  # row of the post → number of its text
    baseline: float  # the mean cosine of two texts

    @classmethod
    def of(cls, words: pl.DataFrame, activities: pl.DataFrame) -> "Alikeness":
        """From `row` and `word` of the words that tell something.

        A text that is posted on several platforms is one text: it is not alike itself.
        """
        letters = pl.col("text").str.to_lowercase().str.replace_all(r"[^\p{L}]", "")
        same = activities.select("row", text=letters.str.head(80).rank("dense"))
        counts = (
            words.join(same.drop_nulls(), on="row")
            .unique(["text", "word"])
            .select(pl.col("text").rank("dense") - 1, "word", "row")
        )
        vocabulary = counts["word"].unique().sort()
        columns = {word: number for number, word in enumerate(vocabulary)}
        column = counts["word"].replace_strict(columns, return_dtype=pl.Int64)
        texts = int(counts["text"].n_unique())
        shape = (texts, len(columns))
        ones = np.ones(counts.height)
        places = (counts["text"].cast(pl.Int64).to_numpy(), column.to_numpy())
        occurrences = csr_matrix((ones, places), shape=shape)
        rarity = np.log((1 + texts) / (1 + np.asarray(occurrences.sum(axis=0)).ravel()))
        weighted = occurrences.multiply(rarity).tocsr()
        rows = words.join(same.drop_nulls(), on="row").unique(["row", "text"])
        numbers = rows.select("row", pl.col("text").rank("dense") - 1)
        return cls(
            _of_length_one(weighted),
            columns,
            {row: int(text) for row, text in numbers.iter_rows()},
            _mean_cosine(_of_length_one(weighted)),
        )

    def texts_of(self, rows: Iterable[int]) -> list[int]:
        """The distinct texts of some posts."""
        return sorted({self.text_of_row[row] for row in rows if row in self.text_of_row})

    def lift(self, texts: Sequence[int], besides: Sequence[str]) -> float:
        """How much more alike some texts are than any two, the words `besides` left out.

        1 where they are as alike as any, and 1 for less than two texts, which say nothing.
        """
        if len(texts) < 2:
            return 1.0
        chosen = self.weights[texts]
        left_out = [self.columns[word] for word in besides if word in self.columns]
        keep = np.ones(chosen.shape[1])
        keep[left_out] = 0
        mean = _mean_cosine(_of_length_one(chosen.multiply(keep).tocsr()))
        return float((mean + _SMALL) / (self.baseline + _SMALL))

    def themes(self) -> list[frozenset[int]]:
        """Heaps of posts whose texts are alike, the largest first; a post is in one at most."""
        texts = min(self.weights.shape[0], _TEXTS_AT_MOST)
        if texts < 2 * _FEWEST_TEXTS:
            return []
        recent = self.weights[-texts:]
        distances = 1 - np.clip((recent @ recent.T).toarray(), 0, 1)
        np.fill_diagonal(distances, 0)
        tree = linkage(squareform(distances, checks=False), method="average")
        heaps = fcluster(tree, _APART, criterion="distance")
        first = self.weights.shape[0] - texts
        heap_of = {first + place: int(heap) for place, heap in enumerate(heaps)}
        sizes = np.bincount(heaps)
        members: dict[int, set[int]] = {}
        for row, text in self.text_of_row.items():
            heap = heap_of.get(text, 0)
            if sizes[heap] >= _FEWEST_TEXTS:
                members.setdefault(heap, set()).add(row)
        return sorted(map(frozenset, members.values()), key=len, reverse=True)


def _of_length_one(weights: Any) -> Any:
    lengths = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    return weights.multiply(1 / np.where(lengths == 0, 1, lengths)[:, None]).tocsr()


def _mean_cosine(weights: Any) -> float:
    """The mean cosine of two different texts, without comparing every pair."""
    texts = weights.shape[0]
    if texts < 2:
        return 0.0
    together = np.asarray(weights.sum(axis=0)).ravel()
    own = float(weights.multiply(weights).sum())
    return float((together @ together - own) / (texts * (texts - 1)))
