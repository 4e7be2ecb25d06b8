"""Pages of drafting: new agreement, parties, signatories, text with live preview, sample text."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements import papers
from agreements.actions import drafting, wording
from agreements.actions import template as template_actions
from agreements.forms.drafting import (
    ClausesForm,
    CreateForm,
    EditPartiesForm,
    SignatoriesFormSet,
    TemplateForm,
    VersionForm,
)  # fmt: skip
from agreements.models import AgreementTemplate
from agreements.placeholders import FIELD_WORDS, facts_of
from agreements.readiness import points
from agreements.views.fetch import agreement_or_404, posted
from core.access import access


def page(request: SignedInRequest, name: str, form: object, **context: object) -> TemplateResponse:
    """A form page; 422 when what was typed has to be corrected."""
    is_bound = getattr(form, "is_bound", False)
    return TemplateResponse(request, name, {"form": form, **context}, status=422 if is_bound else 200)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_create(request: SignedInRequest) -> HttpResponse:
    initial = {"municipalities": request.GET.getlist("kommune")}
    form = CreateForm(posted(request), user=request.user, as_=request.functions, initial=initial)
    if form.is_valid():
        agreement = drafting.create(by=request.user, kind=form.cleaned_data["kind"], **form.values())
        messages.success(request, "Der Entwurf ist angelegt. Bitte Unterzeichnende und Text prüfen.")
        return redirect(agreement)
    return page(request, "agreements/create.html", form)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_parties(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    police = agreement.police_directorate
    initial = {
        "municipalities": agreement.municipality_ids,
        "police": police.key if police else EditPartiesForm.POLICE_NONE,
        "file_reference": agreement.file_reference,
        "version": agreement.version,
    }
    form = EditPartiesForm(posted(request), user=request.user, as_=request.functions, initial=initial)
    if form.is_valid():
        version = form.cleaned_data["version"]
        drafting.edit_parties(agreement, by=request.user, version=version, **form.values())
        messages.success(request, "Parteien und Aktenzeichen sind gespeichert.")
        return redirect(agreement)
    return page(request, "agreements/parties.html", form, agreement=agreement)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_signatories(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    rows = [{"party_id": row.party_id, "name": row.name, "office": row.office} for row in agreement.signatories]
    formset = SignatoriesFormSet(
        posted(request), initial=rows, prefix="personen", form_kwargs={"parties": agreement.sorted_parties}
    )
    form = VersionForm(posted(request), initial={"version": agreement.version})
    if form.is_valid() and formset.is_valid():
        version = form.cleaned_data["version"]
        drafting.edit_signatories(agreement, by=request.user, entries=formset.entries(), version=version)
        messages.success(request, "Die Unterzeichnenden sind gespeichert.")
        return redirect(agreement)
    return page(request, "agreements/signatories.html", form, agreement=agreement, formset=formset)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_text(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form = ClausesForm(posted(request), agreement=agreement, initial={"version": agreement.version})
    if form.is_valid():
        version = form.cleaned_data["version"]
        wording.edit_text(agreement, by=request.user, texts=form.values(), version=version)
        messages.success(request, "Der Text ist gespeichert.")
        return redirect("agreements:text", agreement.pk)
    facts = facts_of(agreement)
    context = {
        "agreement": agreement,
        "points": points(agreement),
        "facts": {"values": facts.values, "isJoint": facts.is_joint},
        "field_words": FIELD_WORDS,
        "preview": papers.preview_context(papers.from_agreement(agreement, is_draft=not agreement.is_fixed)),
    }
    return page(request, "agreements/text.html", form, **context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def template_edit(request: SignedInRequest, template_id: int) -> HttpResponse:
    templates = AgreementTemplate.objects.visible_to(request.user, as_=request.functions)
    template = get_object_or_404(templates.prefetch_related("clauses"), pk=template_id)
    form = TemplateForm(posted(request), template=template, initial={"version": template.version})
    if form.is_valid():
        version = form.cleaned_data["version"]
        template_actions.edit_template(template, by=request.user, clauses=form.values(), version=version)
        messages.success(request, "Der Mustertext ist gespeichert. Bestehende Vereinbarungen behalten ihren Text.")
        return redirect("agreements:template", template.pk)
    return page(
        request, "agreements/template.html", form, template=template, templates=templates, field_words=FIELD_WORDS
    )
