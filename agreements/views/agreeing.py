"""The consent of a party: recorded by the office with its source, or given in the portal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import CONSENTING, STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import review
from agreements.forms.deciding import ConsentForm, OwnConsentForm
from agreements.models import CooperationAgreement, Party
from agreements.views.desk import may_agree, needs_authority
from agreements.views.fetch import agreement_or_404, party_or_404
from agreements.views.stale import is_stale, stale_or_page
from agreements.views.talk import later_changes
from core import dates
from core.access import access
from core.exceptions import NotPermitted


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *CONSENTING)
def agreement_consent(request: SignedInRequest, agreement_id: int, party_id: int) -> HttpResponse:
    """For the version the page shows: one that has changed meanwhile is shown again, with what changed."""
    agreement = agreement_or_404(request, agreement_id)
    party = party_or_404(request, agreement, party_id)
    by_office = bool(request.functions & set(STATE_OFFICE))
    if not by_office and (party.kind == Party.Kind.STATE_OFFICE or not may_agree(request, party)):
        # In the portal everybody agrees for the own body only.
        raise NotPermitted("Sie können nur für die eigene Stelle zustimmen.")
    form, since = _form(request, agreement, party, by_office=by_office), None
    if form.is_valid():
        if not is_stale(agreement, form):
            return _agreed(request, agreement, party, form.cleaned_data)
        since = form.cleaned_data["version"]
        form = _form(request, agreement, party, by_office=by_office, typed=form.cleaned_data)
    changed = later_changes(agreement, since) if since else []
    context = {"party": party, "by_office": by_office, "changed": changed}
    return stale_or_page(request, "agreements/consent.html", form, agreement, since=since, **context)


def _form(
    request: SignedInRequest, agreement: CooperationAgreement, party: Party, *, by_office: bool, typed: Any = None
) -> ConsentForm | OwnConsentForm:
    initial = {"agreed_on": dates.today(), **(typed or {}), "version": agreement.version}
    is_sent = request.method == "POST" and typed is None
    data, files = (request.POST, request.FILES) if is_sent else (None, None)
    if by_office:
        return ConsentForm(data, files, initial=initial, not_before=agreement.consultation_on)
    return OwnConsentForm(data, initial=initial, needs_authority=needs_authority(request, party))


def _agreed(
    request: SignedInRequest, agreement: CooperationAgreement, party: Party, data: dict[str, Any]
) -> HttpResponse:
    review.consent(
        party, by=request.user, agreed_on=data.get("agreed_on") or dates.today(), note=data["note"],
        authority=data.get("authority", "").strip(), version=data["version"], proof=data.get("proof"),
    )  # fmt: skip
    messages.success(request, f"Die Zustimmung ist eingetragen: {party.name}.")
    return redirect(agreement)
