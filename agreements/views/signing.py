"""Pages of signing: signatures, corrections, guests."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import signers, signing
from agreements.forms.deciding import GuestsForm, TakeBackForm
from agreements.forms.signatures import CorrectionForm, SignatureForm
from agreements.forms.signers import SignerForm
from agreements.models import CooperationAgreement, Signatory
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted, signatory_or_404
from core import dates
from core.access import access


def _usual_place(agreement: CooperationAgreement) -> str:
    """Where the others signed, else the town hall of a single town."""
    given = next((row.place for row in agreement.signatories if row.place), "")
    return given or (agreement.municipalities[0].name if len(agreement.municipalities) == 1 else "")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_sign(request: SignedInRequest, agreement_id: int, signatory_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    signatory = signatory_or_404(request, agreement, signatory_id)
    if request.method == "GET" and signatory.signed_on:
        return redirect("agreements:correct_signature", agreement.pk, signatory.pk)
    initial = {"signed_on": dates.today(), "place": _usual_place(agreement)}
    form = SignatureForm(posted(request), signatory=signatory, initial=initial)
    if form.is_valid():
        row = signing.sign(signatory, by=request.user, signature=form.signature())
        done = f"Alle haben unterzeichnet: {row.title}." if row.is_concluded else "Die Unterschrift ist eingetragen."
        messages.success(request, done)
        return redirect(agreement)
    return page(request, "agreements/sign.html", form, agreement=agreement, signatory=signatory)


def _entered(signatory: Signatory) -> dict[str, object]:
    names = ("signed_name", "signed_on", "mode", "place", "deputy_note", "medium", "seal")
    return {name: getattr(signatory, name) for name in names}


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_correct_signature(request: SignedInRequest, agreement_id: int, signatory_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    signatory = signatory_or_404(request, agreement, signatory_id)
    form = CorrectionForm(posted(request), signatory=signatory, initial=_entered(signatory))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        signing.correct_signature(signatory, by=request.user, signature=form.signature(), reason=reason)
        messages.success(request, "Die Unterschrift ist berichtigt. Die Registernummer bleibt.")
        return redirect(agreement)
    return page(
        request, "agreements/correct_signature.html", form, agreement=agreement, signatory=signatory
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_take_back_signature(request: SignedInRequest, agreement_id: int, signatory_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    signatory = signatory_or_404(request, agreement, signatory_id)
    form = TakeBackForm(posted(request))
    if form.is_valid():
        signing.take_back_signature(signatory, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Die Unterschrift ist zurückgenommen.")
        return redirect(agreement)
    return page(
        request, "agreements/take_back_signature.html", form, agreement=agreement, signatory=signatory
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_signer(request: SignedInRequest, agreement_id: int, signatory_id: int) -> HttpResponse:
    """Another person signs than the text names, or by another authority."""
    agreement = agreement_or_404(request, agreement_id)
    signatory = signatory_or_404(request, agreement, signatory_id)
    form = SignerForm(posted(request), signatory=signatory)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        signers.change_signatory(signatory, by=request.user, signer=form.signer(), reason=reason)
        messages.success(request, "Gespeichert. Der Text und die Endfassung bleiben, wie sie sind.")
        return redirect(agreement)
    return page(request, "agreements/signer.html", form, agreement=agreement, signatory=signatory)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_guests(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    lines = "\n".join(str(guest) for guest in agreement.guests.all())
    form = GuestsForm(posted(request), initial={"guests": lines})
    if form.is_valid():
        signing.record_guests(agreement, by=request.user, guests=form.cleaned_data["guests"])
        messages.success(request, "Die Gäste sind gespeichert.")
        return redirect(agreement)
    return page(request, "agreements/guests.html", form, agreement=agreement)
