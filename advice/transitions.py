"""The life of an appointment as a table. How a town stands is computed from dated rows and has no table."""

from django.db import models

from core.transitions import Transition, TransitionTable


class AppointmentStatus(models.TextChoices):
    PLANNED = "planned", "vereinbart"
    HELD = "held", "wahrgenommen"
    CANCELLED = "cancelled", "abgesagt"


PLANNED, HELD, CANCELLED = AppointmentStatus.PLANNED, AppointmentStatus.HELD, AppointmentStatus.CANCELLED

TRANSITIONS: TransitionTable[AppointmentStatus] = TransitionTable(
    (
        Transition("postpone", "Termin verlegen", frozenset({PLANNED}), PLANNED, needs_reason=True),
        Transition("hold", "Beratung eintragen", frozenset({PLANNED}), HELD),
        Transition("cancel", "Termin absagen", frozenset({PLANNED}), CANCELLED, needs_reason=True),
    )
)
