"""What Google Analytics calls its dimensions and metrics, in the languages that are known."""

import re
from functools import lru_cache
from typing import Final

from rhumbline.reading.cells import map_headers, normalise_header

# Scopes and sides of a dimension: the session's or the first visit's, as tagged or as grouped.
_SCOPED: Final = re.compile(
    r"^(?:session|first user|user)?[ -]*(?:(?:primary|default|manual|google ads) ?)*"
    r"(?P<what>source/medium|source|medium|campaign(?: name)?|ad content|content"
    r"|channel group(?:ing)?)(?: \(.*\))?$"
)
_SCOPED_AS: Final = {
    "source/medium": "source_medium",
    "source": "source",
    "medium": "medium",
    "campaign": "campaign",
    "campaign name": "campaign",
    "ad content": "content",
    "content": "content",
    "channel group": "channel",
    "channel grouping": "channel",
}
DIMENSIONS: Final = map_headers(
    {
        "source_medium": """Fuente/medio de la sesión|Primera fuente/medio del usuario|Fuente/medio
            Origem/mídia da sessão|Primeira origem/mídia do usuário|Origem/mídia
            Source/support de la session|Première source/support de l'utilisateur|Source/support
            Sitzung – Quelle/Medium|Erste Nutzerinteraktion – Quelle/Medium|Quelle/Medium
            Sorgente/mezzo sessione|Prima sorgente/mezzo utente|Sorgente/mezzo""",
        "source": "Fuente de la sesión|Origem da sessão|Source de la session|Sitzung – Quelle",
        "medium": "Medio de la sesión|Sessão/Mídia|Mídia da sessão|Support de la session|Sitzung – Medium",
        "campaign": """Campaña de la sesión|Campanha da sessão|Campagne de la session
            Sitzung – Kampagne|Campagna sessione|Campaña|Campanha|Kampagne""",
        "channel": """Grupo de canales principal de la sesión|Grupo de canales predeterminado de la sesión
            Grupo principal de canais da sessão|Grupo de canais padrão da sessão
            Groupe de canaux principal de la session|Groupe de canaux par défaut de la session
            Primäre Channelgruppe der Sitzung|Standard-Channelgruppe der Sitzung
            Gruppo di canali principale della sessione|Gruppo di canali predefinito della sessione
            Primer grupo de canales predeterminado del usuario""",
        "page": """Page path and screen class|Page path + query string and screen class|Page path
            Page path + query string|Page path and screen name|Page title and screen class
            Page title and screen name|Page title|Landing page|Landing page + query string|Page
            Page location|Full page URL|Destination page|Content group and page path
            Ruta de página y clase de pantalla|Ruta de la página y clase de pantalla
            Título de página y clase de pantalla|Página de destino
            Página de destino y cadena de consulta|Caminho da página e classe da tela
            Título da página e classe da tela|Página de destino + string de consulta
            Chemin de la page et classe de l'écran|Titre de la page et classe de l'écran
            Page de destination|Seitenpfad und Bildschirmklasse|Seitentitel und Bildschirmklasse
            Landingpage|Percorso pagina e classe schermata|Titolo pagina e classe schermata
            Pagina di destinazione""",
        "host": "Hostname|Nombre de host|Nome do host|Nom d'hôte",
        "event": """Event name|Event action|Nombre del evento|Nome do evento|Nom de l'événement
            Ereignisname|Nome evento""",
        "date": "Date|Day|Fecha|Data|Datum",
        "nth_day": "Nth day|Día N",
        "nth_month": "Nth month",
        "day_index": "Day index",
    }
)  # fmt: skip
# Dimensions that say nothing about why someone came, or whose days the file does not tell.
LEFT_ASIDE: Final = frozenset(
    map_headers(
        {
            "": """Country|Country ID|City|City ID|Region|Continent|Subcontinent|Platform|Audience name
                Item name|Item ID|Cohort|App-instance ID|Stream name|Stream ID|Namespace ID|User ID
                Effective user ID|Device category|Device model|Device brand|Browser|Browser version
                Operating system|OS with version|OS version|Language|Language code|Age|Gender
                Interests|Brand name|New / returning|New/established|User type|Screen resolution
                Platform / device category|App version|Page referrer|Link URL|Link domain|File name
                Search term|Session manual term|Manual term|Keyword|Content group|Content ID
                Content type|Nth week|Nth hour|Nth year|Nth minute|Hour|Day of week|Day of week name
                Week|ISO week|Month|Year|Week index|Month index|Session source platform
                First user source platform|Session Google Ads ad group name|Google Ads ad group name
                Order coupon|Transaction ID|Percent scrolled|Outbound|Method|Service provider
                Country|País|Ciudad|Cidade|Pays|Ville|Land|Stadt|Paese|Città|Plataforma|Plateforme
                Plattform|Categoría de dispositivo|Categoria do dispositivo|Catégorie d'appareil
                Gerätekategorie|ID del país|Nombre del artículo|App|Version|Latest release|Status|Category
                Ad unit|Product ID""",
        }
    )
)  # fmt: skip
METRICS: Final = map_headers(
    {
        "sessions": "Sessions|Visits|Sesiones|Sessões|Sitzungen|Sessioni",
        "engaged_sessions": """Engaged sessions|Sesiones con interacción|Sessões engajadas
            Sessions avec engagement|Sitzungen mit Interaktionen|Sitzungen mit Engagement
            Sessioni con coinvolgimento""",
        "users": """Active users|Users|Usuarios|Usuários|Utilisateurs|Nutzer|Utenti
            Usuarios activos|Usuários ativos|Utilisateurs actifs
            Aktive Nutzer|Utenti attivi""",
        "total_users": """Total users|Usuarios totales|Total de usuarios|Total de usuários
            Nombre total d'utilisateurs|Nutzer insgesamt|Utenti totali""",
        "new_users": """New users|Usuarios nuevos|Nuevos usuarios|Novos usuários
            Nouveaux utilisateurs|Neue Nutzer|Nuovi utenti""",
        "views": """Views|Pageviews|Screen page views|Vistas|Visualizaciones|Visualizações|Vues
            Aufrufe|Visualizzazioni""",
        "events": """Event count|Total events|Número de eventos|Recuento de eventos
            Contagem de eventos|Nombre d'événements|Ereignisanzahl|Conteggio eventi""",
        "key_events": """Key events|Conversions|Goal completions|Eventos clave|Conversiones
            Eventos principais|Conversões|Événements clés|Schlüsselereignisse|Conversions totales
            Eventi chiave|Conversioni""",
        "revenue": """Total revenue|Revenue|Ingresos totales|Total de ingresos|Receita total
            Revenus totaux|Revenu total|Gesamtumsatz|Entrate totali""",
        "engagement_seconds": """Average engagement time|Average engagement time per active user
            Tiempo de interacción medio|Tiempo de interacción medio por usuario activo
            Tempo médio de engajamento por usuário ativo
            Durée d'engagement moyenne par utilisateur actif
            Durchschnittliche Interaktionsdauer pro aktivem Nutzer
            Durata media del coinvolgimento per utente attivo""",
    }
)  # fmt: skip
_GOAL: Final = re.compile(r"\(goal \d+ completions\)$")
# Rates, averages over something else, and counts of what happened after the visit.
LEFT_ASIDE_LIKE: Final = re.compile(
    r"rate|\bper |\baverage|\bavg|\bdaily |bounce|duration|%|pages ?/ ?session|purchase|purchaser|"
    r"\bitems?\b|transactions|arpp?u|returning|^new$|lifetime|score|user engagement|"
    r"unique user scrolls|scrolled users|event value|^(week|day|semana) \d+$|\(goal \d+|"
    r"^\d+[ -]d(ays?|ías?|ias?)$|\bltv\b|^[dwm]au / [dwm]au$|ad unit|publisher ad|ad revenue|crash-free|"
    r"^screen views$|^product revenue$|^quantity$|^artículos|^[\w]+ conversions$|"
    r"^(taxa|tasa|taux|tasso)\b|médio|medio por|moyen|durchschnitt|media |pro |recurrent|recorrente|"
    r"^transa|^compras|^receita de|^ingresos de|^(entrances|exits|unique pageviews|page value)$"
)


@lru_cache(maxsize=4096)
def find_dimension(header: str) -> str | None:
    """Our field for a dimension, or None."""
    name = re.sub(r"\s*/\s*", "/", normalise_header(header))
    scoped = _SCOPED.match(name)
    if scoped:
        return _SCOPED_AS[scoped["what"]]
    return DIMENSIONS.get(name) or DIMENSIONS.get(re.sub(r" \(.*\)$", "", name))


@lru_cache(maxsize=4096)
def find_metric(header: str) -> str | None:
    """Our field for a metric; completions of single goals are key events."""
    name = normalise_header(header)
    return "key_events" if _GOAL.search(name) else METRICS.get(name)


def is_left_aside(header: str) -> bool:
    """Whether a column is known, and none of ours on purpose."""
    name = normalise_header(header)
    slashed = re.sub(r"\s*/\s*", " / ", name)
    return name in LEFT_ASIDE or slashed in LEFT_ASIDE or bool(LEFT_ASIDE_LIKE.search(name))
