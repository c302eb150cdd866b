"""What docs/formats says of formats is true, and no format is left out."""

import re
from pathlib import Path

import pytest

from models.formats import DeclaredFormat
from rhumbline.formats.loading import read_mapping
from rhumbline.formats.reader import mappable_names
from rhumbline.readers import READERS
from rhumbline.readers.own.rows import TEMPLATES, Role
from rhumbline.reading.batch import Kind

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {page.stem: page.read_text("utf-8") for page in sorted((DOCS / "formats").glob("*.md"))}
DECLARATIVE = PAGES["declarative"]


@pytest.mark.parametrize(
    "name", sorted(reader.format for reader in READERS if reader.platform != "log")
)
def test_every_format_is_described_on_some_page(name: str) -> None:
    assert any(f"`{name}`" in text for text in PAGES.values())


def test_the_index_leads_to_every_page_and_nowhere_else() -> None:
    index = (DOCS / "formats.md").read_text("utf-8")
    assert set(re.findall(r"\(formats/([\w-]+)\.md\)", index)) == set(PAGES)


@pytest.mark.parametrize("page", [*PAGES, "../formats"])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    path = DOCS / "formats" / f"{page}.md"
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).resolve().is_file(), target


def test_the_example_of_a_mapping_is_one() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", DECLARATIVE, re.DOTALL)
    reader, mistakes = read_mapping(example.encode(), "board.yaml", 1)
    assert mistakes == []
    assert reader is not None


def test_every_key_of_a_mapping_is_explained() -> None:
    table = DECLARATIVE.partition("## Every key")[2].partition("##")[0]
    assert set(
        re.findall(r"`(\w+)`", "".join(re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)))
    ) >= set(DeclaredFormat.model_fields)


def test_every_name_of_ours_is_listed() -> None:
    listed = DECLARATIVE.partition("## Our names")[2].partition("##")[0]
    metrics = set(mappable_names(Kind.DAILY)) - {"date", "account"}
    for kind in (Kind.POSTS, Kind.DAILY, Kind.AUDIENCE, Kind.TRAFFIC, Kind.CONVERSIONS):
        for name in set(mappable_names(kind)) - metrics:
            assert re.search(rf"\b{name}\b", listed), f"{kind} {name}"


@pytest.mark.parametrize("role", TEMPLATES)
def test_every_column_of_your_own_files_is_explained(role: Role) -> None:
    part = PAGES["own-files"].partition(f"## {role}.csv")[2].partition("\n## ")[0]
    words = re.findall(r"\w+", " ".join(re.findall(r"^\| ([^|]+) \|", part, re.MULTILINE)))
    assert {*TEMPLATES[role]} <= {*words}
