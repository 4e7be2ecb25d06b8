"""Pages around a consent: correcting it, taking it back, proposing a change instead, and the office's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.bodies import Bodies
from accounts.functions import MUNICIPAL, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import consents
from agreements.forms.deciding import AnswerForm, ConsentCorrectionForm, ProposalForm, TakeBackConsentForm
from agreements.models import ChangeProposal
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, party_or_404, posted
from core.access import access
from core.exceptions import NotPermitted


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
@access(*MUNICIPAL, Function.POLICE)
def agreement_propose(request: SignedInRequest, agreement_id: int, party_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    party = party_or_404(request, agreement, party_id)
    if not Bodies.of(request.user, request.functions).include(party):
        raise NotPermitted("Sie können nur für die eigene Stelle einen Änderungswunsch senden.")
    form = ProposalForm(posted(request), initial={"version": agreement.version})
    if form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        consents.propose_change(party, by=request.user, text=data["text"], version=data["version"])
        messages.success(request, "Der Änderungswunsch liegt jetzt bei der Geschäftsstelle.")
        return redirect(agreement)
    return page(request, "agreements/propose.html", form, agreement=agreement, party=party)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_answer(request: SignedInRequest, agreement_id: int, proposal_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    proposals = ChangeProposal.objects.visible_to(request.user, as_=request.functions).select_related("party")
    proposal = get_object_or_404(proposals.filter(party__agreement=agreement), pk=proposal_id)
    form = AnswerForm(posted(request))
    if form.is_valid():
        consents.settle_proposal(proposal, by=request.user, answer=form.cleaned_data["answer"])
        messages.success(request, "Die Antwort ist gespeichert.")
        return redirect(agreement)
    return page(request, "agreements/answer.html", form, agreement=agreement, proposal=proposal)
