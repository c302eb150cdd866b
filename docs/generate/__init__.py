"""Pages of docs/ that come out of the code; `make docs` writes them."""
