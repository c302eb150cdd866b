"""What a night costs, measured against DuckDB's plain CSV load and against dlt; see `make bench`."""
