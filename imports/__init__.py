"""Datenübernahme: rows of a file become records, looked at line by line before and undone as a whole afterwards."""
