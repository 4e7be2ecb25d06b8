"""What the audit record knows, one file per noun."""

from audit.models.events import AuditEvent
from audit.models.reads import ReadEvent

__all__ = ["AuditEvent", "ReadEvent"]
