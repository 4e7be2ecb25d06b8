"""Tasks and reminders that people own: somebody wrote them down, somebody ticks them off."""
