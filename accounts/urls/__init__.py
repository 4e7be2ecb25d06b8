"""URLs of signing in and of the own account, and of the pages on which accounts are kept."""
