"""The schema of what is stored and the questions people ask, as files of SQL."""
