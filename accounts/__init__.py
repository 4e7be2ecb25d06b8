"""Who signs in, with which function in which place and when; rights follow from that."""
