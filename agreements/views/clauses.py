"""Which clauses an agreement has: taking in, leaving out, moving, adding."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import clauses
from agreements.forms.wording import NewClauseForm, StructureForm
from agreements.models import CooperationAgreement, TemplateClause
from agreements.placeholders import FIELD_WORDS
from agreements.readiness import points
from agreements.views.drafting import tell_voided
from agreements.views.fetch import agreement_or_404, posted
from agreements.views.stale import is_stale, text_page
from core.access import access


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_clauses(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """Which clauses there are and in which order; every button is one step."""
    agreement = agreement_or_404(request, agreement_id)
    form = StructureForm(posted(request), initial={"version": agreement.version})
    if form.is_valid():
        if is_stale(agreement, form):
            return _steps_page(request, agreement, StructureForm(), since=form.cleaned_data["version"])
        row = _step(request, agreement, form)
        messages.success(request, "Geändert und neu nummeriert. Bitte Verweise auf Paragrafen prüfen.")
        tell_voided(request, row)
        return redirect("agreements:clauses", agreement.pk)
    return _steps_page(request, agreement, form)


def _steps_page(
    request: SignedInRequest, agreement: CooperationAgreement, form: StructureForm, *, since: int | None = None
) -> TemplateResponse:
    """The clauses as they are now."""
    left_out = agreement.template.left_out_of(agreement.clauses.all()) if agreement.template else []
    shown = {"points": points(agreement), "left_out": left_out}
    return text_page(request, "agreements/clauses.html", form, agreement, since=since, **shown)


def _step(request: SignedInRequest, agreement: CooperationAgreement, form: StructureForm) -> CooperationAgreement:
    step, wanted, version = (form.cleaned_data[name] for name in ("step", "clause", "version"))
    if step == "aufnehmen":
        samples = TemplateClause.objects.visible_to(request.user, as_=request.functions)
        sample = samples.filter(template=agreement.template_id, pk=wanted).first()
        if sample is None:
            raise Http404
        return clauses.include_clause(agreement, by=request.user, sample=sample, version=version)
    clause = next((row for row in agreement.clauses.all() if row.pk == wanted), None)
    if clause is None:
        raise Http404
    if step == "weglassen":
        return clauses.leave_out_clause(clause, by=request.user, version=version)
    if step == "muster":
        return clauses.restore_clause(clause, by=request.user, version=version)
    return clauses.move_clause(clause, by=request.user, direction=step, version=version)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_new_clause(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form, since = NewClauseForm(posted(request), initial={"version": agreement.version}), None
    if form.is_valid():
        if not is_stale(agreement, form):
            row = clauses.add_clause(agreement, by=request.user, **form.cleaned_data)
            messages.success(request, "Die Regelung ist am Ende ergänzt.")
            tell_voided(request, row)
            return redirect("agreements:clauses", agreement.pk)
        since = form.cleaned_data["version"]
        form = NewClauseForm(initial={**form.cleaned_data, "version": agreement.version})
    return text_page(request, "agreements/new_clause.html", form, agreement, since=since, field_words=FIELD_WORDS)
