"""The mail with information: its template, and sending it."""

from django.core.mail import EmailMessage
from django.db import transaction

from accounts.models import User
from advice.actions import contacts
from advice.models import Contact, InfoPack
from advice.towns import sent_before
from audit.actions import record, snapshot
from core import dates
from core.exceptions import Conflict
from municipalities.models import Municipality

FIELDS = ("subject", "text")


@transaction.atomic
def edit_template(*, by: User, subject: str, text: str, version: int) -> InfoPack:
    """Change subject and text for all mails to come."""
    InfoPack.objects.get_or_create(pk=InfoPack.ONE)
    row: InfoPack = InfoPack.objects.select_for_update().get(pk=InfoPack.ONE)
    if (row.subject, row.text) == (subject, text):
        return row
    if row.version != version:
        raise Conflict("Der Text wurde inzwischen von jemand anderem geändert. Bitte die Seite neu öffnen.")
    before = snapshot(row, FIELDS)
    row.subject, row.text, row.version = subject, text, row.version + 1
    row.save(update_fields=["subject", "text", "version"])
    record("edit_info_pack", row, by=by, label="Infopaket geändert", before=before, after=snapshot(row, FIELDS))
    return row


@transaction.atomic
def send(municipality: Municipality, *, by: User, to: str, subject: str, text: str) -> Contact:
    """Send the mail and keep it as a contact: both or neither, because the mail is a job of this transaction.

    The very same letter to the same address is sent once a day.
    """
    letter = f"{subject}\n\n{text}"
    sent = Contact.objects.filter(
        channel=Contact.Channel.INFO_PACK, happened_on=dates.today(), caller_name=to, text=letter.strip(), noted_by=by
    )
    if known := sent_before(sent, [municipality], by=by):
        contact: Contact = known
        return contact
    EmailMessage(" ".join(subject.split()), text, to=[to], reply_to=[by.email]).send()
    return contacts.note(
        by=by, municipalities=[municipality], channel=Contact.Channel.INFO_PACK, caller_name=to,
        text=letter,
    )  # fmt: skip
