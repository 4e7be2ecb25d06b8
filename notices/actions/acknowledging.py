"""Taking note of the Datenschutzhinweise."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from notices.models import Acknowledgement, Notice


@transaction.atomic
def acknowledge(notice: Notice, *, by: User) -> Acknowledgement:
    """Note that this person was shown this version; once is enough."""
    row, is_new = Acknowledgement.objects.get_or_create(user=by, notice=notice)
    if is_new:
        record("acknowledge", by, by=by, label=f"Zur Kenntnis genommen: {notice}", after={"Fassung": notice.version})
    return row
