"""The page of term and notice period."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import term
from agreements.forms.term import TermForm
from agreements.models import CooperationAgreement, Term
from agreements.views.drafting import page, tell_voided
from agreements.views.fetch import agreement_or_404, posted
from core.access import access


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_term(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form = TermForm(posted(request), initial=_term_values(agreement), begins_on=agreement.signed_on)
    if form.is_valid():
        version = form.cleaned_data["version"]
        row = term.set_term(agreement, by=request.user, entry=form.entry(), version=version)
        messages.success(request, "Laufzeit und Kündigungsfrist sind gespeichert.")
        tell_voided(request, row)
        return redirect(agreement)
    return page(request, "agreements/term.html", form, agreement=agreement)


def _term_values(agreement: CooperationAgreement) -> dict[str, Any]:
    stored = getattr(agreement, "term", None) or Term()
    names = ("kind", "ends_on", "years", "notice_months", "notice_to")
    return {name: getattr(stored, name) for name in names} | {"version": agreement.version}
