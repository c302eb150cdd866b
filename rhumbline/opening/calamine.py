"""Run as a process of its own: reads a workbook, which a damaged file can make crash or swell."""

import json
import sys
from pathlib import Path
from typing import Final

MEMORY: Final = 4 * 1024**3  # bytes beyond what the process has once it is started


def main(path: str, folder: str) -> None:
    """Write every sheet into `folder` as an Arrow file and print their names as JSON."""
    import fastexcel
    import polars as pl

    _bound_memory()
    try:
        book = fastexcel.read_excel(path)
        for number, title in enumerate(book.sheet_names):
            # skip_rows=0 keeps the blank rows before the first filled one: line numbers stay true.
            sheet = book.load_sheet(title, header_row=None, skip_rows=0, dtypes="string")
            frame = sheet.to_polars() if sheet.width else pl.DataFrame()
            frame.write_ipc(Path(folder) / f"{number}.arrow")
    except Exception as error:  # calamine raises its own family
        sys.exit(" ".join(str(error).split()))
    json.dump(book.sheet_names, sys.stdout)


def _bound_memory() -> None:
    """Two far-apart cells are a sheet of billions: what asks for that much is refused, not tried."""
    import resource

    status = Path("/proc/self/statm")
    if status.exists():
        used = int(status.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))


if __name__ == "__main__":
    main(*sys.argv[1:])
