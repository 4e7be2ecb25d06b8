"""Everything that changes notices, acknowledgements and reports."""
