"""Writing contacts down."""

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction

from accounts.models import User
from advice.models import Contact
from advice.towns import require_past, together
from audit.actions import record, snapshot
from core import dates
from municipalities.models import Municipality
from tasks import actions as tasks
from tasks.models import Task

FIELDS = ("happened_on", "happened_time", "channel", "caller_name", "caller_office", "text")


@transaction.atomic
def note(
    *,
    by: User,
    municipalities: Iterable[Municipality],
    text: str,
    caller_name: str = "",
    caller_office: str = "",
    channel: str = Contact.Channel.PHONE,
    happened_on: date | None = None,
    happened_time: time | None = None,
    follow_up_on: date | None = None,
) -> Contact:
    """Keep what was said; a follow-up becomes a task of whoever wrote it down."""
    towns = together(municipalities)
    day = happened_on or dates.today()
    require_past(day, "Ein Kontakt")
    contact = Contact.objects.create(
        happened_on=day, happened_time=happened_time, channel=Contact.Channel(channel), caller_name=caller_name.strip(),
        caller_office=caller_office.strip(), text=text.strip(), noted_by=by,
    )  # fmt: skip
    contact.municipalities.set(towns)
    record(
        "note_contact", contact, by=by, label=f"{contact.title} aufgenommen",
        municipalities=[town.pk for town in towns], after=snapshot(contact, FIELDS),
    )  # fmt: skip
    if follow_up_on:
        tasks.create(
            by=by, title=f"Wiedervorlage zum {contact.title}", due_on=follow_up_on, side=Task.Side.STATE_OFFICE,
            municipalities=towns, person=by, subject=contact,
        )  # fmt: skip
    return contact
