"""Facebook Page Insights, as exported until 2021: posts, videos and the page's days, CSV or workbook."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document, Sheet
from rhumbline.readers.meta.page_insights.fans import add_marginals, fans_of
from rhumbline.readers.meta.page_insights.seams import (
    leave_out_shifted_cells,
    remark_on_impossible,
)
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.date_order import settle_date_order
from rhumbline.reading.dates import parse_days, parse_moments
from rhumbline.reading.networks import ID_IN_LINK
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.rounded_ids import recover_ids
from rhumbline.reading.table import Header, Table, optional_column

PACIFIC: Final = "America/Los_Angeles"  # whatever the country of the page
FILE_NAME: Final = re.compile(
    r"^Facebook Insights Data Export(?: \([^)]*\))? - (?P<account>.+?)"
    r" - (?:(?P<from>\d{4}-\d\d-\d\d) - )?(?P<until>\d{4}-\d\d-\d\d)"
)

# Facebook translated the columns that describe a post and left the figures in English; in 2017 a
# fault headed them with the API's keys, and in 2018 "Post Consumptions" were renamed.
POST_FIELDS: Final = {
    "native_id": "Post ID|Número de identificação da publicação|Identificador de la publicación",
    "permalink": "Permalink|Link permanente|Enlace permanente|Permalien|Permanentlink",
    "text": "Post Message|Publicar mensagem|Mensagem da publicação|Mensaje de la publicación",
    "post_type": "Type|Tipo|Typ",
    "published": "Posted|Publicado|Publié|Gepostet|Geplaatst",
    "tags": "Content Tags",
    "impressions": "Lifetime Post Total Impressions|post_impressions:lifetime",
    "reach": "Lifetime Post Total Reach|post_impressions_unique:lifetime",
    "clicks": """Lifetime Post Consumptions|Lifetime Matched Audience Targeting Consumptions on Post
        post_consumptions:lifetime|post_clicks:lifetime""",
    "link_clicks": """Lifetime Post Consumptions by type - link clicks
        Lifetime Matched Audience Targeting Consumptions by Type - link clicks
        post_consumptions_by_type:lifetime - link clicks""",
    "reactions": """Lifetime Post Stories by action type - like
        post_stories_by_action_type:lifetime - like""",
    "comments": """Lifetime Post Stories by action type - comment
        post_stories_by_action_type:lifetime - comment""",
    "shares": """Lifetime Post Stories by action type - share
        post_stories_by_action_type:lifetime - share""",
    "video_views": "Lifetime Total Video Views|post_video_views:lifetime",
}  # fmt: skip
POST_IGNORED: Final = re.compile(
    r"""^(?:countries|languages|audience\ targeting|países|idiomas|direcionamento\ do\ público|topic)$
    |^lifetime\ (?:post\ )?(?:organic|paid|viral|nonviral|fan|total|unique|auto-played|clicked-to-play)\b
    |^lifetime\ (?:engaged|negative|people|average|video|percentage|talking)\b
    |^lifetime\ post\ (?:impressions|reach|consumers|consumptions|stories|audience|engaged)\b
    |^lifetime\ matched\ audience|^post_[a-z_0-9]+:lifetime""",
    re.VERBOSE,
)
# The sheets of a workbook that hold a figure's kinds, told by the sentence in their first row.
SHEET_FIELDS: Final = {
    "stories created about your page post": {
        "like": "reactions",
        "comment": "comments",
        "share": "shares",
    },
    "clicks anywhere in": {"link clicks": "link_clicks"},
}

PAGE_FIELDS: Final = {
    "day": "Date|Data|Fecha|Datum",
    "followers": "Lifetime Total Likes|page_fans:lifetime",
    "follows": "Daily New Likes|page_fan_adds:day|page_fan_adds_unique:day",
    "unfollows": "Daily Unlikes|page_fan_removes:day|page_fan_removes_unique:day",
    "reach": "Daily Total Reach|page_impressions_unique:day",
    "impressions": "Daily Total Impressions|page_impressions:day",
    "clicks": "Daily Page Consumptions|page_consumptions:day",
    "link_clicks": """Daily Page Consumptions by type - link clicks
        page_consumptions_by_consumption_type:day - link clicks""",
    "page_views": "Daily Logged-in Page Views (Total Count)|page_views_login:day|page_views:day",
    "unique_visitors": "Daily Logged-in Page Views (Unique Users)|page_views_login_unique:day",
    "video_views": "Daily Total Video Views|page_video_views:day",
}
PAGE_IGNORED: Final = re.compile(r"^(?:daily|weekly|28 days|lifetime) |^page_[a-z_0-9]+:[a-z_0-9]+")
_KINDS_OF_USE: Final = re.compile(r"\((total count|unique users)\)\s*$")
_VIDEO: Final = r"(?i)video|live"
_TEXTS: Final = ("line", "permalink", "text")


def _shape_post(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The post's own number, without its page's; Pacific time of posting in UTC."""
    published, order = settle_date_order(rows["published"], provenance.window)
    when = parse_moments(published, PACIFIC, fallback=order)
    linked = rows["permalink"].str.extract(ID_IN_LINK["facebook"])
    lost = "The post id is missing, or was rounded by a spreadsheet and the link does not hold it."
    video = optional_column(rows, "post_type").str.contains(_VIDEO).fill_null(value=False)
    frame = rows.with_columns(
        recover_ids(rows["native_id"], linked),
        labels=optional_column(rows, "tags")
        .str.split(",")
        .list.eval(pl.element().str.strip_chars()),
    )
    return frame.select(
        *(c for c in rows.columns if c in BY_NAME or c in _TEXTS),
        "native_id",
        "labels",
        pl.when(video).then(pl.lit("video")).otherwise(pl.lit("post")).alias("type"),
        *when.drop("why").get_columns(),
        pl.coalesce(pl.when(pl.col("native_id").is_null()).then(pl.lit(lost)), when["why"]).alias(
            "why"
        ),
    )


