"""One verdict, and everything that shows it: terminal, markdown, HTML, CSV, traces and what-if."""
