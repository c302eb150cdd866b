"""Header words by meaning, in the languages exports come in: what `--suggest` guesses by."""

from typing import Final

# Ours → words of English, Spanish, Portuguese, French, German, Italian and Dutch headers.
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "published_at": (
        "published", "published at", "publish time", "publish date", "publication date", "posted",
        "posted at", "post date", "created", "created at", "creation date", "sent", "send date",
        "timestamp", "date", "time", "day", "when", "fecha", "fecha de publicación", "publicado",
        "data", "data de publicação", "data di pubblicazione", "date de publication", "publié",
        "datum", "veröffentlicht", "veröffentlichungsdatum", "erstellt", "erstellt am", "zeitpunkt",
        "gepubliceerd", "publicatiedatum",
    ),
    "permalink": (
        "permalink", "link", "url", "post url", "post link", "address", "enlace", "enlace permanente",
        "lien", "lien permanent", "link permanente", "adresse", "beitragslink", "collegamento",
    ),
    "native_id": (
        "id", "post id", "content id", "media id", "identifier", "identificador", "identifiant",
        "kennung", "beitrags-id", "identificativo", "bericht-id",
    ),
    "text": (
        "text", "message", "caption", "content", "title", "description", "post", "subject", "texto",
        "mensaje", "contenido", "título", "descripción", "mensagem", "conteúdo", "legenda", "texte",
        "légende", "titre", "contenu", "nachricht", "inhalt", "titel", "beschreibung", "beitrag",
        "testo", "didascalia", "titolo", "tekst", "bericht", "onderwerp", "betreff", "asunto",
    ),
    "account": (
        "account", "account name", "profile", "page", "page name", "channel", "author", "handle",
        "username", "cuenta", "perfil", "página", "conta", "compte", "konto", "seite", "profil",
        "pagina", "kanal", "kanaal", "auteur", "autor",
    ),
    "campaign": (
        "campaign", "campaign name", "campaña", "campanha", "campagne", "kampagne", "campagna",
    ),
    "currency": ("currency", "currency code", "moneda", "moeda", "währung", "devise", "valuta"),
    "labels": (
        "tags", "labels", "custom labels", "etiquetas", "étiquettes", "schlagwörter", "etichette",
    ),
    "type": ("type", "post type", "content type", "tipo", "typ", "beitragstyp", "soort"),
    "impressions": (
        "impressions", "impr.", "impr", "impresiones",
         "impressões", "impressionen", "impressioni", "vertoningen",
    ),
    "reach": ("reach", "alcance", "portée", "couverture", "reichweite", "copertura", "bereik"),
    "video_views": (
        "video views", "plays", "video plays", "reproducciones", "visualizações de vídeo",
        "vues de vidéo", "vues vidéo", "videoaufrufe", "visualizzazioni video", "videoweergaven",
    ),
    "views": (
        "views", "vistas", "visualizaciones", "visualizações", "vues", "aufrufe", "visualizzazioni",
        "weergaven",
    ),
    "engagements": (
        "engagements", "engagement", "interactions", "total engagements", "interacciones",
        "interações", "engajamentos", "interaktionen", "interazioni", "interacties",
    ),
    "reactions": (
        "likes", "reactions", "favorites", "favourites", "hearts", "upvotes", "me gusta",
        "reacciones", "curtidas", "gostos", "reações", "j'aime", "réactions", "gefällt mir",
        "gefällt-mir-angaben", "reaktionen", "mi piace", "reazioni", "vind-ik-leuks",
    ),
    "comments": (
        "comments", "replies", "comentarios", "respuestas", "comentários", "respostas",
        "commentaires", "réponses", "kommentare", "antworten", "commenti", "risposte", "reacties",
        "opmerkingen",
    ),
    "shares": (
        "shares", "reposts", "retweets", "boosts", "compartidos", "compartilhamentos", "partages",
        "geteilt", "geteilte inhalte", "condivisioni", "gedeeld",
    ),
    "saves": (
        "saves", "saved", "bookmarks", "guardados", "salvos", "itens salvos", "enregistrements",
        "gespeichert", "salvataggi", "opgeslagen",
    ),
    "link_clicks": (
        "link clicks", "url clicks", "outbound clicks", "clics en el enlace", "clics en enlaces",
        "cliques no link", "cliques em links", "clics sur le lien", "clics sur un lien",
        "linkklicks", "link-klicks", "clic sul link", "linkkliks",
    ),
    "clicks": ("clicks", "total clicks", "clics", "cliques", "klicks", "clic", "kliks"),
    "follows": (
        "follows", "new follows", "new followers", "followers gained", "subscribers gained",
        "nuevos seguidores", "novos seguidores", "nouveaux abonnés", "neue follower",
        "nuovi follower", "nieuwe volgers",
    ),
    "followers": (
        "followers", "total followers", "subscribers", "seguidores", "abonnés", "follower",
        "abonnenten", "volgers",
    ),
    "profile_visits": (
        "profile visits", "profile views", "visitas al perfil", "visitas ao perfil",
        "visites du profil", "profilaufrufe", "visite al profilo", "profielbezoeken",
    ),
    "sends": ("sends", "recipients", "total recipients", "envíos", "envios", "envois", "empfänger"),
    "opens": ("opens", "unique opens", "aperturas", "aberturas", "ouvertures", "öffnungen", "aperture"),
    "bounces": ("bounces", "total bounces", "rebotes", "rejets"),
    "unsubscribes": ("unsubscribes", "unsubscribed", "bajas", "désabonnements", "abmeldungen"),
    "spend": (
        "spend", "amount spent", "total spend", "total spent", "cost", "total cost", "gasto", "coste",
        "costo", "custo", "kosten", "coût", "valor gasto", "importe gastado", "valor usado",
        "montant dépensé", "ausgaben", "ausgegebener betrag", "importo speso", "besteed bedrag",
    ),
}  # fmt: skip
# A header with one of these is a rate or a mean, which adds up to nothing.
RATES: Final[tuple[str, ...]] = (
    "rate", "ratio", "average", "avg", "mean", "%", "per", "tasa", "promedio", "taxa", "média",
    "taux", "moyenne", "quote", "durchschnittlich", "tasso", "media", "percentage", "gemiddelde",
)  # fmt: skip
