"""Files kept for a record: stored byte for byte, checked on the way in, protected on the way out."""
