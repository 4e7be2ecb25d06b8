"""What `make` calls: set-up, demo, test engine, checks, lock, screenshots."""
