"""Pages of an appointment: arranging, showing, calendar file, moving, cancelling."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from advice import ics
from advice.actions import appointments
from advice.forms.appointments import AppointmentForm, CancelForm, PostponeForm
from advice.models import Consultation, Contact
from advice.views.fetch import appointment_or_404, named_in_address, page, posted
from core.access import access
from core.files import file_response


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def appointment_create(request: SignedInRequest) -> HttpResponse:
    contact = named_in_address(request, "kontakt", Contact)
    towns = [town.pk for town in contact.towns] if contact else request.GET.getlist("kommune")
    initial = {"municipalities": towns}
    form = AppointmentForm(posted(request), user=request.user, as_=request.functions, initial=initial)
    if form.is_valid():
        row = appointments.arrange(by=request.user, contact=contact, **form.cleaned_data)
        messages.success(request, f"Der Termin ist vereinbart: {row.when_label}.")
        return redirect(row)
    return page(request, "appointment_form", form, contact=contact)


@require_safe
@access(*STATE_OFFICE, *MUNICIPAL)
def appointment_detail(request: SignedInRequest, appointment_id: int) -> HttpResponse:
    appointment = appointment_or_404(request, appointment_id)
    readable = Consultation.objects.visible_to(request.user, as_=request.functions)
    context = {
        "appointment": appointment,
        "invitation": ics.invitation(appointment),
        "consultation": readable.filter(appointment=appointment).first(),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
        "may_write": bool(request.functions & set(STATE_WRITERS)),
    }
    return TemplateResponse(request, "advice/appointment.html", context)


@require_safe
@access(*STATE_OFFICE, *MUNICIPAL)
def appointment_ics(request: SignedInRequest, appointment_id: int) -> HttpResponse:
    """The appointment for the reader's own calendar."""
    appointment = appointment_or_404(request, appointment_id)
    name = f"beratung-{appointment.takes_place_on.isoformat()}.ics"
    kind = f"text/calendar; charset=utf-8; method={ics.method(appointment)}"
    return file_response(ics.calendar_of(appointment), filename=name, media_type=kind)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def appointment_postpone(request: SignedInRequest, appointment_id: int) -> HttpResponse:
    appointment = appointment_or_404(request, appointment_id)
    form = PostponeForm(posted(request), initial={"start_time": appointment.start_time})
    if form.is_valid():
        row = appointments.postpone(appointment, by=request.user, **form.cleaned_data)
        messages.success(request, f"Der Termin ist verlegt: {row.when_label}. Bitte die Einladung neu verschicken.")
        return redirect(row)
    return page(request, "appointment_move", form, appointment=appointment, title="Termin verlegen")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def appointment_cancel(request: SignedInRequest, appointment_id: int) -> HttpResponse:
    appointment = appointment_or_404(request, appointment_id)
    form = CancelForm(posted(request))
    if form.is_valid():
        appointments.cancel(appointment, by=request.user, **form.values())
        messages.success(request, "Der Termin ist abgesagt.")
        return redirect(appointment)
    return page(request, "appointment_move", form, appointment=appointment, title="Termin absagen")
