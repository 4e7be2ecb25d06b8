"""Pages for what a party wants to have changed, and for the office's answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.bodies import Bodies
from accounts.functions import MUNICIPAL, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import proposals
from agreements.forms.deciding import AnswerForm, CorrectAnswerForm, ProposalForm
from agreements.models import ChangeProposal
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, party_or_404, posted
from core.access import access
from core.exceptions import NotPermitted


@require_http_methods(["GET", "POST"])
@access(*MUNICIPAL, Function.POLICE)
def agreement_propose(request: SignedInRequest, agreement_id: int, party_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    party = party_or_404(request, agreement, party_id)
    if not Bodies.of(request.user, request.functions).include(party):
        raise NotPermitted("Sie können nur für die eigene Stelle einen Änderungswunsch senden.")
    form = ProposalForm(posted(request), initial={"version": agreement.version})
    if form.is_valid():
        data = form.cleaned_data
        proposals.propose_change(party, by=request.user, **data)
        messages.success(request, "Der Änderungswunsch liegt jetzt bei der Geschäftsstelle.")
        return redirect(agreement)
    return page(request, "agreements/propose.html", form, agreement=agreement, party=party)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_answer(request: SignedInRequest, agreement_id: int, proposal_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    readable = ChangeProposal.objects.visible_to(request.user, as_=request.functions).select_related("party")
    proposal = get_object_or_404(readable.filter(party__agreement=agreement), pk=proposal_id)
    # Whoever wanted to answer and comes second is told so; to correct somebody's answer is another page.
    is_correction = bool(proposal.settled_on) and (request.method != "POST" or "reason" in request.POST)
    form = CorrectAnswerForm(posted(request), proposal=proposal) if is_correction else AnswerForm(posted(request))
    if form.is_valid():
        act = proposals.correct_answer if is_correction else proposals.settle_proposal
        act(proposal, by=request.user, **form.cleaned_data)
        messages.success(request, "Die Antwort ist gespeichert.")
        return redirect(agreement)
    return page(request, "agreements/answer.html", form, agreement=agreement, proposal=proposal)
