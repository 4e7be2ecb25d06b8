"""Pages of „liegt bei“ and of the Beschluss a council has to take."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.functions import MUNICIPAL, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import resolving, stations
from agreements.forms.receiving import ResolutionForm, StationForm
from agreements.models import Party, Station
from agreements.views.desk import acts_for_office, own_parties, party_for
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from agreements.whereabouts import OF_PARTY, whereabouts
from core import dates
from core.access import access
from core.exceptions import NotPermitted
from municipalities.models import Resolution

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


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *MUNICIPAL)
def agreement_resolution(request: SignedInRequest, agreement_id: int, party_id: int) -> HttpResponse:
    """Whether a council has to decide, and which of its resolutions it is."""
    agreement = agreement_or_404(request, agreement_id)
    refusal = "Sie können nur für die eigene Stelle sagen, ob ein Beschluss nötig ist."
    party = party_for(request, agreement, party_id, refusal=refusal)
    readable = Resolution.objects.visible_to(request.user, as_=request.functions).for_list()
    own = readable.filter(municipality=party.municipality_id, association=party.association_id, district=None)
    initial = {"need": party.resolution_need, "resolution": party.resolution_id or ""}
    form = ResolutionForm(posted(request), resolutions=own if party.is_municipal else [], initial=initial)
    if form.is_valid():
        resolving.state_resolution(party, by=request.user, **form.values())
        messages.success(request, f"Gespeichert: {party.name}.")
        return redirect(agreement)
    context = {"agreement": agreement, "party": party, "enter_url": _enter_url(party)}
    return page(request, "agreements/resolution.html", form, **context)


def _enter_url(party: Party) -> str:
    """Where a resolution is entered that is not in the list yet."""
    if party.municipality_id:
        return reverse("portal:resolution_create", args=[party.municipality_id])
    if party.association_id:
        return reverse("portal:association_resolution_create", args=[party.association_id])
    return ""
