"""Run as a process of its own: reads workbooks, since a damaged one can make its reader crash or swell."""

import json
import sys
from pathlib import Path
from typing import Final

MEMORY: Final = 4 * 1024**3  # bytes beyond what the process has once it is started


def main() -> None:
    """Answer each line of JSON, [path, folder], with the names of the sheets or with an error.

    The sheets are in `folder` by then, as 0.arrow, 1.arrow and so on: those that hold anything,
    hidden ones last. Ends with its input.
    """
    import fastexcel  # noqa: F401 - what is loaded now is not counted as a workbook's

    _bound_memory()
    for line in sys.stdin:
        try:
            answer: object = _written(*json.loads(line))
        except BaseException as error:
            # Calamine raises a family of its own; its panics are no Exception, and caught here.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            answer = {"error": " ".join(str(error).split())}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _written(path: str, folder: str) -> list[str]:
    import fastexcel
    import polars as pl

    book = fastexcel.read_excel(path)
    seen: list[tuple[str, pl.DataFrame]] = []
    hidden: list[tuple[str, pl.DataFrame]] = []
    for title in book.sheet_names:
        # skip_rows=0 keeps the blank rows before the first filled one: line numbers stay true.
        sheet = book.load_sheet(title, header_row=None, skip_rows=0, dtypes="string")
        if sheet.width:
            (seen if sheet.visible == "visible" else hidden).append((title, sheet.to_polars()))
    sheets = [*seen, *hidden] or [(title, pl.DataFrame()) for title in book.sheet_names[:1]]
    for number, (_, frame) in enumerate(sheets):
        frame.write_ipc(Path(folder) / f"{number}.arrow")
    return [title for title, _ in sheets]


def _bound_memory() -> None:
    """Two far-apart cells are a sheet of billions: what asks for that much is refused, not tried."""
    import resource

    import polars as pl

    pl.DataFrame({"started": [1]}).select(pl.col("started") + 1)  # its threads have their stacks
    status = Path("/proc/self/statm")
    if status.exists():
        used = int(status.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))


if __name__ == "__main__":
    main()
