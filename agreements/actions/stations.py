"""With whom the text lies, entered by hand where no state says it."""

from datetime import date

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement, Party, Station
from agreements.transitions import UNDER_WAY
from core import dates
from core.exceptions import Conflict

PLACES_OF = {
    Party.Kind.STATE_OFFICE: frozenset[str](),
    Party.Kind.MUNICIPALITY: frozenset({Station.Place.TOWN, Station.Place.COUNCIL}),
    Party.Kind.ASSOCIATION: frozenset({Station.Place.TOWN, Station.Place.COUNCIL}),
    Party.Kind.POLICE: frozenset({Station.Place.POLICE}),
}


@transaction.atomic
def enter_station(
    agreement: CooperationAgreement,
    *,
    by: User,
    place: str,
    starts_on: date,
    party: Party | None = None,
    meets_on: date | None = None,
    note: str = "",
) -> Station:
    """Say where the text lies since when; where it lay for this party before ends with it."""
    row = locked(agreement)
    if row.status not in UNDER_WAY:
        raise Conflict(f"Im Zustand „{row.get_status_display()}“ liegt der Text bei niemandem mehr.")
    if starts_on > dates.today():
        raise Conflict("Der Tag liegt in der Zukunft. Bitte den Tag eintragen, seit dem der Text dort liegt.")
    owner = row.parties.get(pk=party.pk) if party else None
    if owner and place not in PLACES_OF[Party.Kind(owner.kind)]:
        raise Conflict("Diese Stelle gehört nicht zu dieser Partei. Bitte neu auswählen.")
    present = row.stations.filter(party=owner, ends_on=None).first()
    values = {"place": Station.Place(place), "starts_on": starts_on, "meets_on": meets_on, "note": note.strip()}
    if present and all(getattr(present, name) == value for name, value in values.items()):
        known: Station = present
        return known
    if present:
        present.ends_on = max(present.starts_on, starts_on)
        present.save(update_fields=["ends_on"])
    station: Station = Station.objects.create(agreement=row, party=owner, made_by=by, **values)
    after = {"bei": station.get_place_display(), "Partei": owner.name if owner else "", "seit": starts_on,
             "Sitzungstag": meets_on, "Anmerkung": station.note}  # fmt: skip
    log(row, "enter_station", by=by, label=f"Liegt bei: {station.get_place_display()}", after=after)
    return station
