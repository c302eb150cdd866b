"""Instagram's data download as it comes: everything in one zip."""

import json
import zipfile
from pathlib import Path

from rhumbline.ingest.identify import claimed
from rhumbline.ingest.inspect import inspect
from rhumbline.opening import open_documents
from rhumbline.readers import READERS


def test_of_a_whole_download_the_files_with_figures_come_before_those_without(
    tmp_path: Path,
) -> None:
    """Of rows of one post, an export keeps the first: it has to be the one that tells figures."""
    uri = "media/posts/202405/1_n_18027462900000001.jpg"
    media = {"uri": uri, "creation_timestamp": 1715566876, "title": "Soup"}
    said = {"media_map_data": {"Media Thumbnail": media},
            "string_map_data": {"Likes": {"href": "", "value": "12", "timestamp": 0}}}  # fmt: skip
    path = tmp_path / "instagram-riverside.zip"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("content/posts_1.json", json.dumps([{"media": [media]}]))
        book.writestr("content/profile_photos.json", json.dumps({"ig_profile_picture": [media]}))
        book.writestr("media/posts/202405/1.jpg", b"\xff\xd8")
        book.writestr(
            "past_instagram_insights/posts.json", json.dumps({"organic_insights_posts": [said]})
        )
    with open_documents(path) as documents:
        found = [pair for d in documents if (pair := claimed(d, READERS))]
    found.sort(key=lambda pair: not pair[1].figures)
    assert [reader.format for _, reader in found] == ["instagram_download", "instagram_media"]


def test_two_posts_that_rounding_gave_one_id_are_both_refused(tmp_path: Path) -> None:
    header = ("Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,"
              "Permalink,Post type,Data comment,Date,Views\n")  # fmt: skip
    row = ("17935189202838004,17841400000000001,riverside,Riverside,Soup,0,{},"
           "https://www.instagram.com/p/{}/,IG image,,Lifetime,{}\n")  # fmt: skip
    path = tmp_path / "Jan-01-2025_Jan-31-2025_900000000000001.csv"
    path.write_text(
        header
        + row.format("01/13/2025 07:30", "DAAbCdEfGhI", 9)
        + row.format("01/14/2025 07:30", "DABbCdEfGhJ", 7),
        "utf-8",
    )
    found = inspect(path)
    assert (found["posts"], found["rejected"]) == (0, 2)
