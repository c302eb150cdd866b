"""`make bench`: measure what a night costs, and write docs/performance.md."""

import argparse
import os
from pathlib import Path
from typing import Final

from bench.bouts import BOUTS, Sizes, measure
from bench.contenders import BenchFolder
from bench.page import write

_REPOSITORY: Final = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure as the command line asks; the page is written again after each bout."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--dlt-python", type=Path, default=_REPOSITORY / ".venv-bench/bin/python")
    parser.add_argument("--folder", type=Path, default=_REPOSITORY / "bench/data")
    parser.add_argument("--page", type=Path, default=_REPOSITORY / "docs/performance.md")
    parser.add_argument("--rounds", type=int, default=5, help="three at most for the huge history")
    parser.add_argument("--only", nargs="+", choices=BOUTS, default=list(BOUTS))
    for name, size in vars(Sizes()).items():
        parser.add_argument(f"--{name}", type=int, default=size, metavar="POSTS")
    asked = parser.parse_args()
    sizes = Sizes(asked.small, asked.middle, asked.large, asked.huge)
    ground = BenchFolder(asked.folder.absolute(), asked.dlt_python.absolute())
    ground.folder.mkdir(parents=True, exist_ok=True)
    load, *_ = os.getloadavg()
    for results in measure(ground, sizes, asked.rounds, asked.only):
        write(asked.page, results, sizes, ground.dlt_python, load)
        print(f"Written to {asked.page}.\n")


if __name__ == "__main__":
    main()
