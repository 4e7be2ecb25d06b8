"""The kernel: access, scoping, dates, blocks, forms, PDF. It knows no word of the domain."""
