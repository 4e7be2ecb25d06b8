"""Ersetzung: a new agreement takes the place of an old one."""

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.actions.taking_effect import end_replaced
from agreements.models import CooperationAgreement, Replacement
from agreements.transitions import CONCLUDED, Status
from core.exceptions import Conflict


@transaction.atomic
def replace(old: CooperationAgreement, *, by: User, new: CooperationAgreement) -> Replacement:
    """Say which agreement replaces an old one, which ends on the day the new one is signed by everybody.

    Saying the same again changes nothing; another one can be named as long as the first came to nothing.
    """
    # The new one first, as its last signature locks it before the old one.
    successor, row = locked(new), locked(old)
    known: Replacement | None = Replacement.objects.filter(old=row).select_related("new").first()
    if known and known.new_id == successor.pk:
        return known
    if known and known.new.status != Status.WITHDRAWN:
        raise Conflict(f"Diese Vereinbarung wird schon ersetzt durch: {known.new}.")
    _check(row, successor)
    if known:
        known.new = successor
        known.save(update_fields=["new"])
    replacement = known or Replacement.objects.create(old=row, new=successor)
    log(row, "replace", by=by, label=f"Wird ersetzt durch: {successor}", after={"Ersetzt durch": str(successor)})
    log(successor, "replace", by=by, label=f"Ersetzt: {row}", after={"Ersetzt": str(row)})
    if successor.status == Status.SIGNED:
        end_replaced(row, successor, by=by)
    return replacement


def _check(row: CooperationAgreement, successor: CooperationAgreement) -> None:
    if row.pk == successor.pk or row.is_amendment or successor.is_amendment:
        raise Conflict("Ersetzt werden kann eine Vereinbarung nur durch eine andere Vereinbarung.")
    if row.status not in CONCLUDED:
        raise Conflict("Ersetzt werden kann nur eine unterzeichnete Vereinbarung.")
    if successor.status in {Status.WITHDRAWN, Status.ENDED}:
        raise Conflict(f"Die neue Vereinbarung ist „{successor.get_status_display()}“ und kann keine andere ersetzen.")
    if row.signed_on and successor.signed_on and successor.signed_on < row.signed_on:
        raise Conflict("Die neue Vereinbarung wurde vor dieser unterzeichnet. Bitte die Reihenfolge prüfen.")
    if not set(row.municipality_ids) & set(successor.municipality_ids):
        raise Conflict("Die beiden Vereinbarungen haben keine Kommune gemeinsam.")
    if Replacement.objects.filter(old=successor, new=row).exists():
        raise Conflict("Umgekehrt ist es schon eingetragen: Diese Vereinbarung ersetzt die andere.")
