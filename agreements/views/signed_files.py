"""Pages for electronically signed files."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import discarding, signed_files
from agreements.forms.signed_files import DiscardForm, SignedFileForm
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from agreements.views.signing_panel import signed_files_of
from core.access import access


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_signed_files(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form = SignedFileForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        kept = signed_files.keep_signed_file(agreement, by=request.user, file=form.cleaned_data["file"])
        messages.success(request, "Die signierte Datei ist abgelegt, Byte für Byte.")
        for text in kept.warnings:
            messages.warning(request, text)
        return redirect("agreements:signed_files", agreement.pk)
    files = signed_files_of(request, agreement)
    standing = [row for row in files if row.discarded_on is None]
    return page(
        request, "agreements/signed_files.html", form, agreement=agreement, files=files, standing=standing
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_discard_signed_file(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """Set the last one aside: those before it are what it continues."""
    agreement = agreement_or_404(request, agreement_id)
    last = next((row for row in reversed(signed_files_of(request, agreement)) if row.discarded_on is None), None)
    form = DiscardForm(posted(request), initial={"version": last.pk if last else 0})
    if form.is_valid():
        data = form.cleaned_data
        discarding.discard_signed_file(
            agreement, by=request.user, reason=data["reason"], discards=data["version"]
        )  # fmt: skip
        messages.success(request, "Die Datei ist beiseitegelegt. Sie bleibt in der Akte der Geschäftsstelle.")
        return redirect("agreements:signed_files", agreement.pk)
    return page(request, "agreements/discard_signed_file.html", form, agreement=agreement, last=last)
