"""Pages of the Datenübernahmen, one file per step of the way."""
