"""What waits because of the consultations: computed from the records, so that it vanishes with its cause.

Follow-ups are not here: somebody wrote them down, and they are ticked off (`tasks`).
"""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from accounts.functions import STATE_WRITERS
from advice.models import Appointment
from core.blocks import Due, DueKind

NO_CONSULTATION = DueKind(
    "termin-vorbei", "Termin vorbei, Beratung fehlt", "calendar-today", 50,
    glyph="b", list_name="advice:list", others="weiterer Termin,weitere Termine",
)  # fmt: skip


def due(user: Any, as_: Collection[str]) -> list[Due]:
    """Appointments whose day is over without anybody saying what came of them."""
    rows = Appointment.objects.visible_to(user, as_=as_).overdue().for_list()
    writes = bool(frozenset(as_) & set(STATE_WRITERS))
    return [
        Due(
            NO_CONSULTATION, f"{row.towns_label}: {row}", row.get_absolute_url(), row.takes_place_on,
            (row.get_mode_display(),),
            action_label="Beratung eintragen" if writes else "",
            action_url=f"{reverse('advice:create')}?termin={row.pk}" if writes else "",
            is_example=row.is_example,
        )
        for row in rows
    ]  # fmt: skip
