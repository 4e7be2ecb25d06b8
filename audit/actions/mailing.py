"""The outbox's way from written to sent, or given up."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import structlog
from django.db import transaction

from audit.actions.recording import record
from audit.models import OutgoingMail
from core import dates
from core.exceptions import Conflict

logger = structlog.get_logger("asskomm.mail")

# After each failed attempt; after the last one, about four days later, the letter is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 24 * 60, 24 * 60))
KEPT_FOR = timedelta(days=30)
PERMANENT = 500

Deliver = Callable[[bytes, str], None]


def queue(content: bytes, *, recipients: Iterable[str], subject: str, message_id: str) -> list[OutgoingMail]:
    """Put a letter into the outbox, once for every recipient, in the transaction of whoever writes it."""
    rows = [
        OutgoingMail(recipient=recipient, subject=subject[:400], message_id=message_id, message=content)
        for recipient in dict.fromkeys(recipients)
    ]
    return OutgoingMail.objects.bulk_create(rows)


@transaction.atomic
def send_next(deliver: Deliver) -> bool | None:
    """Send the letter that waits longest: True when it left or was refused for good, False when the server is at
    fault, None when nothing is due.

    The row stays locked until the answer is in, so two workers never send the same letter. A worker killed between
    the server's yes and the commit sends it twice, with the same Message-ID.
    """
    row = OutgoingMail.objects.due(dates.now()).select_for_update(skip_locked=True).first()
    if row is None:
        return None
    row.attempts += 1
    try:
        deliver(bytes(row.message), row.recipient)
    except Exception as error:  # whatever goes wrong with one letter must not end the worker
        return _failed(row, error)
    # The text leaves with the letter: a copy of the database holds no link that opens an account.
    row.sent_at, row.last_error, row.message, row.blanked_at = dates.now(), "", b"", dates.now()
    row.save(update_fields=["attempts", "sent_at", "last_error", "message", "blanked_at"])
    return True


def _failed(row: OutgoingMail, error: Exception) -> bool:
    is_refused = isinstance(error, SMTPRecipientsRefused)
    is_permanent = isinstance(error, SMTPRecipientsRefused) and all(
        code >= PERMANENT for code, _ in error.recipients.values()
    )
    row.last_error = _told(error)
    if is_permanent or row.attempts > len(PAUSES):
        row.failed_at = dates.now()
    else:
        row.next_try_at = dates.now() + PAUSES[row.attempts - 1]
    row.save(update_fields=["attempts", "last_error", "failed_at", "next_try_at"])
    logger.warning("mail not sent", mail=row.pk, attempts=row.attempts, error=type(error).__name__)
    return is_refused


def _told(error: Exception) -> str:
    """The server's own words; of a refused recipient only what the server says about it."""
    if isinstance(error, SMTPRecipientsRefused):
        answers = [f"{code} {answer.decode('utf-8', 'replace')}" for code, answer in error.recipients.values()]
        return f"Empfänger abgelehnt: {'; '.join(answers)}"[:300]
    return f"{type(error).__name__}: {error}"[:300]


@transaction.atomic
def resend(mail: OutgoingMail, *, by: Any) -> OutgoingMail:
    """Try at once again, with as many attempts as a new letter has."""
    row: OutgoingMail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if row.sent_at:
        raise Conflict("Diese Mail ist inzwischen angekommen. Bitte die Seite neu laden.")
    if not row.may_be_repeated:
        raise Conflict("Der Text dieser Mail ist schon gelöscht. Bitte den Vorgang wiederholen, der sie auslöst.")
    row.attempts, row.failed_at, row.next_try_at = 0, None, dates.now()
    row.save(update_fields=["attempts", "failed_at", "next_try_at"])
    record("resend_mail", row, by=by, label="Mail noch einmal senden")
    return row


@transaction.atomic
def blank_old() -> int:
    """Forget the text of letters that were given up; that they were written stays known."""
    done_before = dates.now() - KEPT_FOR
    rows = OutgoingMail.objects.filter(created_at__lt=done_before, blanked_at=None).exclude(
        sent_at=None, failed_at=None
    )
    return rows.update(message=b"", blanked_at=dates.now())
