"""Pages for the scan of the signed paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import copies
from agreements.forms.deciding import ReplaceCopyForm, SignedCopyForm
from agreements.models import CooperationAgreement
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from core.access import access


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_signed_copy(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form = SignedCopyForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        row = copies.attach_signed_copy(agreement, by=request.user, file=file)
        messages.success(request, "Die unterzeichnete Ausfertigung ist abgelegt.")
        _tell_pages(request, row)
        return redirect(agreement)
    return page(request, "agreements/signed_copy.html", form, agreement=agreement)


def _tell_pages(request: SignedInRequest, row: CooperationAgreement) -> None:
    expected = row.final_document.page_count if row.final_document else None
    present = row.signed_copy.page_count if row.signed_copy else None
    if expected is not None and present != expected:
        text = f"Der Scan hat {present} statt {expected} Seiten. Bitte prüfen, ob er vollständig ist."
        messages.warning(request, text)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_replace_copy(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    files = request.FILES if request.method == "POST" else None
    form = ReplaceCopyForm(posted(request), files, initial={"version": agreement.signed_copy_id})
    if form.is_valid():
        data = form.cleaned_data
        row = copies.replace_signed_copy(
            agreement, by=request.user, file=data["file"], reason=data["reason"], replaces=data["version"]
        )
        messages.success(request, "Die Ausfertigung ist ersetzt. Die frühere bleibt in der Akte der Geschäftsstelle.")
        _tell_pages(request, row)
        return redirect(agreement)
    return page(request, "agreements/replace_copy.html", form, agreement=agreement)
