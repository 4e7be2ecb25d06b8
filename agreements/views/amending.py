"""Pages of a Nachtrag: drafting one, and what stays in step with its agreement while the text may change."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import amending
from agreements.amendments import party_changes
from agreements.forms.amending import AmendmentForm, EffectiveDayForm
from agreements.forms.drafting import VersionForm
from agreements.views.drafting import page, tell_voided
from agreements.views.fetch import agreement_or_404, amendment_or_404, posted
from core.access import access


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_amend(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form = AmendmentForm(posted(request), user=request.user, as_=request.functions, agreement=agreement)
    if form.is_valid():
        reference = form.cleaned_data["file_reference"]
        content = form.content()
        document = amending.draft_amendment(agreement, by=request.user, content=content, file_reference=reference)
        messages.success(request, "Der Nachtrag ist angelegt. Bitte Unterzeichnende und Text prüfen.")
        return redirect(document)
    return page(request, "agreements/amend.html", form, agreement=agreement)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_effective_day(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    document = amendment_or_404(request, agreement_id)
    initial = {"effective_on": document.amendment.effective_on, "version": document.version}
    form = EffectiveDayForm(posted(request), initial=initial)
    if form.is_valid():
        row = amending.set_effective_day(document, by=request.user, **form.cleaned_data)
        messages.success(request, "Der Tag der Wirksamkeit ist gespeichert.")
        tell_voided(request, row)
        return redirect(document)
    return page(request, "agreements/effective_day.html", form, agreement=document)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_amendment_parties(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    document = amendment_or_404(request, agreement_id)
    form = VersionForm(posted(request), initial={"version": document.version})
    if form.is_valid():
        row = amending.follow_parties(document, by=request.user, version=form.cleaned_data["version"])
        messages.success(request, "Die Parteien der Vereinbarung sind übernommen. Bitte Unterzeichnende prüfen.")
        tell_voided(request, row)
        return redirect(document)
    missing, gone = party_changes(document)
    changes = {"missing": missing, "gone": gone}
    return page(request, "agreements/amendment_parties.html", form, agreement=document, **changes)
