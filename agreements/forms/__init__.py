"""Input for agreements; forms clean, they never save."""
