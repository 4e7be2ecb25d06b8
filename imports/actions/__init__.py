"""Everything that changes a Datenübernahme: uploading, mapping, deciding, carrying out, undoing, discarding."""
