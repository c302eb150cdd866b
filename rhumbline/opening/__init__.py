"""Opening an export: bytes of any shape become sheets of text cells, not yet interpreted."""

from rhumbline.opening.document import Document, open_documents
from rhumbline.opening.sheet import Sheet

__all__ = ["Document", "Sheet", "open_documents"]
