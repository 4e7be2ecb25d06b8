"""Mail leaves through the outbox: written in the action's transaction, sent by the worker.

A mail server that is slow or refuses never holds up a page, a rolled back action sends nothing, and the
answer to a password reset takes the same time for known and unknown addresses.
"""

from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as MimeMessage
from email.message import Message
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import MIMEMixin

from audit.actions import mailing


class OutboxEmailBackend(BaseEmailBackend):
    """Django mail backend that puts each message into the outbox, once for every recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            mime = message.message()
            words = {"subject": str(message.subject), "message_id": str(mime["Message-ID"])}
            mailing.queue(mime.as_bytes(), recipients=message.recipients(), **words)
        return len(email_messages)


class StoredMime(MIMEMixin, Message):  # type: ignore[misc]  # Django builds its own messages the same way
    """A message as it was written, with the method the backends ask for."""


class StoredMail(EmailMultiAlternatives):
    """A letter of the outbox: what is sent are its stored bytes; Message-ID and Date stay as they were."""

    def __init__(self, content: bytes, recipient: str) -> None:
        self.content = content
        parsed: Any = message_from_bytes(content, policy=policy.default)
        super().__init__(str(parsed["Subject"]), _text(parsed, "plain"), str(parsed["From"]), [recipient])
        if html := _text(parsed, "html"):
            self.attach_alternative(html, "text/html")

    def message(self, **options: Any) -> Any:
        return message_from_bytes(self.content, StoredMime)


def _text(parsed: MimeMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    return str(part.get_content()) if part else ""


def deliver(content: bytes, recipient: str) -> None:
    """Hand one letter to the real mail backend; whatever it raises tells why it did not leave."""
    connection: Any = get_connection(settings.DELIVERY_EMAIL_BACKEND)
    connection.send_messages([StoredMail(content, recipient)])
