"""The information of Art. 14 DSGVO: its text, whom it is due to, and that it was given."""

from datetime import date
from typing import Any

from django.db import transaction

from audit.actions import record, snapshot
from core import dates, formats
from core.exceptions import Conflict
from municipalities import letters
from municipalities.models import ContactNotice, ContactPerson, NoticeText
from municipalities.models.bearers import places_of
from municipalities.models.notice_texts import PARTS

TEXT_FIELDS = ("subject", "body", *PARTS.values())
FIELDS = ("contact", "opened_on", "informed_on", "way", "text", "note")


@transaction.atomic
def publish_notice_text(*, by: Any, version: int, **values: str) -> NoticeText:
    """The next version of the letter; the same words again are no new version. `version` is the one that was read."""
    newest: NoticeText | None = NoticeText.objects.select_for_update().order_by("version").last()
    wording = {name: values[name].replace("\r\n", "\n").strip() for name in TEXT_FIELDS}
    if newest and all(getattr(newest, name) == value for name, value in wording.items()):
        return newest
    if version != (newest.version if newest else 0):
        raise Conflict("Inzwischen hat jemand eine andere Fassung veröffentlicht. Bitte die Seite neu öffnen.")
    row: NoticeText = NoticeText.objects.create(
        **wording, version=version + 1, published_on=dates.today(), published_by=str(by)[:200]
    )
    record(
        "publish_notice_text", row, by=by, label="Informationsschreiben veröffentlicht",
        after=snapshot(row, ("version", *TEXT_FIELDS)),
    )  # fmt: skip
    return row


@transaction.atomic
def open_notice(contact: ContactPerson, *, by: Any | None, process: str = "") -> ContactNotice:
    """Note that the person of a contact is to be informed; from this day the month runs."""
    row, is_new = ContactNotice.objects.get_or_create(contact=contact, defaults={"opened_on": dates.today()})
    if is_new:
        _record("open_notice", "Information nach Art. 14 DSGVO steht an", row, by=by, process=process)
    notice: ContactNotice = row
    return notice


@transaction.atomic
def send_notice(notice: ContactNotice, *, by: Any | None, text: NoticeText, process: str = "") -> ContactNotice:
    """Inform the person by mail, once; who has been told in any way is not written to again."""
    row = _locked(notice)
    if row.informed_on:
        return row
    if text.gaps:
        raise Conflict(f"Im Informationsschreiben ist noch auszufüllen: {', '.join(text.gaps)}.")
    contact = ContactPerson.objects.for_list().get(pk=row.contact_id)
    if not (contact.email or contact.office_email):
        raise Conflict("Ohne E-Mail-Adresse bitte auf anderem Weg informieren und den Tag hier eintragen.")
    _inform(row, dates.today(), ContactNotice.Way.MAIL, text=text)
    _record("send_notice", "Nach Art. 14 DSGVO per Mail informiert", row, by=by, process=process)
    letters.send_notice(contact, text)
    return row


@transaction.atomic
def mark_informed(notice: ContactNotice, *, by: Any, informed_on: date, note: str) -> ContactNotice:
    """The person has been told in another way, on a day and by words of the office."""
    row = _locked(notice)
    if (row.informed_on, row.note) == (informed_on, note):
        return row
    if row.informed_on:
        raise Conflict(f"Diese Person ist schon informiert: {row.get_way_display()} am "
                       f"{formats.day(row.informed_on)}.")  # fmt: skip
    _inform(row, informed_on, ContactNotice.Way.OTHER, note=note)
    _record("mark_informed", "Nach Art. 14 DSGVO auf anderem Weg informiert", row, by=by)
    return row


def _locked(notice: ContactNotice) -> ContactNotice:
    row: ContactNotice = ContactNotice.objects.select_for_update().get(pk=notice.pk)
    return row


def _inform(row: ContactNotice, on: date, way: str, *, text: NoticeText | None = None, note: str = "") -> None:
    row.informed_on, row.way, row.text, row.note = on, way, text, note
    row.save(update_fields=["informed_on", "way", "text", "note"])


def _record(action: str, label: str, row: ContactNotice, *, by: Any | None, process: str = "") -> None:
    # Told about the contact: its log is where the office looks.
    record(
        action, row.contact, by=by, process=process, label=label, municipalities=places_of(row.contact),
        after=snapshot(row, FIELDS), visibility=row.contact.visibility,
    )  # fmt: skip
