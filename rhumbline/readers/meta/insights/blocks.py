"""Titled blocks under each other, as Meta's insights files are made of."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rhumbline.opening import Document
from rhumbline.reading.cells import map_headers, normalise_header

Row = tuple[int, list[str]]  # the line and its cells, trailing empty ones cut

DATES: Final = frozenset({"date", "fecha", "datum", "data"})
VALUES: Final = frozenset(
    {"primary", "principal", "primär", "primair", "primaire", "primário", "principale"}
)

# What a series counts, by its title: first match, most particular first. Its header is not asked,
# for Meta has headed "Facebook Page visits" with "Facebook Page likes".
SERIES: Final = (
    ("unfollows", r"unfollow|dejaron de seguir|ontvolg|deixaram de seguir"),
    ("profile_visits", r"visit|bezoek|besuche|profilaufrufe|wizyt"),
    ("link_clicks", r"link.?(?:click|kli)|clics? (?:en|sur|sul)|klikni|klikken op link|cliques"),
    ("engagements", r"intera[ckçz]"),
    ("video_views", r"video|3-second|3 segundos|3 seconden|3 secondes|3 sekunden"),
    ("follows", r"follow|seguid|seguim|volg|abonn|suivi|new likes|nuevos me gusta|curtidas"),
    (
        "reach",
        r"reach|viewers|alcance|bereik|reichweite|couverture|copertura|zasięg"
        r"|espectadores|kijkers|zuschauer|raggiunt",
    ),
    ("views", r"views|visualiza|visualizza|weergaven|aufrufe|vues|wyświetle"),
)
# Whom an audience consists of, by a block's title.
FACETS: Final = (
    (
        "location",
        r"cit(?:y|ies)|towns|ciudad|cidade|plaatsen|steden|städte|\borte\b|villes|città|miast",
    ),
    ("country", r"countr|país|pais|landen|länder|\bpays\b|paesi|kraje"),
    (
        "age_gender",
        r"\bage\b|gender|edad|sexo|leeftijd|geslacht|\balter\b|geschlecht|âge|idade|gênero",
    ),
    ("liked_page", r"top pages|páginas|pagina's|seiten"),
)
FORMATS: Final = frozenset(
    map_headers(
        {
            "": """reels|multi-photo|photos|links|text|others|stories|videos|live
                publicações|fotos|vídeos|publicaciones|historias|enlaces|beiträge""",
        }
    )
)
FIGURE: Final = re.compile(r"^\d")
_STAMP: Final = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d")  # a header in any language above it
_KEY: Final = re.compile(r"^(?:fb_page|ig_account)\b.*follow", re.IGNORECASE)
_AGE: Final = re.compile(r"^\d\d(?:\s*[-–+]\s*(?:\d\d)?|\+)$")


@dataclass(frozen=True)
class Block:
    """A title and the rows under it, up to the next blank row."""

    line: int
    title: str
    rows: tuple[Row, ...]

    @property
    def platform(self) -> str | None:
        """Facebook or Instagram, where the title says so."""
        name = normalise_header(self.title)
        return next((p for p in ("facebook", "instagram") if p in name), None)

    @property
    def metric(self) -> str | None:
        """The metric a series counts."""
        return _first(SERIES, self.title)

    @property
    def facet(self) -> str | None:
        """What an audience block tells people apart by."""
        return _first(FACETS, self.title)

    def is_series(self) -> bool:
        """Whether dates and values stand under a header that says so."""
        header = [normalise_header(cell) for cell in self.rows[0][1]] if self.rows else []
        named = header[1:2] and (header[1] in VALUES or self.metric or self.platform)
        dated = len(self.rows) > 1 and bool(_STAMP.match(self.rows[1][1][0]))
        return len(header) in (2, 3) and ((header[0] in DATES and bool(named)) or dated)

    def is_count(self) -> bool:
        """Whether it is a number of followers under the name that Meta gives it inside."""
        return len(self.rows) == 2 and bool(_KEY.match(normalise_header(" ".join(self.rows[0][1]))))

    def is_ages(self) -> bool:
        """Whether ages stand below each other, with a column for each gender."""
        return len(self.rows) > 1 and all(_AGE.match(row[0].strip()) for _, row in self.rows[1:])

    def is_listed(self) -> bool:
        """Whether places stand below each other, each with its share (until 2024).

        A spreadsheet may have spread Kyiv, Ukraine over two cells.
        """
        header, *rows = [row for _, row in self.rows] or [[]]
        paired = bool(rows) and len(header) == 2
        paired &= all(len(row) >= 2 and FIGURE.match(row[-1]) for row in rows if row)
        return paired and self.facet not in (None, "age_gender") and not self.is_ranked()

    def is_ranked(self) -> bool:
        """Whether names stand beside each other in one row, and their figures in the next."""
        (_, names), (_, figures) = self.rows if len(self.rows) == 2 else ((0, []), (0, []))
        return (
            bool(names)
            and not any(FIGURE.match(n) for n in names)
            and bool(FIGURE.match(figures[0]))
        )

    def is_audience(self) -> bool:
        """Whether its figures are of followers: their number, or the shares of a facet."""
        if self.is_count() or self.is_ages():
            return True
        has_shares = self.is_listed() or (self.is_ranked() and not self.is_formats())
        return has_shares and self.facet is not None

    def is_formats(self) -> bool:
        """Whether it compares reels, photos and links."""
        names = (
            {normalise_header(name) for name in self.rows[0][1]} if len(self.rows) == 2 else set()
        )
        return len(names & FORMATS) >= 2


def _first(words: tuple[tuple[str, str], ...], title: str) -> str | None:
    name = normalise_header(title)
    return next((ours for ours, pattern in words if re.search(pattern, name)), None)


def blocks(document: Document, limit: int | None = None) -> list[Block]:
    """The document's blocks in their order; of rows without a title above them, the title is empty."""
    groups: list[list[Row]] = [[]]
    for line, cells in islice(document.sheet.rows(), limit):
        row = [cell.strip() for cell in cells]
        while row and not row[-1]:
            row.pop()
        if not groups[0] and len(groups) == 1 and row[:1] == ["sep="]:
            continue  # what a spreadsheet leaves of the line that names the separator
        after_a_day = len(row) == 1 and groups[-1] and groups[-1][-1][1][0][:1].isdigit()
        if not row or (after_a_day and not FIGURE.match(row[0])):
            groups.append([])
        if row:
            groups[-1].append((line, row))
    return [_block(rows) for rows in groups if rows]


def _block(rows: list[Row]) -> Block:
    line, first = rows[0]
    if len(first) == 1:
        return Block(line, first[0], tuple(rows[1:]))
    return Block(line, "", tuple(rows))
