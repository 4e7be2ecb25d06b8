"""Pages of the office's sample texts: their versions, the draft of a new one, what it changes, from when it holds."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.functions import STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import template as template_actions
from agreements.forms.templates import InForceForm, NewTemplateClauseForm, TemplateForm
from agreements.models import AgreementTemplate
from agreements.placeholders import FIELD_WORDS
from agreements.versions import Compared, compare_entries, compare_samples
from agreements.views.drafting import page
from agreements.views.fetch import posted
from core import dates
from core.access import access


def _template_or_404(request: SignedInRequest, template_id: int) -> AgreementTemplate:
    templates = AgreementTemplate.objects.visible_to(request.user, as_=request.functions)
    row: AgreementTemplate = get_object_or_404(templates.prefetch_related("clauses"), pk=template_id)
    return row


@require_safe
@access(*STATE_OFFICE)
def template_list(request: SignedInRequest) -> HttpResponse:
    templates = AgreementTemplate.objects.visible_to(request.user, as_=request.functions).for_list()
    may_write = bool(request.functions & set(STATE_WRITERS))
    return TemplateResponse(
        request, "agreements/templates.html", {"templates": templates.with_uses(), "may_write": may_write}
    )


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def template_edit(request: SignedInRequest, template_id: int) -> HttpResponse:
    """A draft with its form; a version in force to read, and what it changed since the one before."""
    template = _template_or_404(request, template_id)
    form = TemplateForm(posted(request), template=template, initial={"version": template.version})
    if form.is_valid():
        typed, bases, version = form.values(), form.bases(), form.cleaned_data["version"]
        try:
            template_actions.edit_template(template, by=request.user, clauses=typed, bases=bases, version=version)
        except template_actions.SampleClash as clash:
            fresh = _template_or_404(request, template_id)
            again = TemplateForm(template=fresh, typed=typed, initial={"version": fresh.version})
            return _editor(request, fresh, again, clashes=compare_entries(clash.clashes), status=409)
        messages.success(request, "Der Mustertext ist gespeichert. Er gilt, sobald die Leitung ihn in Kraft setzt.")
        return redirect("agreements:template", template.pk)
    return _editor(request, template, form)


def _editor(
    request: SignedInRequest,
    template: AgreementTemplate,
    form: TemplateForm,
    *,
    clashes: Sequence[Compared] = (),
    status: int | None = None,
) -> TemplateResponse:
    leads = Function.STATE_LEAD in request.functions
    context = {"template": template, "field_words": FIELD_WORDS, "leads": leads, "clashes": clashes}
    response = page(request, "agreements/template.html", form, **context)
    response.status_code = status or response.status_code
    return response


@require_safe
@access(*STATE_OFFICE)
def template_changes(request: SignedInRequest, template_id: int) -> HttpResponse:
    """What a version changes of the one before it, word for word."""
    template = _template_or_404(request, template_id)
    templates = AgreementTemplate.objects.visible_to(request.user, as_=request.functions)
    earlier = templates.filter(kind=template.kind, number__lt=template.number).prefetch_related("clauses")
    before = earlier.order_by("-number").first()
    parts = compare_samples(before, template) if before else []
    return TemplateResponse(
        request, "agreements/template_changes.html", {"template": template, "before": before, "parts": parts}
    )


@require_POST
@access(*STATE_WRITERS)
def template_draft(request: SignedInRequest, template_id: int) -> HttpResponse:
    """Begin a new version from this one, or go on with the draft there is."""
    draft = template_actions.draft_template(_template_or_404(request, template_id), by=request.user)
    messages.success(request, f"Die Fassung {draft.number} ist ein Entwurf. Die gültige bleibt, bis Sie sie ablösen.")
    return redirect("agreements:template", draft.pk)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def template_new_clause(request: SignedInRequest, template_id: int) -> HttpResponse:
    template = _template_or_404(request, template_id)
    form = NewTemplateClauseForm(posted(request))
    if form.is_valid():
        template_actions.add_template_clause(template, by=request.user, entry=form.entry())
        messages.success(request, "Die Musterregelung ist am Ende ergänzt.")
        return redirect("agreements:template", template.pk)
    return page(request, "agreements/template_clause.html", form, template=template, field_words=FIELD_WORDS)


@require_http_methods(["GET", "POST"])
@access(Function.STATE_LEAD)
def template_in_force(request: SignedInRequest, template_id: int) -> HttpResponse:
    template = _template_or_404(request, template_id)
    form = InForceForm(posted(request), initial={"version": template.version, "starts_on": dates.today()})
    if form.is_valid():
        row = template_actions.put_in_force(template, by=request.user, **form.cleaned_data)
        messages.success(
            request, f"Die Fassung {row.number} gilt ab {dates.day_label(form.cleaned_data['starts_on'])}."
        )
        return redirect("agreements:templates")
    return page(request, "agreements/template_in_force.html", form, template=template)
