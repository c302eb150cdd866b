"""`make bench`: run the race and write docs/performance.md."""

import argparse
from pathlib import Path
from typing import Final

from bench.contenders import Field
from bench.page import write
from bench.race import race

_REPOSITORY: Final = Path(__file__).resolve().parent.parent


def main() -> None:
    """Run the race as the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--dlt-python", type=Path, default=_REPOSITORY / ".venv-bench/bin/python")
    parser.add_argument("--folder", type=Path, default=_REPOSITORY / "bench/data")
    parser.add_argument("--page", type=Path, default=_REPOSITORY / "docs/performance.md")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    asked = parser.parse_args()
    if len(set(asked.sizes)) < 2:
        parser.error("--sizes needs two at least: the smallest says what every run pays")
    field = Field(asked.folder.absolute(), asked.dlt_python.absolute())
    for results in race(field, sorted(set(asked.sizes)), asked.rounds):
        write(asked.page, results, field.dlt_python)
        print(f"Written to {asked.page}.\n")


if __name__ == "__main__":
    main()
