"""What writes the audit's own tables; `record` and `record_read` are called by every other app's actions and views."""

from audit.actions.erasing import redact_history
from audit.actions.recording import Entry, record, record_many, record_read, snapshot

__all__ = ["Entry", "record", "record_many", "record_read", "redact_history", "snapshot"]
