"""Pages for a consent that was entered wrongly."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import consents
from agreements.forms.deciding import ConsentCorrectionForm, ConsultationDayForm, TakeBackConsentForm
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, party_or_404, posted
from core.access import access


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_correct_consent(request: SignedInRequest, agreement_id: int, party_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    party = party_or_404(request, agreement, party_id)
    initial = {"agreed_on": party.agreed_on, "note": party.agreed_note}
    form = ConsentCorrectionForm(posted(request), initial=initial, not_before=agreement.consultation_on)
    if form.is_valid():
        consents.correct_consent(party, by=request.user, **form.cleaned_data)
        messages.success(request, f"Die Zustimmung ist berichtigt: {party.name}.")
        return redirect(agreement)
    return page(request, "agreements/correct_consent.html", form, agreement=agreement, party=party)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_take_back_consent(request: SignedInRequest, agreement_id: int, party_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    party = party_or_404(request, agreement, party_id)
    form = TakeBackConsentForm(posted(request))
    if form.is_valid():
        consents.take_back_consent(party, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"Die Zustimmung ist zurückgenommen: {party.name}.")
        return redirect(agreement)
    return page(request, "agreements/take_back_consent.html", form, agreement=agreement, party=party)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_correct_consultation(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form = ConsultationDayForm(posted(request), initial={"starts_on": agreement.consultation_on})
    if form.is_valid():
        consents.correct_consultation_day(agreement, by=request.user, **form.cleaned_data)
        messages.success(request, "Der Beginn der Abstimmung ist berichtigt.")
        return redirect(agreement)
    return page(request, "agreements/correct_consultation.html", form, agreement=agreement)
