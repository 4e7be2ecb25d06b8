"""Which towns are to be asked whether their contacts are still true, and at which address."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from municipalities.models import ConfirmationRequest, ContactPerson, Municipality
from municipalities.models.contacts import CONFIRM_AGAIN_AFTER

REMIND_AFTER = timedelta(days=30)
LINK_LASTS = timedelta(days=60)
# Whom to ask first: the coordination, then the head, then anybody; and of each the Funktionspostfach.
ASKED_FIRST = (ContactPerson.Role.COORDINATION, ContactPerson.Role.HEAD)


def stale_contacts(on: date) -> dict[int, list[ContactPerson]]:
    """Contacts of today, read by the office too, that nobody has confirmed or entered within a year; by town."""
    towns = Municipality.objects.of_saxony().existing(on=on)
    rows = ContactPerson.objects.shared().current(on=on).filter(municipality__in=towns)
    return _by_town(rows.not_confirmed_since(on - CONFIRM_AGAIN_AFTER))


def contacts_of(town: Municipality, on: date) -> list[ContactPerson]:
    """What a link shows: the town's contacts of the day as the office knows them; nothing kept inside."""
    return list(ContactPerson.objects.shared().current(on=on).filter(municipality=town).for_list())


def towns_to_ask(on: date) -> list[Municipality]:
    """Towns with a stale contact that have not been asked within a year."""
    asked = ConfirmationRequest.objects.filter(asked_on__gt=on - CONFIRM_AGAIN_AFTER).values("municipality_id")
    due = Municipality.objects.filter(pk__in=stale_contacts(on)).exclude(pk__in=asked)
    return list(due.order_by("sort_key", "pk"))


def requests_to_remind(on: date) -> list[ConfirmationRequest]:
    """Asked a month ago or longer, not answered, not reminded, and still something to confirm."""
    rows = ConfirmationRequest.objects.open().filter(reminded_on=None, asked_on__lte=on - REMIND_AFTER)
    return list(rows.filter(municipality__in=stale_contacts(on)).for_list())


def address_of(contacts: Iterable[ContactPerson]) -> str:
    """Where a town is asked; empty where no contact has an address."""
    ranked = sorted(contacts, key=lambda row: (_rank(row), row.pk))
    return next((row.office_email or row.email for row in ranked if row.office_email or row.email), "")


def _rank(row: ContactPerson) -> int:
    return next((place for place, role in enumerate(ASKED_FIRST) if row.role == role), len(ASKED_FIRST))


def _by_town(rows: Iterable[ContactPerson]) -> dict[int, list[ContactPerson]]:
    found: dict[int, list[ContactPerson]] = defaultdict(list)
    for row in rows:
        if row.municipality_id is not None:
            found[row.municipality_id].append(row)
    return dict(found)
