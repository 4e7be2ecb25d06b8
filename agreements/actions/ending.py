"""An agreement whose last day has passed is over."""

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, move
from agreements.models import CooperationAgreement, Notice
from agreements.terms import known_end
from agreements.transitions import Status
from core import dates


@transaction.atomic
def end_when_over(agreement: CooperationAgreement, *, by: User | None, process: str = "") -> bool:
    """End an agreement whose last day, by notice or fixed term, has passed; False if it has not."""
    row = locked(agreement)
    ends_on = known_end(row)
    if row.status != Status.SIGNED or row.is_amendment or ends_on is None or ends_on >= dates.today():
        return False
    notice = row.notices.filter(taken_back_on=None, effect=Notice.Effect.ENDS, ends_on=ends_on).first()
    reason = f"Kündigung: {notice.party.name}" if notice else "Ablauf der vereinbarten Laufzeit"
    ended_on = max(ends_on, row.signed_on or ends_on)
    move(row, "end", by=by, reason=reason, process=process, ended_on=ended_on, closing_reason=reason)
    return True
