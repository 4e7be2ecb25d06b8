"""Pages of the file of record."""
