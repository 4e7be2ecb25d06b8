"""The originals on paper: how many there are, and for whom."""

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement, Original, Party
from core.exceptions import Conflict

MOST = 30


@transaction.atomic
def count_originals(agreement: CooperationAgreement, *, by: User, count: int) -> list[Original]:
    """Have so many originals: one for each party that signs, in the order of the text, then some without a party."""
    row = locked(agreement)
    if not row.is_fixed:
        raise Conflict("Ausfertigungen gibt es erst von einem festgeschriebenen Text.")
    if not 1 <= count <= MOST:
        raise Conflict(f"Bitte eine Anzahl zwischen 1 und {MOST} angeben.")
    present = list(row.originals.prefetch_related("ways"))
    if len(present) == count:
        return present
    for surplus in present[count:]:
        if surplus.whereabouts:
            raise Conflict(
                f"Zur {surplus} ist schon ein Verbleib eingetragen ({surplus.whereabouts.label}); "
                "sie gehört zur Akte und kann nicht entfallen."
            )
        surplus.delete()
    parties = signing_parties(CooperationAgreement.objects.with_parties().get(pk=row.pk))
    for number in range(len(present) + 1, count + 1):
        party = parties[number - 1] if number <= len(parties) else None
        Original.objects.create(agreement=row, number=number, party=party)
    log(
        row, "count_originals", by=by, label="Anzahl der Ausfertigungen", before={"Ausfertigungen": len(present)},
        after={"Ausfertigungen": count},
    )  # fmt: skip
    return list(row.originals.all())


def signing_parties(agreement: CooperationAgreement) -> list[Party]:
    return [party for party in agreement.sorted_parties if party.signs_itself]
