"""The search over everything a person may read; each kind of thing says itself what of it is found."""
