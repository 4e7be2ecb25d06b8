"""Writing contacts down."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db import transaction

from accounts.models import User
from advice.in_stead import responsible_in_stead
from advice.models import Contact
from advice.towns import require_past, sent_before, together
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
    """Keep what was said; a follow-up becomes a task of whoever wrote it down. The same note sent twice is one."""
    towns = together(municipalities)
    day = happened_on or dates.today()
    require_past(day, "Ein Kontakt")
    said: dict[str, Any] = {
        "happened_on": day, "happened_time": happened_time, "channel": Contact.Channel(channel),
        "caller_name": caller_name.strip(), "caller_office": caller_office.strip(), "text": text.strip(),
        "noted_by": by,
    }  # fmt: skip
    contact: Contact = sent_before(Contact.objects.filter(**said), towns, by=by) or _kept(said, towns, by=by)
    if follow_up_on:
        tasks.create(
            by=by, title=contact.follow_up, due_on=follow_up_on, side=Task.Side.STATE_OFFICE,
            municipalities=towns, person=by, subject=contact,
        )  # fmt: skip
    return contact


def _kept(said: dict[str, Any], towns: list[Municipality], *, by: User) -> Contact:
    contact: Contact = Contact.objects.create(**said)
    contact.municipalities.set(towns)
    record(
        "note_contact", contact, by=by, label=f"{contact.title} aufgenommen",
        municipalities=[town.pk for town in towns], after=snapshot(contact, FIELDS),
        on_behalf_of=responsible_in_stead(by, [town.pk for town in towns]),
    )  # fmt: skip
    return contact
