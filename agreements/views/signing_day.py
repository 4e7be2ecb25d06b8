"""Pages of the signing day: its appointment and its calendar file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import signing_day
from agreements.forms.signing_day import SigningDayForm
from agreements.ics import calendar_of
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from agreements.views.signing_panel import signing_day_of
from core.access import access
from core.files import file_response


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_signing_day(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    day = signing_day_of(request, agreement)
    initial = {name: getattr(day, name) for name in signing_day.DAY_FIELDS} if day else {}
    form = SigningDayForm(posted(request), initial=initial)
    if form.is_valid():
        arranged = signing_day.arrange_signing(agreement, by=request.user, plan=form.plan())
        messages.success(request, f"Der Termin ist gespeichert: {arranged.when_label}.")
        return redirect(agreement)
    return page(request, "agreements/signing_day.html", form, agreement=agreement, day=day)


@require_safe
@access(*STATE_OFFICE, *MUNICIPAL, Function.POLICE)
def agreement_signing_ics(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    day = signing_day_of(request, agreement)
    if day is None:
        raise Http404
    return file_response(calendar_of(day, agreement), filename="unterzeichnung.ics", media_type="text/calendar")
