"""What the operator owes its readers: Impressum, Datenschutzhinweise, accessibility, and a way to report barriers."""
