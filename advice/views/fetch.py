"""Fetching through the door, and answering with a form, shared by the pages of the consultations."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from accounts.requests import SignedInRequest
from advice.models import Appointment, Consultation, Contact
from municipalities.models import Municipality
from tasks.models import Task


def posted(request: SignedInRequest) -> Any:
    """The data a form is bound to: what was posted, or nothing at all on a first visit."""
    return request.POST if request.method == "POST" else None


def contact_or_404(request: SignedInRequest, contact_id: int) -> Contact:
    readable = Contact.objects.visible_to(request.user, as_=request.functions)
    row: Contact = get_object_or_404(readable.for_list().select_related("noted_by"), pk=contact_id)
    return row


def appointment_or_404(request: SignedInRequest, appointment_id: int) -> Appointment:
    readable = Appointment.objects.visible_to(request.user, as_=request.functions)
    row: Appointment = get_object_or_404(readable.for_list().select_related("created_by", "contact"), pk=appointment_id)
    return row


def consultation_or_404(request: SignedInRequest, consultation_id: int) -> Consultation:
    readable = Consultation.objects.visible_to(request.user, as_=request.functions)
    row: Consultation = get_object_or_404(readable.for_detail(), pk=consultation_id)
    return row


def town_or_404(request: SignedInRequest, municipality_id: int) -> Municipality:
    readable = Municipality.objects.visible_to(request.user, as_=request.functions)
    row: Municipality = get_object_or_404(readable.for_list(), pk=municipality_id)
    return row


def tasks_of(request: SignedInRequest, subject: Any) -> list[Task]:
    """The tasks that came of a row, as far as this reader may see them."""
    readable = Task.objects.visible_to(request.user, as_=request.functions)
    return list(readable.of(subject).for_list())


def named_in_address(request: SignedInRequest, word: str, model: Any) -> Any:
    """A row named in the address („?kontakt=7“), if there is one and this person may read it."""
    number = request.GET.get(word, "")
    readable = model.objects.visible_to(request.user, as_=request.functions)
    return readable.for_list().filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None


def page(request: SignedInRequest, name: str, form: Any, **context: Any) -> TemplateResponse:
    """A form page; 422 when what was typed has to be corrected."""
    status = 422 if getattr(form, "is_bound", False) else 200
    return TemplateResponse(request, f"advice/{name}.html", {"form": form, **context}, status=status)
