"""The LinkedIn workbooks among the fixtures, as rows; run as a module, it writes them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.readers.workbooks import Cell, Sheets, xls, xlsx

HERE: Final = Path(__file__).parent
Row = list[Cell]


def numbered(moment: str, salt: int = 1) -> str:
    """A LinkedIn id of this moment in UTC."""
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return str((int(at.timestamp() * 1000) << 22) + salt)


def link(moment: str, salt: int = 1) -> str:
    return f"https://www.linkedin.com/feed/update/urn:li:activity:{numbered(moment, salt)}"


def triples(*names: str, kinds: str = "organic|sponsored|total") -> list[str]:
    return [f"{name} ({kind})" for name in names for kind in kinds.split("|")]


METRICS_SAYS: Final = (
    "Aggregated engagement metrics for your organic and sponsored posts over time. Date indicates "
    "when your posts were viewed by LinkedIn members. Data is delayed by up to 2 days. All dates "
    "and times are in UTC."
)
POSTS_SAYS: Final = (
    "Engagement metrics for individual posts. Created date indicates when your post was created. "
    "All dates and times are in UTC."
)
METRICS: Final[Row] = [
    "Date",
    *triples("Impressions"),
    "Unique impressions (organic)",
    *triples("Clicks", "Reactions", "Comments", "Reposts", "Engagement rate"),
]
POSTS: Final[Row] = [
    "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date",
    "Campaign start date", "Campaign end date", "Audience", "Impressions", "Views", "Offsite Views",
    "Clicks", "Click through rate (CTR)", "Likes", "Comments", "Reposts", "Follows",
    "Engagement rate", "Content Type",
]  # fmt: skip


def day(date: str, organic: int, paid: int, people: int, *triplets: tuple[int, int]) -> Row:
    """A row of the sheet of days: of each figure unpaid and paid, their total after them."""
    sums = [float(n) for free, bought in triplets for n in (free, bought, free + bought)]
    return [
        date,
        float(organic),
        float(paid),
        float(organic + paid),
        float(people),
        *sums,
        0.0,
        0.0,
        0.0,
    ]


def post(
    text: str, address: str, *, kind: str = "Organic", campaign: str = "", **said: Cell
) -> Row:
    figures: dict[str, Cell] = {"impressions": 0.0, "clicks": 0.0, "likes": 0.0, "comments": 0.0}
    of = figures | {"reposts": 0.0} | said
    return [
        text, address, kind, campaign, "Ines Moreau", "03/02/2025", "", "", "All followers",
        of["impressions"], of.get("views", ""), "", of["clicks"], 0.05, of["likes"], of["comments"],
        of["reposts"], of.get("follows", ""), 0.1, of.get("content", ""),
    ]  # fmt: skip


SATURDAY: Final = link("2025-03-03T14:05:09")
KITCHEN: Final = link("2025-03-05T09:00:00")


def boosted() -> Sheets:
    """A boosted post has a row of its unpaid part, of its paid part, and of both."""
    saturday = (
        "The Saturday kitchen needs ten more hands.\n\nriverside.example/volunteer #SaturdayCrew"
    )
    return {
        "Metrics": [
            [METRICS_SAYS],
            METRICS,
            day("03/03/2025", 120, 0, 81, (6, 0), (9, 0), (1, 0), (2, 0)),
            day("03/04/2025", 30, 400, 25, (1, 12), (-1, 3), (0, 0), (0, 1)),
            day("03/05/2025", 0, 0, 0, (0, 0), (0, 0), (0, 0), (0, 0)),
        ],
        "All posts": [
            [POSTS_SAYS],
            POSTS,
            post("What a pantry shelf looks like\u2002on Friday", KITCHEN, impressions=88.0, views=36.0,
                 likes=4.0, content="Video"),
            post(saturday, SATURDAY, kind="Total", impressions=550.0, clicks=19.0, likes=11.0,
                 comments=1.0, reposts=3.0, follows=2.0),
            post(saturday, SATURDAY, kind="Organic", impressions=150.0, clicks=7.0, likes=8.0,
                 comments=1.0, reposts=2.0),
            post(saturday, SATURDAY, kind="Sponsored", campaign="volunteer-2025", impressions=400.0,
                 clicks=12.0, likes=3.0, reposts=1.0, follows=2.0),
            post("A draft without its link", "", impressions=3.0),
        ],
    }  # fmt: skip


def boosted_without_total() -> Sheets:
    """No explanatory rows, dates re-saved as dates, and the parts of a boosted post alone."""
    days = [day("", 10 + n, 0, 7, (1, 0), (0, 0), (0, 0), (0, 0))[1:] for n in range(2)]
    return {
        "Metrics": [METRICS, *[[datetime(2025, 3, 3 + n), *row] for n, row in enumerate(days)]],
        "All posts": [
            POSTS,
            post("Seed library opens", SATURDAY, impressions=40, clicks=2, likes=1),
            post("Seed library opens", SATURDAY, impressions=40, clicks=2, likes=1),
            post("Seed library opens", SATURDAY, kind="Sponsored", campaign="seeds", impressions=60,
                 clicks=3),
        ],
    }  # fmt: skip


def updates() -> Sheets:
    """2020: posts were called updates, reposts shares, and the link came first."""
    headers: Row = [
        "Update link", "Update title", "Update type", "Campaign name", "Posted by", "Created date",
        "Campaign start date", "Campaign end date", "Audience", "Impressions", "Video views",
        "Clicks", "Click through rate (CTR)", "Likes", "Comments", "Shares", "Follows",
        "Engagement rate",
    ]  # fmt: skip
    thanks: Row = [
        link("2020-11-02T10:00:00"), "Thank you, volunteers", "Organic", "", "Ines Moreau",
        "11/02/2020", "", "", "All followers", 210.0, "", 4.0, 0.02, 12.0, 1.0, 2.0, "", 0.09,
    ]  # fmt: skip
    older = [str(cell).replace("Reposts", "Shares") for cell in METRICS]
    return {
        "Update metrics (aggregated)": [
            ["Aggregated engagement metrics for your organic and sponsored updates."],
            older,
            day("11/02/2020", 210, 0, 140, (4, 0), (12, 0), (1, 0), (2, 0)),
        ],
        "Update engagement": [["Engagement metrics for individual updates."], headers, thanks],
    }


def spanish() -> Sheets:
    headers: Row = [
        "Título de la publicación", "Enlace de la publicación", "Tipo de publicación",
        "Nombre de la campaña", "Anunciado por", "Fecha de creación", "Fecha de inicio de campaña",
        "Fecha de finalización de campaña", "Público", "Impresiones", "Visualizaciones",
        "Visualizaciones fuera del sitio", "Clics", "Porcentaje de clics", "Recomendaciones",
        "Comentarios", "Veces compartido", "Seguidores", "Tasa de interacción", "Tipo de contenido",
    ]  # fmt: skip
    days: Row = [
        "Fecha", "Impresiones (orgánicas)", "Impresiones (patrocinadas)", "Impresiones (totales)",
        "Impresiones únicas (orgánicas)", "Clics (orgánicos)", "Clics (patrocinados)",
        "Clics (totales)", "Reacciones (generales)", "Reacciones (patrocinadas)",
        "Reacciones (total)", "Comentarios (orgánicos)", "Comentarios (patrocinados)",
        "Comentarios (totales)", "Veces compartido (orgánico)", "Veces compartido (patrocinado)",
        "Veces compartido (total)", "Tasa de interacción (orgánica)",
        "Tasa de interacción (patrocinada)", "Tasa de interacción (total)",
    ]  # fmt: skip
    said = post("El banco de alimentos abre el sábado", KITCHEN, kind="Orgánico", impressions=75.0,
                clicks=5.0, likes=6.0, reposts=1.0, views=40.0, content="Vídeo")  # fmt: skip
    return {
        "Indicadores": [
            ["Indicadores agregados de tus publicaciones."],
            days,
            day("03/13/2025", 75, 0, 51, (5, 0), (6, 0), (0, 0), (1, 0)),
        ],
        "Todas las publicaciones": [["Indicadores de cada publicación."], headers, said],
    }


def portuguese() -> Sheets:
    headers: Row = [
        "Título da publicação", "Link da publicação", "Tipo de publicação", "Nome da campanha",
        "Publicada por", "Criação", "Data de início da campanha", "Data de término da campanha",
        "Público", "Impressões", "Visualizações", "Visualizações fora do site", "Cliques",
        "Taxa de cliques (CTR)", "Gostaram", "Comentários", "Compartilhamentos", "Seguidores",
        "Taxa de engajamento", "Tipo de conteúdo",
    ]  # fmt: skip
    days: Row = [
        "Data",
        *triples("Impressões", kinds="orgânicas|patrocinadas|total"),
        "Impressões únicas (orgânicas)",
        *triples("Cliques", kinds="orgânicos|patrocinados|total"),
        *triples("Reações", kinds="orgânicas|patrocinadas|total"),
        *triples("Comentários", "Compartilhamentos", kinds="orgânicos|patrocinados|total"),
        *triples("Taxa de engajamento", kinds="orgânico|patrocinado|total"),
    ]
    said = post("A cozinha de sábado", KITCHEN, kind="Orgânico", impressions=20.0, likes=3.0)
    return {
        "Métricas": [["Métricas agregadas."], days, day("03/05/2025", 20, 0, 14, *[(0, 0)] * 4)],
        "Todas as publicações": [["Métricas por publicação."], headers, said],
    }


def german() -> Sheets:
    """A language whose headers nobody has shown us: the columns stand where they stand in English."""
    headers: Row = [
        "Beitragstitel", "Beitragslink", "Beitragsart", "Kampagnenname", "Verfasst von",
        "Erstellungsdatum", "Kampagnenbeginn", "Kampagnenende", "Zielgruppe", "Impressionen",
        "Ansichten", "Externe Ansichten", "Klicks", "Klickrate", "Gefällt mir", "Kommentare",
        "Geteilt", "Neue Follower", "Engagement-Rate", "Inhaltstyp",
    ]  # fmt: skip
    days: Row = [
        "Datum",
        *triples("Impressionen", kinds="organisch|gesponsert|gesamt"),
        "Eindeutige Impressionen (organisch)",
        *triples("Klicks", "Reaktionen", "Kommentare", "Reposts", "Engagement-Rate",
                 kinds="organisch|gesponsert|gesamt"),
    ]  # fmt: skip
    said = post("Die Samstagsküche", KITCHEN, kind="Organisch", impressions=31.0, clicks=2.0,
                likes=5.0, comments=1.0, follows=1.0)  # fmt: skip
    return {
        "Kennzahlen": [["Zusammengefasst."], days, day("03/05/2025", 31, 0, 22, *[(2, 0)] * 4)],
        "Alle Beiträge": [["Je Beitrag."], headers, said],
    }


def followers() -> Sheets:
    """Total followers are the new ones in the first sheet, and all there are in the others."""
    return {
        "New followers": [
            ["Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers"],
            ["03/03/2025", 0.0, 3.0, 1.0, 4.0],
            ["03/04/2025", 0.0, -1.0, 0.0, -1.0],
        ],
        "Location": [["Location", "Total followers"], ["Riverside, Ontario, Canada", 300.0],
                     ["São Paulo, Brazil", 13.0]],
        "Job function": [["Job function", "Total followers"], ["Education", 54.0]],
        "Seniority": [["Seniority", "Total followers"], ["Entry", 130.0], ["Senior", "n/a"]],
        "Industry": [["Industry", "Total followers"], ["Non-profit Organizations", 43.0]],
        "Company size": [["Company size", "Total followers"], ["11-50", 80.0], ["1", 9.0],
                         ["10001+", 70.0]],
    }  # fmt: skip


def followers_resaved() -> Sheets:
    """What Excel made of it: dates are dates, and so are two of the company sizes."""
    return {
        "New followers": [
            ["Date", "Sponsored followers", "Organic followers", "Total followers"],
            [datetime(2025, 3, 3), 0, 3, 3],
        ],
        "Company size": [
            ["Company size", "Total followers"],
            [datetime(2025, 2, 10), 76],
            [datetime(1950, 11, 1), 80],
            [1, 9],
        ],
        "Notes": [["Remember", "to", "check"], ["a", "b", "c"]],
    }


def visitors() -> Sheets:
    tabs = [f"{tab} {what}" for tab in ("Overview", "Life", "Jobs", "Total")
            for what in ("page views", "unique visitors")]  # fmt: skip
    header: Row = ["Date", *triples(*tabs, kinds="desktop|mobile|total")]
    counts = [2.0, 0.0, 2.0, 1.0, 0.0, 1.0]
    total = [4.0, 1.0, 5.0, 2.0, 1.0, 3.0]
    return {
        "Visitor metrics": [
            header,
            ["12/12/2024", *counts * 3, *total],
            ["12/13/2024", *[0.0] * 24],
        ],
        "Location": [["Location", "Total views"], ["Riverside, Ontario, Canada", 85.0]],
        "Seniority": [["Seniority", "Total views"], ["Entry", 39.0]],
        "Company size": [["Company size", "Total views"], ["2-10", 9.0]],
    }


def visitors_in_german() -> Sheets:
    """Headers nobody has shown us: the totals of all tabs stand last, whatever they are called."""
    tabs = [f"{tab} {what}" for tab in ("Übersicht", "Gesamt") for what in ("Aufrufe", "Besucher")]
    header: Row = ["Datum", *triples(*tabs, kinds="Desktop|mobil|gesamt")]
    facets = ("Standort", "Tätigkeitsfeld", "Stufe", "Wirtschaftszweig", "Größe")
    return {
        "Besucherzahlen": [header, ["12/12/2024", *[1.0] * 6, 4.0, 1.0, 5.0, 2.0, 1.0, 3.0]],
        **{facet: [[facet, "Aufrufe gesamt"], ["11-50", 7.0]] for facet in facets},
    }


def competitors() -> Sheets:
    return {
        "COMPETITORS": [
            ["12/10/2024", "3/9/2025"],
            ["Page", "Total Followers", "New Followers", "Total post engagements", "Total posts"],
            ["Riverside Food Bank", 454, 23, 90, 10],
            ["Northside Pantry", 4135, 157, 285, 12],
        ]
    }


def slug(moment: str) -> str:
    return f"https://www.linkedin.com/posts/ines-moreau_seeds-share-{numbered(moment)}-Ab1c"


def creator() -> Sheets:
    """2025: numbers are numbers, the month comes first, two rankings side by side."""
    head: Row = ["Post URL", "Post publish date", "Engagements", None]
    return {
        "DISCOVERY": [["Overall Performance", "3/3/2025 - 3/5/2025"], ["Impressions", 1900],
                      ["Members reached", 1100]],
        "ENGAGEMENT": [["Date", "Impressions", "Engagements"], ["3/3/2025", 900, 12],
                       ["3/4/2025", 1000, -1], ["3/5/2025", 0, 0]],
        "TOP POSTS": [
            ["Maximum of 50 posts available to include in this list"],
            [],
            [*head, "Post URL", "Post publish date", "Impressions"],
            [SATURDAY, "3/3/2025", 9, None, KITCHEN, "3/5/2025", 1200],
            [link("2025-01-12T20:14:08"), "1/12/2025", 2, None, SATURDAY, "3/3/2025", 700],
            [None, None, None, None, "https://www.linkedin.com/pulse/why-seeds-ines-moreau-abc1f",
             "3/4/2025", 41],
            ["https://www.linkedin.com/in/ines-moreau", "3/4/2025", 3],
        ],
        "FOLLOWERS": [["Total followers on 3/5/2025:", 3050], [], ["Date", "New followers"],
                      ["3/3/2025", 3], ["3/4/2025", 0], ["3/5/2025", 1]],
        "DEMOGRAPHICS": [["Top Demographics", "Value", "Percentage"],
                         ["Job titles", "Cook", 0.061700031], ["Locations", "Riverside", "< 1%"],
                         ["Company size", "11-50 employees", 0.2], ["Seniority", "Entry", 4.5]],
    }  # fmt: skip


def creator_2026_italian() -> Sheets:
    """2026: all values are text, and a week in June whose days could as well be months."""
    head: Row = ["URL del post", "Data di pubblicazione del post"]
    return {
        "SCOPERTA": [["Rendimento complessivo", "1/6/2026 - 3/6/2026"], ["Impressioni", "1.152"],
                     ["Utenti raggiunti", "640"]],
        "INTERESSE": [["Data", "Impressioni", "Interazioni"], ["1/6/2026", "1.012", "9"],
                      ["2/6/2026", "100", "3"], ["3/6/2026", "40", "0"]],
        "POST PRINCIPALI": [
            ["Questo elenco può includere al massimo 50 post"],
            [],
            [*head, "Interazioni", None, *head, "Impressioni"],
            [slug("2026-06-01T08:00:00"), "1/6/2026", "8", None, slug("2026-06-01T08:00:00"),
             "1/6/2026", "1.002"],
        ],
        "FOLLOWER": [["Follower totali il giorno 3/6/2026", "2.100"], [], ["Data", "Nuovi follower"],
                     ["1/6/2026", "4"], ["2/6/2026", "0"], ["3/6/2026", "1"]],
        "DATI DEMOGRAFICI": [["Principali dati demografici", "Valore", "Percentuale"],
                             ["Dimensioni dell'azienda", "11-50 dipendenti", "2%"],
                             ["Località", "Milano", "1,5 %"], ["Settori", "No profit", "< 1%"]],
    }  # fmt: skip


def creator_portuguese() -> Sheets:
    """Six sheets: who follows and whom the content reached are two; nothing in the left ranking."""
    head: Row = ["URL da publicação", "Data de publicação"]
    return {
        "Descoberta": [["Desempenho geral", "13/05/2026 - 14/05/2026"], ["Impressões", "55"],
                       ["Usuários alcançados", "40"]],
        "Engajamento": [["Data", "Impressões", "Engajamentos"], ["13/05/2026", "30", "1"],
                        ["14/05/2026", "25", "0"]],
        "Publicações mais em alta": [
            ["No máximo 50 publicações disponíveis para inclusão nesta lista"],
            [],
            [*head, "Engajamentos", None, *head, "Impressões"],
            [None, None, None, None, link("2026-05-13T12:00:00"), "13/05/2026", "30"],
        ],
        "Seguidores": [["Total de seguidores em 14/05/2026", "812"], [],
                       ["Data", "Novos seguidores"], ["13/05/2026", "0"], ["14/05/2026", "2"]],
        "Dados demográficos do público": [["Principais dados", "Valor", "Porcentagem"],
                                          ["Setores", "Educação", "12%"],
                                          ["Localidades", "Campinas", "menos de 1%"]],
        "Dados demográficos do conteúdo": [["Principais dados", "Valor", "Porcentagem"],
                                           ["Nível de experiência", "Pleno", "40%"]],
    }  # fmt: skip


def single_post() -> Sheets:
    return {
        "Post analytics": [
            ["Post URL", slug("2026-02-09T17:30:00")],
            ["Post Date", "2/9/2026"],
            ["Post Publish Time", "12:30 PM"],
            ["Post Performance"],
            ["Impressions", "4,113"],
            ["Members reached", "2,950"],
            ["Followers gained from this post", "7"],
            ["Social engagements", "80"],
            ["Reactions", "61"],
            ["Comments", "12"],
            ["Reposts", "4"],
            ["Saves", "3"],
            ["Sends on LinkedIn", "0"],
            ["Link engagements", "25"],
            ["Something new", "5"],
            [],
            ["Category", "Value", "%"],
            ["Seniority", "Entry", "32%"],
            ["Company size", "10,001+ employees", "< 1%"],
        ]
    }


BOOKS: Final[dict[str, tuple[Callable[[Sheets], bytes], Callable[[], Sheets]]]] = {
    "linkedin_page_content/boosted/riverside-food-bank_content_1741500000000.xls": (xls, boosted),
    "linkedin_page_content/boosted_without_total/LinkedIn march.xlsx": (xlsx, boosted_without_total),
    "linkedin_page_content/updates_2020/riverside-food-bank_updates_1604400000000.xls": (xls, updates),
    "linkedin_page_content/spanish/banco-riverside_content_1742000000000.xls": (xls, spanish),
    "linkedin_page_content/portuguese/banco-riverside_content_1742000000000 (1).xls": (xls, portuguese),
    "linkedin_page_followers/xls/riverside-food-bank_followers_1741500000000.xls": (xls, followers),
    "linkedin_page_followers/resaved/followers.xlsx": (xlsx, followers_resaved),
    "linkedin_page_visitors/xls/riverside-food-bank_visitors_1741500000000.xls": (xls, visitors),
    "linkedin_page_visitors/german/tafel-riverside_visitors_1741500000000.xls": (xls, visitors_in_german),
    "linkedin_page_competitors/xlsx/Riverside_competitor_analytics_1741500000000.xlsx": (xlsx, competitors),
    "linkedin_personal/english/Content_2025-03-03_2025-03-05_InesMoreau.xlsx": (xlsx, creator),
    "linkedin_personal/italian/AnalisiAggregate_Ines Moreau_2026-06-01_2026-06-03.xlsx": (
        xlsx, creator_2026_italian),
    "linkedin_personal/portuguese/Content.xlsx": (xlsx, creator_portuguese),
    "linkedin_single_post/english/SinglePostAnalytics_InesMoreau_7426700000000000001.xlsx": (
        xlsx, single_post),
    "linkedin_page_content/german/tafel-riverside_content_1742000000000.xls": (xls, german),
}  # fmt: skip


def built() -> Iterator[tuple[Path, bytes]]:
    """Every workbook's place and bytes."""
    for name, (written, sheets) in BOOKS.items():
        yield HERE / name, written(sheets())


if __name__ == "__main__":
    for path, content in built():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
