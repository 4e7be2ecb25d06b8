"""What the daily round does for the contacts: asking towns once a year, and the information of Art. 14 DSGVO."""

from django.conf import settings
from django.urls import reverse

from audit.daily import Problem
from core import dates, formats
from municipalities.actions.confirming import ask_town, remind_town
from municipalities.actions.informing import open_notice, send_notice
from municipalities.confirming import requests_to_remind, towns_to_ask
from municipalities.models import ContactNotice, ContactPerson, NoticeText
from municipalities.models.contacts import ContactPersonQuerySet
from municipalities.models.notices import SENT_AFTER

PROCESS = "daily"


def confirmations_asked() -> str:
    """The letter of the year, and one reminder a month later."""
    today = dates.today()
    asked = [row for town in towns_to_ask(today) if (row := ask_town(town, by=None, process=PROCESS, link_to=link_to))]
    reminded = [remind_town(row, by=None, process=PROCESS, link_to=link_to) for row in requests_to_remind(today)]
    return f"{formats.count_of(len(asked), 'Kommune,Kommunen')} gefragt, {len(reminded)} erinnert"


def link_to(token: str) -> str:
    return f"{settings.SITE_ADDRESS}{reverse('portal:confirmation', args=[token])}"


def people_informed() -> str:
    """Everybody whose data others have entered is written to, once the letter is complete and a week has gone by."""
    today = dates.today()
    for contact in _not_yet_noted():
        open_notice(contact, by=None, process=PROCESS)
    pending = ContactNotice.objects.pending().filter(contact__in=_to_be_informed())
    text: NoticeText | None = NoticeText.objects.order_by("version").last()
    sent = 0
    if text and not text.gaps:
        for notice in pending.filter(opened_on__lte=today - SENT_AFTER).for_list():
            if notice.contact.email or notice.contact.office_email:
                send_notice(notice, by=None, process=PROCESS, text=text)
                sent += 1
    waiting, late = pending.count(), pending.overdue(on=today).count()
    told = f"{formats.count_of(sent, 'Person,Personen')} informiert, bei {waiting} steht die Information aus"
    if late:
        raise Problem(f"{told}, davon bei {late} länger als einen Monat")
    return told


def _to_be_informed() -> ContactPersonQuerySet:
    """Contacts of today with a person, as the office reads them; a Funktionspostfach is nobody."""
    readable: ContactPersonQuerySet = ContactPerson.objects.shared().current(on=dates.today())
    return readable.exclude(person=None)


def _not_yet_noted() -> ContactPersonQuerySet:
    return _to_be_informed().filter(notice=None)
