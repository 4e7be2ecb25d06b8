"""Where the originals on paper are since when."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement, Original, Party, Whereabouts
from core import dates, formats
from core.exceptions import Conflict


@transaction.atomic
def record_whereabouts(
    agreement: CooperationAgreement, *, by: User, originals: Collection[int], kind: str, since_on: date,
    party: Party | None = None, note: str = "",
) -> CooperationAgreement:  # fmt: skip
    """Say where some of the originals (ids) are since a day; what was entered before stays in the record."""
    row = locked(agreement)
    _check(row, kind, since_on, party)
    chosen = list(row.originals.filter(pk__in=originals).prefetch_related("ways__party"))
    if len(chosen) != len(set(originals)) or not chosen:
        raise Conflict("Bitte die Ausfertigungen neu auswählen.")
    values = {"kind": Whereabouts.Kind(kind), "party": party, "since_on": since_on, "note": note.strip()}
    moved = [item for item in chosen if not _is_there(item, values)]
    for item in moved:
        here = item.whereabouts
        if here and since_on < here.since_on:
            raise Conflict(
                f"Zur {item} ist schon eingetragen: {here.label} seit {formats.day(here.since_on)}. "
                "Bitte einen späteren Tag angeben."
            )
    for item in moved:
        made = Whereabouts.objects.create(original=item, entered_by=by, **values)
        log(row, "record_whereabouts", by=by, label=f"{item}: {made.label}", after={"seit": since_on, "Vermerk": note})
    return row


def _check(row: CooperationAgreement, kind: str, since_on: date, party: Party | None) -> None:
    if since_on > dates.today():
        raise Conflict("Der Tag liegt in der Zukunft. Bitte den tatsächlichen Tag eintragen.")
    if row.finalised_on and since_on < row.finalised_on:
        raise Conflict(f"Der Text wurde erst am {formats.day(row.finalised_on)} festgeschrieben. Bitte den Tag prüfen.")
    if party is None and kind in Whereabouts.WITH_A_PARTY:
        raise Conflict("Bitte angeben, bei welcher Partei die Ausfertigung ist.")
    if party is not None and (party.agreement_id != row.pk or kind not in Whereabouts.WITH_A_PARTY):
        raise Conflict("Diese Partei gehört nicht zu diesem Verbleib. Bitte neu auswählen.")


def _is_there(item: Original, values: Mapping[str, object]) -> bool:
    here = item.whereabouts
    return bool(here) and all(getattr(here, field) == value for field, value in values.items())
