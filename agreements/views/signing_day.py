"""Pages of the signing day: its appointment, calling it off, and its calendar file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import signing_day
from agreements.forms.signing_day import CallOffForm, SigningDayForm
from agreements.ics import calendar_of
from agreements.models import CooperationAgreement
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from agreements.views.signing_panel import signing_day_of
from core.access import access
from core.files import file_response

TOLD = "Die Zugänge der Parteien erfahren es per Mail."


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_signing_day(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    day = signing_day_of(request, agreement)
    initial = {name: getattr(day, name) for name in signing_day.DAY_FIELDS} if day else {}
    form = SigningDayForm(posted(request), initial=initial)
    if form.is_valid():
        arranged = signing_day.arrange_signing(
            agreement, by=request.user, plan=form.plan(), address=_address(request, agreement)
        )
        messages.success(request, f"Der Termin ist gespeichert: {arranged.when_label}. {TOLD}")
        return redirect(agreement)
    return page(request, "agreements/signing_day.html", form, agreement=agreement, day=day)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_call_off_signing(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    day = signing_day_of(request, agreement)
    if day is None:
        raise Http404
    form = CallOffForm(posted(request))
    if form.is_valid():
        signing_day.call_off_signing(
            agreement, by=request.user, reason=form.cleaned_data["reason"], address=_address(request, agreement)
        )
        messages.success(request, f"Der Termin ist abgesagt. {TOLD}")
        return redirect(agreement)
    return page(request, "agreements/call_off_signing.html", form, agreement=agreement, day=day)


def _address(request: SignedInRequest, agreement: CooperationAgreement) -> str:
    return request.build_absolute_uri(agreement.get_absolute_url())


@require_safe
@access(*STATE_OFFICE, *MUNICIPAL, Function.POLICE)
def agreement_signing_ics(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    day = signing_day_of(request, agreement)
    if day is None:
        raise Http404
    return file_response(calendar_of(day, agreement), filename="unterzeichnung.ics", media_type="text/calendar")
