"""What readers are made of: cells, numbers, dates, ids, and tables found by header or by position."""
