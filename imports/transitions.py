"""The life of a Datenübernahme as a table: states, and the moves between them."""

from django.db import models

from core.transitions import Transition, TransitionTable


class ImportStatus(models.TextChoices):
    UPLOADED = "uploaded", "hochgeladen"
    MAPPED = "mapped", "zugeordnet"
    CARRIED_OUT = "carried_out", "übernommen"
    UNDONE = "undone", "rückgängig gemacht"
    DISCARDED = "discarded", "verworfen"


UPLOADED, MAPPED, CARRIED_OUT, UNDONE, DISCARDED = ImportStatus
# Nothing has come of it yet.
WAITING = frozenset({UPLOADED, MAPPED})
# The same file need not be brought in again.
STANDING = frozenset({UPLOADED, MAPPED, CARRIED_OUT})

TRANSITIONS: TransitionTable[ImportStatus] = TransitionTable(
    (
        Transition("map_columns", "Spalten zuordnen", WAITING, MAPPED),
        Transition("carry_out", "Übernehmen", frozenset({MAPPED}), CARRIED_OUT),
        Transition("undo", "Rückgängig machen", frozenset({CARRIED_OUT}), UNDONE, needs_reason=True),
        Transition("discard", "Verwerfen", WAITING, DISCARDED),
    )
)
# What the record says: a button orders, a record tells what happened.
DONE = {
    "map_columns": "Spalten zugeordnet",
    "carry_out": "Datei übernommen",
    "undo": "Datenübernahme rückgängig gemacht",
    "discard": "Datenübernahme verworfen",
}
