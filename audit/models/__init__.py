"""What the audit record knows, one file per noun."""

from audit.models.events import AuditEvent
from audit.models.jobs import WorkerBeat
from audit.models.outbox import OutgoingMail
from audit.models.reads import ReadEvent

__all__ = ["AuditEvent", "OutgoingMail", "ReadEvent", "WorkerBeat"]
