"""Verteiler: from a filtered list to the people to write to, as BCC text and as the source of a Serienbrief."""