def _shape_day(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    cells, order = settle_date_order(rows["day"], provenance.window, follow=True)
    days = parse_days(cells, fallback=order)
    return rows.select(
        *(c for c in rows.columns if c in BY_NAME or c == "line"), days["date"], days["why"]
    )


def _is_description(rows: pl.DataFrame) -> pl.Expr:
    """Whether a row is the one of sentences under the header, in which no post and no day stands."""
    described = [c for c in ("native_id", "permalink", "published", "day") if c in rows.columns]
    first = pl.col("line") == pl.col("line").min()
    return first & pl.all_horizontal(pl.col(described).is_null())


class FacebookInsights(Table):
    """A table whose second row has a sentence on each column, which distinguishes those of one name."""

    def find_header(self, document: Document) -> Header | None:
        """The first row that names all that is needed, its repeated names told apart."""
        header = super().find_header(document)
        if header is None:
            return None
        headers = self._distinct_headers(header.sheet, header.at)
        return replace(header, columns=self.describe_columns(headers, header.sheet))

    def _distinct_headers(self, sheet: Sheet, at: int) -> list[str]:
        """The header, with "(Total Count)" or "(Unique Users)" at names that occur twice."""
        headers = sheet.head[at]
        below = sheet.head[at + 1] if len(sheet.head) > at + 1 else []
        times = Counter(map(normalise_header, headers))
        return [
            _add_kind(header, sentence) if times[normalise_header(header)] > 1 else header
            for header, sentence in zip_longest(headers, below[: len(headers)], fillvalue="")
        ]

    def columns(self, document: Document) -> list[Column]:
        """The columns of the main sheet, and of a workbook's other sheets."""
        sheet = self.header_of(document).sheet
        others = [s for s in document.sheets if s is not sheet and s.head]
        return super().columns(document) + [
            column for other in others for column in self._columns_beside(other)
        ]

    def _columns_beside(self, sheet: Sheet) -> list[Column]:
        fields = _sheet_fields(sheet)
        return [
            Column(cell, Fate.MAPPED, fields[normalise_header(cell)], sheet.name)
            if normalise_header(cell) in fields
            else Column(cell, Fate.IGNORED, None, sheet.name)
            for cell in sheet.head[0]
            if cell.strip()
        ]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """The main sheet's rows, with the figures that a workbook holds on sheets of their own."""
        header = self.header_of(document)
        beside = [
            _read_sheet_beside(s) for s in document.sheets if s is not header.sheet and s.head
        ]
        for cells in header.sheet.batches(header.at):
            fitting, seam = leave_out_shifted_cells(cells, header)
            read = self.read_batch(fitting, header, provenance)
            batch = replace(
                read, remarks=read.remarks | seam | remark_on_impossible(fitting, header)
            )
            for figures in beside:
                batch = _fill_in(batch, figures)
            yield batch


def _add_kind(header: str, sentence: str) -> str:
    """A header with what its sentence ends in: (Total Count) or (Unique Users)."""
    kind = _KINDS_OF_USE.search(normalise_header(sentence))
    return f"{header} {kind.group(0)}" if kind else header


def _sheet_fields(sheet: Sheet) -> dict[str, str]:
    """What a sheet's columns are, where the sentence in its first row names a figure we keep."""
    sentence = normalise_header(sheet.head[1][0]) if len(sheet.head) > 1 and sheet.head[1] else ""
    fields = next((f for words, f in SHEET_FIELDS.items() if words in sentence), {})
    return fields if "(unique users)" not in sentence else {}


def _read_sheet_beside(sheet: Sheet) -> pl.DataFrame:
    """A sheet's figures by post, or a frame without columns where we keep none of them."""
    fields = _sheet_fields(sheet)
    ids = {c for c, ours in map_headers(POST_FIELDS).items() if ours == "native_id"}
    names = [normalise_header(cell) for cell in sheet.head[0]]
    at = next((i for i, name in enumerate(names) if name in ids), None)
    if not fields or at is None:
        return pl.DataFrame()
    rows = pl.concat(sheet.batches(0))
    key = recover_ids(rows[f"c{at}"], pl.Series([None] * rows.height, dtype=pl.String))
    figures = [
        parse_numbers(rows[f"c{i}"])[0].cast(pl.Int64, strict=False).alias(fields[name])
        for i, name in enumerate(names)
        if name in fields
    ]
    return pl.DataFrame([key.alias("native_id"), *figures]).unique("native_id", keep="first")


def _fill_in(batch: Batch, figures: pl.DataFrame) -> Batch:
    """The batch with its unknown figures from another sheet of the workbook."""
    if figures.is_empty():
        return batch
    rows = batch.rows.join(
        figures, on="native_id", how="left", suffix=" beside", maintain_order="left"
    )
    filled = rows.with_columns(
        pl.coalesce(c, f"{c} beside").alias(c) for c in figures.columns if c != "native_id"
    )
    return replace(batch, rows=filled.select(batch.rows.columns))


class FacebookPage(FacebookInsights):
    """The page's days; who liked the page on the last of them is an audience."""

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """The days in batches, then the latest audience that any of them describes."""
        header = self.header_of(document)
        fans: list[pl.DataFrame] = []
        for cells in header.sheet.batches(header.at):
            yield self.read_batch(cells, header, provenance)
            fans.append(fans_of(cells, header.columns))
        known = pl.concat(fans, how="diagonal") if fans else pl.DataFrame()
        if known.height:
            yield Batch.of(
                Kind.AUDIENCE, add_marginals(known.filter(pl.col("date") == known["date"].max()))
            )


POSTS: Final = FacebookInsights(
    format="facebook_insights_posts",
    platform="facebook",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=FILE_NAME,
    fields=map_headers(POST_FIELDS),
    needs=frozenset({"native_id", "permalink", "published", "impressions", "reach"}),
    ignored_like=POST_IGNORED,
    structural=_is_description,
    shape=_shape_post,
)
PAGE: Final = FacebookPage(
    format="facebook_insights_page",
    platform="facebook",
    kind=Kind.DAILY,
    basis=Basis.DAY,
    file_name=FILE_NAME,
    fields=map_headers(PAGE_FIELDS),
    needs=frozenset({"day", "followers", "reach"}),
    ignored_like=PAGE_IGNORED,
    structural=_is_description,
    shape=_shape_day,
)

READERS: Final = (POSTS, PAGE)
