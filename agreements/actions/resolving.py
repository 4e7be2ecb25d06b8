"""Whether a council has to decide before a party signs, and what it has decided."""

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.models import Party
from agreements.transitions import CONCLUDED, Status
from audit.actions import snapshot
from core.exceptions import Conflict
from municipalities.models import Resolution

FIELDS = ("resolution_need", "resolution")


@transaction.atomic
def state_resolution(party: Party, *, by: User, need: str, resolution: Resolution | None = None) -> Party:
    """Keep what the party or the office says; it never stands in the way of anything."""
    row = locked(party.agreement)
    current: Party = row.parties.select_related("municipality", "association", "resolution").get(pk=party.pk)
    if row.status in CONCLUDED or row.status == Status.WITHDRAWN:
        raise Conflict(f"Im Zustand „{row.get_status_display()}“ ändert sich daran nichts mehr.")
    if not current.is_municipal:
        raise Conflict("Einen Beschluss fasst nur der Rat einer Kommune oder eines Zusammenschlusses.")
    if resolution and resolution.bearer != (current.municipality or current.association):
        raise Conflict("Dieser Beschluss gehört zu einer anderen Stelle. Bitte neu auswählen.")
    before = snapshot(current, FIELDS)
    current.resolution_need, current.resolution = Party.ResolutionNeed(need), resolution
    after = snapshot(current, FIELDS)
    if after == before:
        return current
    current.save(update_fields=list(FIELDS))
    log(row, "state_resolution", by=by, label=f"Beschluss: {current.name}", before=before, after=after)
    return current
