"""Consultations and contacts of earlier days from a file, one on each line; a joint one names several towns."""
