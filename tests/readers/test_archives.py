"""What archives hold, whatever folder it lies in and whatever lies beside it."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from rhumbline.errors import BadExport
from rhumbline.ingest.inspect import inspect
from rhumbline.opening import packed

HERE = Path(__file__).parent
EXPORT = min((HERE / "x_content").glob("*/*.csv"))


def zipped(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in files.items():
            book.writestr(name, content)
    return target.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as book:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            book.addfile(info, io.BytesIO(content))
    return target.getvalue()


def read(folder: Path, name: str, content: bytes) -> tuple[str, int]:
    (folder / name).write_bytes(content)
    found = inspect(folder / name)
    return found["format"], found["rows"]


def test_the_export_is_read_from_any_archive(tmp_path: Path) -> None:
    said = EXPORT.read_bytes()
    want = read(tmp_path, EXPORT.name, said)
    inside = {
        "My downloads/2026/posts.csv": said,
        "My downloads/__MACOSX/2026/._posts.csv": b"\0\5\x16\7",
        "My downloads/.DS_Store": b"\0\0\0\1Bud1",
        "My downloads/media/soup.JPG": b"\xff\xd8\xff\xe0",
    }
    assert read(tmp_path, "a.zip", zipped(**inside)) == want
    assert read(tmp_path, "a.tar.gz", tarred(inside)) == want
    assert read(tmp_path, "b.tar.gz", tarred({"../../etc/posts.csv": said})) == want
    assert read(tmp_path, "a.csv.gz", gzip.compress(said)) == want
    assert not list(tmp_path.parent.glob("etc"))


def test_pictures_do_not_count_as_members(tmp_path: Path) -> None:
    pictures = {f"media/{n}.png": b"" for n in range(packed.MAX_MEMBERS + 1)}
    outbox = min((HERE / "mastodon_outbox").glob("*/*.json")).read_bytes()
    found = read(tmp_path, "archive-20260901.zip", zipped(**pictures, **{"outbox.json": outbox}))
    assert found[0] == "mastodon_outbox"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("cut.csv.gz", gzip.compress(EXPORT.read_bytes())[:-20], "damaged archive"),
        ("cut.tar.gz", tarred({"a.csv": EXPORT.read_bytes()})[:300], "damaged archive"),
        ("noise.gz", b"\x1f\x8b" + bytes(range(200)), "damaged archive"),
        ("in.zip", zipped(**{"a.csv.gz": gzip.compress(b"a,b\n")}), "archive inside another"),
        ("in.csv.gz", gzip.compress(zipped(**{"a.csv": b"a,b\n"})), "an archive inside another"),
        ("album.zip", zipped(**{"a.png": b"\x89PNG"}), "no file of data"),
    ],
    ids=lambda said: said if isinstance(said, str) else "",  # archives hold the time they were made
)
def test_what_cannot_be_unpacked_is_refused(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    with pytest.raises(BadExport, match=why):
        read(tmp_path, name, content)


def test_no_bomb_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MAX_BYTES", 10_000)
    for name, content in (("a.csv.gz", gzip.compress(b"a" * 10_001)),
                          ("a.tar.gz", tarred({"a.csv": b"a" * 10_001}))):  # fmt: skip
        with pytest.raises(BadExport, match="more than an export holds"):
            read(tmp_path, name, content)
