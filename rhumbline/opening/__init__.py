"""Opening an export: bytes of any shape become sheets of text cells, not yet interpreted."""

from rhumbline.opening.document import Document, Sheet, open_documents

__all__ = ["Document", "Sheet", "open_documents"]
