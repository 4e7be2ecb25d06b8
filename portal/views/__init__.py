"""Pages of the portal: start page, towns, contact persons."""
