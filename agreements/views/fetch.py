"""Fetching through the door, shared by the pages of an agreement."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.requests import SignedInRequest
from agreements.models import ChangeProposal, CooperationAgreement, Party, Signatory


def agreement_or_404(request: SignedInRequest, agreement_id: int) -> CooperationAgreement:
    """The agreement with everything its pages show; 404 for whoever may not read it."""
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    row: CooperationAgreement = get_object_or_404(readable.for_detail(), pk=agreement_id)
    return row


def amendment_or_404(request: SignedInRequest, agreement_id: int) -> CooperationAgreement:
    """The document of a Nachtrag; 404 for any other agreement."""
    row = agreement_or_404(request, agreement_id)
    if not row.is_amendment:
        raise Http404
    return row


def signatory_or_404(request: SignedInRequest, agreement: CooperationAgreement, signatory_id: int) -> Signatory:
    readable = Signatory.objects.visible_to(request.user, as_=request.functions)
    row: Signatory = get_object_or_404(readable.filter(party__agreement=agreement), pk=signatory_id)
    return row


def party_or_404(request: SignedInRequest, agreement: CooperationAgreement, party_id: int) -> Party:
    readable = Party.objects.visible_to(request.user, as_=request.functions)
    row: Party = get_object_or_404(readable.filter(agreement=agreement), pk=party_id)
    return row


def open_proposals(request: SignedInRequest, agreement: CooperationAgreement) -> list[ChangeProposal]:
    """What a party wants to have changed and nobody has answered yet, the oldest first."""
    readable = ChangeProposal.objects.visible_to(request.user, as_=request.functions)
    rows = readable.filter(party__agreement=agreement, settled_on=None).order_by("pk")
    return list(rows.select_related("party__municipality", "party__association", "party__police_directorate"))


def posted(request: SignedInRequest) -> Any:
    """The data a form is bound to: what was posted, or nothing at all on a first visit."""
    return request.POST if request.method == "POST" else None
