"""`python -m rhumbline`."""

from rhumbline.cli import main

main()
