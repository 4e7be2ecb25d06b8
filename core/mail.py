"""Mail leaves through the job queue: written in the action's transaction, delivered by the worker.

A mail server that is slow or refuses never holds up a page, a rolled back action sends nothing, and the
answer to a password reset takes the same time for known and unknown addresses.
"""

import base64
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as MimeMessage
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django_tasks import task


class QueuedEmailBackend(BaseEmailBackend):
    """Django mail backend that queues each message as a job."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            raw = message.message().as_bytes()
            deliver.enqueue(base64.b64encode(raw).decode("ascii"), message.recipients())
        return len(email_messages)


@task()
def deliver(raw: str, recipients: list[str]) -> None:
    """Hand one queued message to the real mail backend; an error leaves the job failed, with its reason."""
    parsed = message_from_bytes(base64.b64decode(raw), policy=policy.default)
    connection: Any = get_connection(settings.DELIVERY_EMAIL_BACKEND)
    connection.send_messages([_rebuilt(parsed, recipients)])


def _rebuilt(parsed: MimeMessage, recipients: list[str]) -> EmailMultiAlternatives:
    """The queued message as Django object; Message-ID and Date stay, so that a repeated delivery is recognised."""
    plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    message = EmailMultiAlternatives(
        subject=str(parsed["Subject"]),
        body=plain.get_content() if plain else "",
        from_email=str(parsed["From"]),
        to=recipients,
        headers={"Message-ID": str(parsed["Message-ID"]), "Date": str(parsed["Date"])},
    )
    if html:
        message.attach_alternative(html.get_content(), "text/html")
    return message
