"""Which reader claims a document."""

from collections.abc import Sequence

from rhumbline.errors import BadExport
from rhumbline.opening import Document
from rhumbline.readers import READERS
from rhumbline.reading.reader import Reader


def recognise(
    document: Document, built_in: Sequence[Reader], declared: Sequence[Reader] = ()
) -> Reader | None:
    """The one reader that claims the document, or None.

    Declared mappings are asked after all code, those of the workspace before those that ship.
    Raises UserError naming both where two of one rank claim it.
    """
    ranks = sorted({reader.rank for reader in declared})
    by_rank = ([reader for reader in declared if reader.rank == rank] for rank in ranks)
    for readers in (built_in, *by_rank):
        claiming = [reader for reader in readers if reader.claims(document)]
        if len(claiming) > 1:
            names = " and ".join(reader.format for reader in claiming)
            raise BadExport(
                f"{document.name} is claimed by {names}.",
                None,
                "Narrow `needs` in the mapping under formats/ so that only one fits.",
            )
        if claiming:
            return claiming[0]
    return None


def claimed(
    document: Document, built_in: Sequence[Reader], declared: Sequence[Reader] = ()
) -> tuple[Document, Reader] | None:
    """The document and the one reader that claims it, or None.

    Where nobody does, titles that somebody put above the table are left out of it.
    """
    if (reader := recognise(document, built_in, declared)) is not None:
        return document, reader
    for below in document.below_titles():
        if (reader := recognise(below, built_in, declared)) is not None:
            return below, reader
    return None


def unknown(name: str, readers: Sequence[Reader]) -> BadExport:
    """The refusal of a file that no reader recognises."""
    platforms = ", ".join(sorted({reader.platform for reader in readers}))
    return BadExport(
        f"No reader recognises {name}.",
        f"Formats known: {platforms}.",
        f"Run `rhumbline inspect {name} --suggest` to draft a mapping for it.",
    )


def claim_documents(
    name: str, documents: Sequence[Document], declared: Sequence[Reader]
) -> list[tuple[Document, Reader]]:
    """The documents of a file that a reader claims, each with it; those without figures last.

    Raises BadExport where nobody claims any.
    """
    pairs = [claimed(document, READERS, declared) for document in documents]
    claims = sorted(filter(None, pairs), key=lambda claim: not claim[1].figures)
    if not claims:
        raise unknown(name, [*READERS, *declared])
    return claims
