"""Pages of an agreement on a day: who is party, and what the text says as amended."""

from datetime import date

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from accounts.requests import SignedInRequest
from agreements.amendments import shown_amendments
from agreements.consolidated import in_force, passages
from agreements.forms.on_day import OnDayForm
from agreements.horizon import horizon, within
from agreements.models import CooperationAgreement
from agreements.views.fetch import agreement_or_404
from core import dates, formats
from core.access import access

READERS = (*STATE_OFFICE, *MUNICIPAL, Function.POLICE)


def _asked(request: SignedInRequest, agreement: CooperationAgreement) -> tuple[OnDayForm, date, date | None]:
    """The day asked for, no later than this reader may look."""
    form = OnDayForm(request.GET if "am" in request.GET else None, initial={"am": dates.today()})
    limit = horizon(agreement, request.user, request.functions)
    return form, within(form.day, limit), limit


@require_safe
@access(*READERS)
def agreement_parties_on(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """Who is party on a day, since when and until when."""
    agreement = agreement_or_404(request, agreement_id)
    form, day, limit = _asked(request, agreement)
    readable = {row.document_id: row for row in shown_amendments(agreement, request.user, request.functions)}
    by_id = {row.pk: row for row in readable.values()}
    rows = [
        {"party": party, "joined_by": by_id.get(party.joined_by_id), "left_by": by_id.get(party.left_by_id)}
        for party in agreement.parties_on(day)
    ]
    context = {
        "agreement": agreement, "form": form, "heading": f"Parteien am {formats.day(day)}", "limit": limit,
        "rows": rows,
        "towns": agreement.coverage_on(day), "is_before": bool(agreement.signed_on and day < agreement.signed_on),
        "is_after": bool(agreement.ended_on and day > agreement.ended_on),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "agreements/parties_on.html", context, status=status)


@require_safe
@access(*READERS)
def agreement_consolidated(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """Lesefassung: the text as amended by a day; of an agreement signed earlier there is no text of ours."""
    agreement = agreement_or_404(request, agreement_id)
    if agreement.is_recorded:
        raise Http404
    form, day, limit = _asked(request, agreement)
    amendments = shown_amendments(agreement, request.user, request.functions)
    context = {
        "agreement": agreement, "form": form, "day": day, "limit": limit,
        "amendments": in_force(amendments, day), "passages": passages(agreement, amendments, day),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "agreements/consolidated.html", context, status=status)
