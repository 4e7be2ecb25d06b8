"""Pages about the originals: how many there are, and where each of them is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import originals, whereabouts
from agreements.forms.originals import CountForm, WhereaboutsForm
from agreements.models import CooperationAgreement
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from agreements.views.signing_panel import originals_of
from core import dates
from core.access import access


def _forms(
    request: SignedInRequest, agreement: CooperationAgreement, *, count: Any = None, way: Any = None
) -> dict[str, Any]:
    """Both forms of the page; what was posted belongs to one of them."""
    rows = originals_of(request, agreement)
    usual = len(rows) or len(originals.signing_parties(agreement))
    return {
        "rows": rows,
        "count_form": CountForm(count, initial={"count": usual}),
        "way_form": WhereaboutsForm(way, agreement=agreement, originals=rows, initial={"since_on": dates.today()}),
    }


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_originals(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """Where each original is; what is posted here says it of some of them."""
    agreement = agreement_or_404(request, agreement_id)
    context = _forms(request, agreement, way=posted(request))
    form: WhereaboutsForm = context["way_form"]
    if form.is_valid():
        whereabouts.record_whereabouts(agreement, by=request.user, **form.values())
        messages.success(request, "Der Verbleib ist eingetragen.")
        return redirect("agreements:originals", agreement.pk)
    return page(request, "agreements/originals.html", form, agreement=agreement, **context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_count_originals(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    context = _forms(request, agreement, count=posted(request))
    form: CountForm = context["count_form"]
    if form.is_valid():
        originals.count_originals(agreement, by=request.user, count=form.cleaned_data["count"])
        messages.success(request, "Die Anzahl der Ausfertigungen ist gespeichert.")
        return redirect("agreements:originals", agreement.pk)
    return page(request, "agreements/originals.html", form, agreement=agreement, **context)
