"""Ticking off what has been seen to before a signing."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.checklist import KEYS
from agreements.models import ChecklistTick, CooperationAgreement
from core import dates
from core.exceptions import Conflict


@transaction.atomic
def tick_off(agreement: CooperationAgreement, *, by: User, keys: Collection[str]) -> None:
    """Tick these points of the checklist off and no others; who ticked first stays named."""
    row = locked(agreement)
    if unknown := set(keys) - set(KEYS):
        raise Conflict(f"Diesen Punkt hat die Checkliste nicht: {', '.join(sorted(unknown))}.")
    present = {tick.key for tick in row.checklist_ticks.all()}
    if present == set(keys):
        return
    row.checklist_ticks.exclude(key__in=keys).delete()
    ChecklistTick.objects.bulk_create(
        ChecklistTick(agreement=row, key=key, ticked_by=by, ticked_on=dates.today()) for key in set(keys) - present
    )
    log(
        row, "tick_off", by=by, label="Checkliste der Unterzeichnung", before=_told(present), after=_told(set(keys))
    )  # fmt: skip


def _told(keys: Collection[str]) -> dict[str, str]:
    return {"Erledigt": "; ".join(label for key, label in KEYS.items() if key in keys)}
