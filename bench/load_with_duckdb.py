"""The first yardstick: DuckDB reads the export into a table, and that is all it does."""

import sys

import duckdb

with duckdb.connect(sys.argv[2]) as connection:
    connection.execute("create table posts as select * from read_csv(?)", [sys.argv[1]])
