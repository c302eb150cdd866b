"""`rhumbline formats`: what Rhumbline reads."""

from rich.table import Table

from rhumbline.cli.app import app
from rhumbline.reports.console import console


@app.command()
def formats() -> None:
    """List the formats that Rhumbline reads.

    A format marked unverified was declared from documentation, not from a real export.
    Example: `rhumbline formats`
    """
    from rhumbline.formats import load_formats
    from rhumbline.readers import READERS

    bundled = load_formats(None)
    unverified = {reader.format for reader in bundled}
    table = Table("platform", "format", "kind", "basis", box=None, padding=(0, 2, 0, 0))
    for reader in sorted([*READERS, *bundled], key=lambda each: (each.platform, each.format)):
        note = " (unverified)" if reader.format in unverified else ""
        table.add_row(reader.platform, reader.format + note, str(reader.kind), str(reader.basis))
    console().print(table)
