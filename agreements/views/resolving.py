"""The page of the Beschluss a council has to take before a party signs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.functions import MUNICIPAL, STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import resolving
from agreements.forms.resolving import ResolutionForm
from agreements.models import Party
from agreements.views.desk import party_for
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from core.access import access
from municipalities.models import Resolution


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *MUNICIPAL)
def agreement_resolution(request: SignedInRequest, agreement_id: int, party_id: int) -> HttpResponse:
    """Whether a council has to decide, and which of its resolutions it is."""
    agreement = agreement_or_404(request, agreement_id)
    refusal = "Sie können nur für die eigene Stelle sagen, ob ein Beschluss nötig ist."
    party = party_for(request, agreement, party_id, refusal=refusal)
    readable = Resolution.objects.visible_to(request.user, as_=request.functions).for_list()
    own = readable.filter(municipality=party.municipality_id, association=party.association_id, district=None)
    entered = request.GET.get("beschluss", "")
    initial = {"need": party.resolution_need, "resolution": entered or party.resolution_id or ""}
    form = ResolutionForm(posted(request), resolutions=own if party.is_municipal else [], initial=initial)
    if form.is_valid():
        resolving.state_resolution(party, by=request.user, **form.values())
        messages.success(request, f"Gespeichert: {party.name}.")
        return redirect(agreement)
    context = {"agreement": agreement, "party": party, "enter_url": _enter_url(party)}
    return page(request, "agreements/resolution.html", form, **context)


def _enter_url(party: Party) -> str:
    """Where a resolution is entered that is not in the list yet; from there the way leads back."""
    if party.municipality_id:
        address = reverse("portal:resolution_create", args=[party.municipality_id])
    elif party.association_id:
        address = reverse("portal:association_resolution_create", args=[party.association_id])
    else:
        return ""
    return f"{address}?partei={party.pk}"
