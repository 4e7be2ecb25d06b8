"""Everything that changes agreements; only these modules write `status`."""
