"""Texts without a byte-order mark that are not UTF-8: which code page they are taken for."""

from pathlib import Path

import pytest

from rhumbline.opening import open_documents

HEADERS = {
    "cp1252": [
        "Lifetime Likes by City - Åkersberga, Stockholm County, Sweden;Malmö, Skåne;Örebro",
        "Visualizaciones;Descripción;¿Cómo podar un peral?;niños;acción",
        "Aufrufe;Beiträge;Größe;Straße;Überschrift;schön;für Köln",
        "Vi\xaddeo;Vi\xaddeo\xadti\xadtel;Ver\xadöf\xadfent\xadli\xadchungs\xadzeit;Auf\xadru\xadfe;Abon\xadnen\xadten",
        "It’s “free” – come along…;café",
    ],
    "cp1250": ["Příliš žluťoučký kůň úpěl ďábelské ódy;Říčany;Děčín;zobrazení příspěvků"],
    "cp1251": ["Охват;Публикации;сентябрь;подписчики;3.апр;Просмотры"],
    "cp1253": ["Καλημέρα κόσμε;Αθήνα;Ιανουάριος;ακόλουθοι"],
    "shift_jis": ["インプレッション;エンゲージメント;東京;日付"],
}


@pytest.mark.parametrize(
    ("encoding", "header"), [(e, h) for e, headers in HEADERS.items() for h in headers]
)
def test_the_code_page_is_found(tmp_path: Path, encoding: str, header: str) -> None:
    export = tmp_path / "export.csv"
    export.write_bytes("\n".join([header, *["1;2;3"] * 20]).encode(encoding))
    with open_documents(export) as (document,):
        assert document.sheet.head[0] == header.split(";")
