"""What writes the audit's own tables; `record` and `record_read` are called by every other app's actions and views."""

from audit.actions.erasing import redact_history
from audit.actions.recording import record, record_read, snapshot

__all__ = ["record", "record_read", "redact_history", "snapshot"]
