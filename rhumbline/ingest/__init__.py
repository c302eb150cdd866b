"""From archived files to rows in core: identify, settle the provenance, read, store."""
