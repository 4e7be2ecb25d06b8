"""Pages of drafting: new agreement, its parties and its signatories."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import drafting
from agreements.forms.drafting import CreateForm, EditPartiesForm, RepresentationForm, SignatoriesFormSet
from agreements.models import CooperationAgreement
from agreements.views.fetch import agreement_or_404, posted
from core.access import access

# Whom the page a draft begins on has chosen already, by the name in the address.
PRESET = (("municipalities", "kommune"), ("associations", "zusammenschluss"))


def page(request: SignedInRequest, name: str, form: object, **context: object) -> TemplateResponse:
    """A form page; 422 when what was typed has to be corrected."""
    is_bound = getattr(form, "is_bound", False)
    return TemplateResponse(request, name, {"form": form, **context}, status=422 if is_bound else 200)


def others_running(request: SignedInRequest, agreement: CooperationAgreement) -> list[CooperationAgreement]:
    """Other agreements under way or in force that cover one of its towns, as far as this person may read them."""
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    others = readable.running().without_amendments().covering_any(agreement.municipality_ids).exclude(pk=agreement.pk)
    return [] if agreement.is_amendment else list(others.for_list())


def tell_voided(request: SignedInRequest, agreement: CooperationAgreement) -> None:
    """Say whose consent a change voided: somebody has to ask them again."""
    if agreement.voided_consents:
        names = ", ".join(agreement.voided_consents)
        messages.warning(request, f"Nicht mehr gültig ist die Zustimmung von: {names}. Bitte erneut fragen.")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_create(request: SignedInRequest) -> HttpResponse:
    initial = {name: request.GET.getlist(key) for name, key in PRESET}
    form = CreateForm(posted(request), user=request.user, as_=request.functions, initial=initial)
    if form.is_valid():
        kind, chosen = form.cleaned_data["kind"], form.chosen_clauses()
        agreement = drafting.create(by=request.user, kind=kind, optional_clauses=chosen, **form.values())
        messages.success(request, "Der Entwurf ist angelegt. Bitte Unterzeichnende und Text prüfen.")
        for other in others_running(request, agreement):
            messages.warning(request, f"Es läuft schon eine andere: {other}. Beide nebeneinander sind möglich.")
        return redirect(agreement)
    return page(request, "agreements/create.html", form)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_parties(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    police = agreement.police_directorate
    initial = {
        "municipalities": [party.municipality_id for party in agreement.bearers if party.municipality_id],
        "associations": [party.association_id for party in agreement.bearers if party.association_id],
        "police": police.key if police else EditPartiesForm.POLICE_NONE,
        "file_reference": agreement.file_reference,
        "version": agreement.version,
    }
    form = EditPartiesForm(
        posted(request), user=request.user, as_=request.functions, agreement=agreement, initial=initial
    )  # fmt: skip
    if form.is_valid():
        version = form.cleaned_data["version"]
        row = drafting.edit_parties(agreement, by=request.user, version=version, **form.values())
        messages.success(request, "Parteien und Aktenzeichen sind gespeichert.")
        tell_voided(request, row)
        return redirect(agreement)
    return page(request, "agreements/parties.html", form, agreement=agreement)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_signatories(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form, formset = _signatory_forms(request, agreement)
    if form.is_valid():
        formset.excused = frozenset(pk for pk, other in form.represented().items() if other)
        if formset.is_valid():
            row = drafting.edit_signatories(
                agreement, by=request.user, entries=formset.entries(), represented=form.represented(),
                version=form.cleaned_data["version"],
            )  # fmt: skip
            messages.success(request, "Die Unterzeichnenden sind gespeichert.")
            tell_voided(request, row)
            return redirect(agreement)
    return page(request, "agreements/signatories.html", form, agreement=agreement, formset=formset)


def _signatory_forms(request: SignedInRequest, agreement: CooperationAgreement) -> tuple[RepresentationForm, Any]:
    parties = agreement.sorted_parties
    rows = [{"party_id": row.party_id, "name": row.name, "office": row.office} for row in agreement.signatories]
    formset = SignatoriesFormSet(posted(request), initial=rows, prefix="personen", form_kwargs={"parties": parties})
    return RepresentationForm(posted(request), parties=parties, initial={"version": agreement.version}), formset
