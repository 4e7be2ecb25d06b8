"""The page of „liegt bei“."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import MUNICIPAL, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import stations
from agreements.forms.whereabouts import StationForm
from agreements.models import Party, Station
from agreements.views.desk import acts_for_office, own_parties
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from agreements.whereabouts import OF_PARTY, whereabouts
from core import dates
from core.access import access
from core.exceptions import NotPermitted

Place = Station.Place


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *MUNICIPAL, Function.POLICE)
def agreement_station(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """The office says it of everybody, a party of itself."""
    agreement = agreement_or_404(request, agreement_id)
    by_office = acts_for_office(request)
    parties = agreement.sorted_parties if by_office else own_parties(request, agreement)
    places = _places(parties, by_office=by_office)
    if not places:
        raise NotPermitted("Sie können nur für die eigene Stelle eintragen, wo der Text liegt.")
    form = StationForm(posted(request), places=places, initial={"starts_on": dates.today()})
    if form.is_valid():
        data = form.cleaned_data
        place, _, party_id = data.pop("where").partition("-")
        party = next((row for row in parties if str(row.pk) == party_id), None)
        stations.enter_station(agreement, by=request.user, place=place, party=party, **data)
        messages.success(request, "Eingetragen ist jetzt, wo der Text liegt.")
        return redirect(agreement)
    found = whereabouts(agreement)
    return page(request, "agreements/station.html", form, agreement=agreement, found=found, by_office=by_office)


def _places(parties: list[Party], *, by_office: bool) -> list[tuple[str, str]]:
    """„council-7“ is the council of the party 7."""
    found = [(str(place.value), str(place.label)) for place in (Place.LPR, Place.LEADERSHIP) if by_office]
    for party in parties:
        place = OF_PARTY[Party.Kind(party.kind)]
        if place != Place.LPR:
            found.append((f"{place.value}-{party.pk}", party.name))
        if party.is_municipal:
            found.append((f"{Place.COUNCIL.value}-{party.pk}", f"Rat, {party.name}"))
    return found
