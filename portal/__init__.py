"""Pages that show several apps together: start page per role, municipalities with block board and timeline."""
