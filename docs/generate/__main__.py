"""`python -m docs.generate` writes the pages of docs/ that come out of the code."""

from docs.generate import data_dictionary, metrics


def write_pages() -> None:
    """Write docs/metrics.md and docs/data-dictionary.md anew."""
    metrics.PAGE.write_text(metrics.page(), encoding="utf-8")
    data_dictionary.PAGE.write_text(data_dictionary.page(), encoding="utf-8")


if __name__ == "__main__":
    write_pages()
