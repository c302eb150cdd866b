"""YouTube Studio's words, in the languages whose exports have been seen, and what they are to us."""

import re
from typing import Final

from rhumbline.reading.cells import map_headers

# English, German, Portuguese, Spanish, French, Italian, Indonesian, Turkish, Russian, Japanese,
# Korean. Which of them real files have shown is told in docs/formats/youtube.md.
METRICS: Final = {
    "video_views": """Views|Aufrufe|Visualizações|Visualizaciones|Vistas|Vues|Visualizzazioni
        Penayangan|Görüntüleme|Просмотры|視聴回数|조회수""",
    "watch_seconds": """Watch time (hours)|Wiedergabezeit (Stunden)|Tempo de exibição (horas)
        Tiempo de visualización (horas)|Durée de visionnage (heures)
        Tempo di visualizzazione (ore)|Waktu tonton (jam)|İzlenme süresi (saat)
        Время просмотра (часы)|総再生時間（単位: 時間）|시청 시간(단위: 시간)""",
    "follows": """Subscribers|Abonnenten|Inscritos|Suscriptores|Abonnés|Iscritti|Subscriber|Aboneler
        Подписчики|チャンネル登録者|구독자""",
    "impressions": """Impressions|Impressionen|Impressões|Impresiones|Impressioni|Tayangan
        インプレッション数|노출수""",
    "reactions": "Likes|Me gusta|J'aime|J’aime|高評価数|좋아요",
    "comments": "Comments added|コメントの追加回数|コメント追加回数|추가된 댓글 수|Komentar ditambahkan",
    "shares": "Shares|Partages|Pembagian|共有数|공유",
}
VIDEO: Final = {
    "native_id": """Content|Video|Videos|Conteúdo|Contenido|Contenu|Contenuti|Konten|İçerik|Контент
        コンテンツ|콘텐츠|동영상""",
    "text": """Video title|Videotitel|Título do vídeo|Título del vídeo|Título del video
        Titre de la vidéo|Titolo video|Judul video|Video başlığı|Название видео|動画のタイトル
        동영상 제목""",
    "day": """Video publish time|Veröffentlichungszeitpunkt des Videos
        Horário de publicação do vídeo|Hora de publicación del vídeo|Hora de publicación del video
        Heure de publication de la vidéo|Ora pubblicazione video|Waktu publikasi video
        Videonun yayınlanma tarihi|Время публикации видео|動画公開時刻|동영상 게시 시간""",
}
DATE: Final = {
    "day": "Date|Datum|Data|Fecha|Tanggal|Tarih|Дата|日付|날짜",
}
# What the rows of a breakdown are; unnamed ones are known by what stands in their cells.
FACETS: Final = {
    "country": "Geography|Geografie|География|País",
    "location": "Cities|Cidades|Ciudades|Städte|Villes|Città",
    "age": "Viewer age|Idade do espectador|Edad del espectador|Alter der Zuschauer",
    "gender": "Viewer gender|Gênero do espectador|Género del espectador|Geschlecht der Zuschauer",
    "subscription": "Subscription status|Status da inscrição|Estado de la suscripción|Abostatus",
}
OTHERS: Final = {
    "other": """Traffic source|Device type|Operating system|Playback location|Playlist
        Subscription source|Sharing service|YouTube product|Content type|Player type|Card type|Card
        End screen element type|End screen element|Subtitles and CC|Video info language
        Translation use|Live/on demand|Organic or paid|Ad type|Transaction type|Revenue source
        Viewer type|New and returning viewers|Audience by watch behavior|Источник трафика
        Origem do tráfego|Local da reprodução|Tipo de dispositivo|Sistema operacional
        Origem da inscrição|Serviço de compartilhamento|Produto do YouTube|Tipo de conteúdo
        Fuente de tráfico|Ubicación de reproducción|Sistema operativo|Fuente de la suscripción
        Tipo de contenido|Zugriffsquelle|Wiedergabeort|Gerätetyp|Betriebssystem|Inhaltstyp
        Source de trafic|Lieu de lecture|Type d'appareil|Système d'exploitation|Type de contenu
        Sorgente di traffico|Luogo di riproduzione
        City name|Nome da cidade|Nombre de la ciudad|Name der Stadt|Nom de la ville""",
}
TOTALS: Final = frozenset(
    map_headers({"total": "Total|Gesamt|Totale|Totaal|Toplam|Итоговое значение|合計|합계"})
)
# Watchers are not all who saw a thumbnail, so unique viewers are not reach; gains and losses of
# subscribers are parts of Subscribers, which is their difference; engaged views are some of Views.
_ITS_OWN: Final = frozenset(
    map_headers(
        {
            "views": """Engaged views|Vues engagées|Visualizações engajadas|유효 조회수
                Visualizzazioni "engaged"|YouTube Premium views|YouTube Premium watch time (hours)
                YouTube Premium 조회수|YouTube Premium 시청 시간(단위: 시간)
                Visualizações intencionais""",
            "viewers": """Unique viewers|New viewers|Returning viewers|Casual viewers
                Regular viewers|Einzelne Zuschauer|Espectadores únicos|Spectateurs uniques
                Novos espectadores|Espectadores recorrentes
                Spettatori unici|Nuovi spettatori|Spettatori di ritorno|Spettatori occasionali
                Spettatori abituali|ユニーク視聴者数|新しい視聴者数|リピーター""",
            "averages": """Average view duration|Average views per viewer
                Durchschnittliche Wiedergabedauer|Duração média da visualização
                Durée moyenne d'une vue|Durata di visualizzazione media
                Media di visualizzazioni per spettatore|平均視聴時間|평균 시청 지속 시간
                Average concurrent viewers|Média de visualizações por espectador""",
            "subscribers": """Subscribers gained|Subscribers lost|Suscriptores ganados
                Suscriptores perdidos|Abonnés gagnés|登録者増加数|구독자 증가수
                Subscriber yang diperoleh|Subscriber yang hilang|Post subscribers|Shown in feed""",
            "dislikes": "Dislikes|Tidak suka",
            "cards": """End screen elements shown|End screen element clicks|Cards shown|Card clicks
                Card teasers shown|Card teaser clicks|Saved to playlist|Removed from playlist
                Peak concurrent viewers|Chat messages|Remix count|Remix views|Hypes|Hype points""",
        }
    )
)
_ANYBODYS: Final = frozenset(
    map_headers(
        {
            "length": "Duration|Dauer|Duração|Duración|Durée|Durata|Durasi|Süre|長さ|길이",
            "money": "Estimated monetized playbacks|Ad impressions|Transactions",
        }
    )
)
IGNORED: Final = _ITS_OWN | _ANYBODYS
IGNORED_LIKE: Final = re.compile(r"\(%\)$|\([a-z]{3}\)$")  # rates, and money with its currency
# What other platforms do not head a column with.
VIEWED: Final = frozenset(
    map_headers({name: METRICS[name] for name in ("video_views", "watch_seconds", "follows")})
)
TELLING: Final = VIEWED | {f"{name} (%)" for name in VIEWED} | _ITS_OWN
REVENUE: Final = re.compile(
    r"estimated (?:partner )?revenue|receita estimada|geschätzter umsatz|ingresos estimados"
    r"|revenus? estimés?|推定収益|예상 수익|파트너 수익|^rpm \("
)
