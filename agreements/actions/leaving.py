"""A station ends by itself: the party has agreed, or the agreement has moved on."""

from django.db.models import F
from django.db.models.functions import Greatest

from agreements.models import CooperationAgreement, Party
from core import dates


def leave_stations(row: CooperationAgreement, *, party: Party | None = None) -> None:
    """End what was entered by hand, for one party or for all; the record of the step that caused it tells why."""
    stations = row.stations.filter(ends_on=None)
    if party is not None:
        stations = stations.filter(party=party)
    stations.update(ends_on=Greatest(F("starts_on"), dates.today()))
