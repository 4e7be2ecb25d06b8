"""Pages about accounts: the own one, those of a town, all of them."""
