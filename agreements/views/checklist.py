"""The checklist of the signing day, on the page and on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements import checklist
from agreements import record_papers as papers
from agreements.actions import checking
from agreements.forms.signing_day import ChecklistForm
from agreements.models import ChecklistTick, CooperationAgreement
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from agreements.views.signing_panel import originals_of, signing_day_of
from audit.actions import record_read
from core import pdf
from core.access import access, logs_reads
from core.files import file_response
from filing.models.rules import variant as paper_variant


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_checklist(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form = ChecklistForm(posted(request))
    if form.is_valid():
        checking.tick_off(agreement, by=request.user, keys=form.cleaned_data["keys"])
        messages.success(request, "Die Checkliste ist gespeichert.")
        return redirect("agreements:checklist", agreement.pk)
    return page(request, "agreements/checklist.html", form, **_context(request, agreement))


@require_safe
@access(*STATE_OFFICE)
@logs_reads
def agreement_checklist_pdf(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    content = pdf.render(
        "agreements/paper/checklist.html", _context(request, agreement), stylesheets=papers.STYLESHEETS,
        as_of=papers.as_of(agreement), variant=paper_variant(), spells_out=True,
    )  # fmt: skip
    record_read(
        "pdf", agreement, by=request.user, label="Checkliste als PDF geöffnet",
        municipalities=agreement.municipality_ids,
    )  # fmt: skip
    filename = papers.named("Checkliste Unterzeichnung", agreement)
    return file_response(content, filename=filename, media_type="application/pdf", inline=True)


def _context(request: SignedInRequest, agreement: CooperationAgreement) -> dict[str, Any]:
    arranged = signing_day_of(request, agreement)
    day = None if arranged and arranged.is_called_off else arranged
    ticks = ChecklistTick.objects.visible_to(request.user, as_=request.functions).filter(agreement=agreement)
    points = checklist.points_of(
        agreement, day=day, originals=originals_of(request, agreement), ticks=list(ticks.select_related("ticked_by"))
    )
    return {"agreement": agreement, "day": day, "points": points, "done": sum(point.is_done for point in points)}
