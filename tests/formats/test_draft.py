"""A first draft of a mapping for a file nobody knows."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.errors import BadExport
from rhumbline.formats import draft_mapping, load_formats
from rhumbline.formats.loading import read_mapping
from rhumbline.formats.reader import DeclaredReader
from rhumbline.opening import open_documents
from rhumbline.reading.batch import Batch
from rhumbline.reading.provenance import Provenance


def draft(table: str, name: str = "board.csv") -> str:
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / name
        export.write_text(table, encoding="utf-8")
        with open_documents(export) as documents:
            return draft_mapping(documents[0])


def read_with_draft(table: str) -> tuple[DeclaredReader, Batch]:
    reader, mistakes = read_mapping(draft(table).encode(), "draft.yaml", 1)
    assert mistakes == []
    assert reader is not None
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "board.csv"
        export.write_text(table, encoding="utf-8")
        with open_documents(export) as documents:
            assert reader.claims(documents[0])
            (part,) = reader.read(documents[0], Provenance("board.csv", timezone="UTC"))
    return reader, part


TABLES = {
    "en": "Post URL,Published,Caption,Likes,Comments,Link clicks,Engagement rate\n"
    "https://x.com/a/status/1234567890,2026-09-01 10:00,Come and cook,12,3,4,5.1%\n",
    "es": "Enlace;Fecha de publicación;Texto;Me gusta;Comentarios;Clics en el enlace\n"
    "https://x.com/a/status/1234567890;01/09/2026 10:00;Ven a cocinar;12;3;4\n"
    "https://x.com/a/status/1234567891;13/09/2026 10:00;Gracias;1;0;0\n",
    "pt": "Link permanente,Data de publicação,Legenda,Curtidas,Comentários,Cliques no link\n"
    "https://x.com/a/status/1234567890,2026-09-01 10:00,Venha cozinhar,12,3,4\n",
    "fr": "Lien permanent;Date de publication;Légende;J'aime;Commentaires;Clics sur le lien\n"
    "https://x.com/a/status/1234567890;1 septembre 2026 10:00;Venez cuisiner;12;3;4\n",
    "de": "Link;Veröffentlicht;Nachricht;Gefällt mir;Kommentare;Linkklicks\n"
    "https://x.com/a/status/1234567890;01.09.2026 10:00;Komm kochen;12;3;4\n",
    "it": "Link permanente,Data di pubblicazione,Testo,Mi piace,Commenti,Clic sul link\n"
    "https://x.com/a/status/1234567890,2026-09-01 10:00,Vieni a cucinare,12,3,4\n",
    "nl": "Link,Publicatiedatum,Tekst,Vind-ik-leuks,Reacties,Linkkliks\n"
    "https://x.com/a/status/1234567890,2026-09-01 10:00,Kom koken,12,3,4\n",
}


@pytest.mark.parametrize("language", TABLES)
def test_a_draft_reads_the_file_it_was_made_from(language: str) -> None:
    _, part = read_with_draft(TABLES[language])
    row = part.rows.row(0, named=True)
    assert (row["native_id"], str(row["published_at"])) == (
        "1234567890",
        "2026-09-01 10:00:00+00:00",
    )
    assert (row["reactions"], row["comments"], row["link_clicks"]) == (12, 3, 4)
    assert row["text"]


def test_the_platform_is_that_of_the_links() -> None:
    reader, _ = read_with_draft(TABLES["en"])
    assert reader.platform == "x"


def test_rates_are_listed_and_not_mapped() -> None:
    assert "#   'Engagement rate'\n" in draft(TABLES["en"])


def test_cells_speak_where_headers_do_not() -> None:
    reader, part = read_with_draft("A,B,C\n1 Sep 2026,https://soup.example/1,Come and cook\n")
    assert reader.spec.columns == {"A": "published_at", "B": "permalink", "C": "text"}
    assert part.rows["native_id"].to_list() == ["https://soup.example/1"]


def test_a_row_without_link_or_id_is_known_by_its_day_and_words() -> None:
    _, part = read_with_draft(
        "Date,Title,Views\n2026-09-01,Come and cook,5\n2026-09-02,Soup is on,7\n"
    )
    assert part.rows["native_id"].n_unique() == 2


def test_figures_of_days_are_an_accounts() -> None:
    reader, part = read_with_draft(
        "Datum;Aufrufe;Follower\n01.09.2026;1.200;12\n02.09.2026;1.300;13\n"
    )
    assert (str(reader.kind), part.rows["views"].to_list()) == ("daily", [1200, 1300])


def test_a_hashtags_clicks_are_not_all_clicks() -> None:
    assert "'Hashtag clicks':" not in draft(
        "Date,Title,Hashtag clicks\n2026-09-01,Come and cook,5\n"
    )


def test_day_and_month_that_nothing_tells_apart_are_asked_about() -> None:
    text = draft("Date,Title,Views\n01/02/2026,Come and cook,5\n")
    assert "order: day first # 03/04 may be either" in text


def test_without_a_date_the_draft_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "draft.yaml").write_text(
        draft("Where,Link,Likes\nhere,https://a.example/1,5\n"), "utf-8"
    )
    with pytest.raises(Exception, match="no column is mapped to `published_at`"):
        load_formats(tmp_path)


@pytest.mark.parametrize(
    "header", ["It's liked", "Likes: all # now", '"Liked"', "- likes", "[likes]"]
)
def test_headers_of_any_signs_are_mapped_as_they_are(header: str) -> None:
    quoted = '"' + header.replace('"', '""') + '"'
    reader, _ = read_with_draft(f"Date,Title,{quoted}\n2026-09-01,Come and cook,5\n")
    assert "A" not in reader.spec.columns
    assert f"# {header}" not in draft(f"Date,Title,{quoted}\n2026-09-01,Come and cook,5\n")
    assert reader.spec.needs[:2] == ("published_at", "text")


def test_of_two_columns_with_one_header_the_first_is_mapped() -> None:
    reader, _ = read_with_draft("A,A,B\n1 Sep 2026,https://soup.example/1,Come and cook\n")
    assert reader.spec.columns == {"A": "published_at", "B": "text"}


def test_json_is_no_table() -> None:
    with pytest.raises(BadExport, match="no table"):
        draft('{"a": 1}', "a.json")


cells = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=6))
def test_any_table_gives_a_draft_that_reads_as_yaml_or_a_plain_refusal(
    rows: list[list[str]],
) -> None:
    quoted = "\n".join(",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    try:
        text = draft(quoted)
    except BadExport:
        return
    _, mistakes = read_mapping(text.encode(), "draft.yaml", 1)
    assert all("no column is mapped to" in mistake.what for mistake in mistakes), mistakes


REPEATED = (
    "Campaign ID,Campaign,Date,Impressions,Clicks,Cost\n"
    "111,spring,2026-03-13,1000,20,12.50\n"
    "222,volunteers,2026-03-13,500,9,5.00\n"
    "111,spring,2026-03-14,900,18,10.00\n"
    "222,volunteers,2026-03-14,600,11,6.00\n"
)


def test_a_draft_loses_no_row_where_ids_repeat() -> None:
    _, part = read_with_draft(REPEATED)
    assert part.rows["native_id"].n_unique() == 4
    assert (part.rows["impressions"].sum(), part.rows["spend"].sum()) == (3000, 33.5)
    assert "Tried on this file: 4 rows, 4 kept. Sums: impressions 3,000" in draft(REPEATED)


def test_a_draft_of_days_says_that_its_figures_are_of_a_day() -> None:
    days = draft("Date,Impressions,Clicks\n2026-03-01,10,1\n2026-03-02,20,2\n")
    assert "kind: daily" in days
    assert "basis: day" in days
    assert "lifetime" not in days


@pytest.mark.parametrize(
    ("above", "cells", "order"),
    [
        ("Report Start: March 1, 2026\nReport End: March 31, 2026\n", ("3/10/2026", "3/11/2026"), "month"),
        ("From 1 March 2026 to 31 March 2026\n", ("10/3/2026", "11/3/2026"), "day"),
        ("", ("3/10/2026", "3/11/2026", "3/12/2026"), "month"),
        ("", ("10/3/2026", "11/3/2026", "12/3/2026"), "day"),
    ],
)  # fmt: skip
def test_a_draft_reads_dates_as_the_file_itself_shows(
    above: str, cells: tuple[str, ...], order: str
) -> None:
    rows = "".join(f"{cell},{n},{n}\n" for n, cell in enumerate(cells, 1))
    assert f"order: {order} first" in draft(f"{above}\nDay,Impressions,Clicks\n{rows}")


def test_a_draft_of_days_cut_by_device_keeps_every_row() -> None:
    cut = "Date,Device,Impressions\n2026-03-01,Mobile,10\n2026-03-01,Desktop,5\n"
    assert "2 rows, 2 kept. Sums: impressions 15." in draft(cut)
