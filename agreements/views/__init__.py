"""Pages of the agreements, one file per kind of work."""
