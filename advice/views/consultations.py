"""Pages of a consultation: the list, one with its next steps, its paper, entering, correcting, sharing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from advice import papers
from advice.actions import consultations
from advice.forms.consultations import (
    ConsultationFilter,
    ConsultationForm,
    EditConsultationForm,
    ParticipantsFormSet,
    StepsFormSet,
    WithholdForm,
)
from advice.models import Appointment, Consultation, Contact
from advice.views.fetch import consultation_or_404, named_in_address, page, posted, tasks_of
from audit.actions import record_read
from core import dates
from core.access import access, logs_reads
from core.files import file_response
from core.forms import Form
from filing.models.rules import variant as paper_variant
from municipalities.models import Municipality

READERS = (*STATE_OFFICE, *MUNICIPAL)
PAGE_SIZE = 50
SHOWN_BESIDE = 4


@require_safe
@access(*READERS)
def consultation_list(request: SignedInRequest) -> HttpResponse:
    readable = Consultation.objects.visible_to(request.user, as_=request.functions)
    towns = Municipality.objects.visible_to(request.user, as_=request.functions)
    form = ConsultationFilter(request.GET or None, user=request.user, as_=request.functions)
    found = form.apply(readable, towns).for_list().prefetch_related("topics").order_by("-held_on", "-pk")
    context = {
        "form": form,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("seite")),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        **_around(request),
    }
    return TemplateResponse(request, "advice/list.html", context)


def _around(request: SignedInRequest) -> dict[str, Any]:
    """What leads to a consultation: the next appointments, and the last contacts for whoever reads them.

    Not for somebody who looks for a consultation or turns the page: she wants to see what was found.
    """
    if request.GET:
        return {"appointments": [], "contacts": []}
    appointments = Appointment.objects.visible_to(request.user, as_=request.functions).planned()
    contacts = Contact.objects.visible_to(request.user, as_=request.functions)
    return {
        "appointments": appointments.filter(takes_place_on__gte=dates.today()).for_list()[:SHOWN_BESIDE],
        "contacts": contacts.for_list().select_related("noted_by")[:SHOWN_BESIDE],
    }


@require_safe
@access(*READERS)
def consultation_detail(request: SignedInRequest, consultation_id: int) -> HttpResponse:
    consultation = consultation_or_404(request, consultation_id)
    may_write = bool(request.functions & set(STATE_WRITERS))
    context = {
        "consultation": consultation,
        "tasks": tasks_of(request, consultation),
        "today": dates.today(),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
        "may_write": may_write,
        # A town ticks off its own side's steps.
        "may_complete": may_write or bool(request.functions & set(MUNICIPAL)),
    }
    return TemplateResponse(request, "advice/detail.html", context)


@require_safe
@access(*READERS)
@logs_reads
def consultation_pdf(request: SignedInRequest, consultation_id: int) -> HttpResponse:
    """The Gesprächsvermerk; next steps as far as the reader may see them."""
    consultation = consultation_or_404(request, consultation_id)
    content = papers.render(consultation, tasks_of(request, consultation), variant=paper_variant())
    name = papers.filename(consultation)
    towns = [town.pk for town in consultation.municipalities.all()]
    record_read("pdf", consultation, by=request.user, label="Gesprächsvermerk als PDF geöffnet", municipalities=towns)
    return file_response(content, filename=name, media_type="application/pdf", inline=True)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def consultation_create(request: SignedInRequest) -> HttpResponse:
    contact = named_in_address(request, "kontakt", Contact)
    appointment = named_in_address(request, "termin", Appointment)
    initial = _from_before(contact, appointment) or {"municipalities": request.GET.getlist("kommune")}
    form = ConsultationForm(posted(request), user=request.user, as_=request.functions, initial=initial)
    participants = ParticipantsFormSet(posted(request), prefix="personen")
    steps = StepsFormSet(posted(request), prefix="schritte")
    if form.is_valid() and participants.is_valid() and steps.is_valid():
        row = consultations.record(
            by=request.user, contact=contact, appointment=appointment, participants=participants.entries(),
            next_steps=steps.entries(), **form.values(),
        )  # fmt: skip
        messages.success(request, f"Die Beratung ist eingetragen: {row.towns_label}.")
        return redirect(row)
    return page(request, "create", form, participants=participants, steps=steps, contact=contact)


def _from_before(contact: Contact | None, appointment: Appointment | None) -> dict[str, Any]:
    """What is known from the call or the appointment."""
    if appointment:
        names = ("mode", "place")
        known = {name: getattr(appointment, name) for name in names} | {"hours": appointment.minutes / 60}
        return known | {"municipalities": [row.pk for row in appointment.towns], "held_on": appointment.takes_place_on}
    if contact:
        return {"municipalities": [row.pk for row in contact.towns], "held_on": dates.today()}
    return {}


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def consultation_edit(request: SignedInRequest, consultation_id: int) -> HttpResponse:
    row = consultation_or_404(request, consultation_id)
    names = (*consultations.EDITABLE, "version")
    initial = {name: getattr(row, name) for name in names} | {
        "municipalities": [town.pk for town in row.towns], "topics": [topic.pk for topic in row.topics.all()],
    }  # fmt: skip
    form = EditConsultationForm(posted(request), user=request.user, as_=request.functions, initial=initial)
    people = [{"office": item.office, "count": item.count} for item in row.participants.all()]
    participants = ParticipantsFormSet(posted(request), prefix="personen", initial=people)
    if form.is_valid() and participants.is_valid():
        values = form.values()
        consultations.edit(
            row, by=request.user, version=form.cleaned_data["version"], participants=participants.entries(),
            municipalities=values.pop("municipalities"), topics=values.pop("topics"), values=values,
        )  # fmt: skip
        messages.success(request, "Die Beratung ist gespeichert.")
        return redirect(row)
    return page(request, "edit", form, participants=participants, consultation=row)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def consultation_share(request: SignedInRequest, consultation_id: int) -> HttpResponse:
    consultation = consultation_or_404(request, consultation_id)
    form = WithholdForm(posted(request)) if consultation.is_shared else Form(posted(request))
    if form.is_valid() and consultation.is_shared:
        consultations.withhold(consultation, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Die Freigabe ist zurückgenommen.")
        return redirect(consultation)
    if form.is_valid():
        consultations.share(consultation, by=request.user)
        messages.success(request, f"Freigegeben für: {consultation.towns_label}.")
        return redirect(consultation)
    return page(request, "share", form, consultation=consultation)
