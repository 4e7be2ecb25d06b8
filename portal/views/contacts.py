"""Pages on which contact persons of a town are entered and corrected."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.functions import MUNICIPAL, STATE_WRITERS
from accounts.requests import SignedInRequest
from core import dates
from core.access import access
from municipalities import actions
from municipalities.models import ContactPerson, Municipality
from portal.forms import ContactForm
from portal.town import may_enter_contacts, speaks_from_inside


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *MUNICIPAL)
def contact_create(request: SignedInRequest, municipality_id: int) -> HttpResponse:
    readable = Municipality.objects.visible_to(request.user, as_=request.functions)
    town = get_object_or_404(readable.for_list(), pk=municipality_id)
    role = request.GET.get("aufgabe", ContactPerson.Role.OTHER)
    form = _form(request, town, {"starts_on": dates.today(), "role": role})
    if form.is_valid():
        contact = actions.add_contact(by=request.user, municipality=town, **form.cleaned_data)
        messages.success(request, f"Eingetragen: {contact.label}.")
        return redirect(town)
    return _page(request, "portal/contact_create.html", form, town=town)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *MUNICIPAL)
def contact_edit(request: SignedInRequest, contact_id: int) -> HttpResponse:
    contact, town = _own_contact_or_404(request, contact_id)
    names = [name for name in ContactForm.base_fields if name != "version"]
    form = _form(request, town, {name: getattr(contact, name) for name in names})
    if form.is_valid():
        contact = actions.edit_contact(contact, by=request.user, values=form.cleaned_data)
        messages.success(request, f"Gespeichert: {contact.label}.")
        return redirect(town)
    is_office = bool(request.functions & set(STATE_WRITERS))
    return _page(request, "portal/contact_edit.html", form, town=town, contact=contact, is_office=is_office)


def _own_contact_or_404(request: SignedInRequest, contact_id: int) -> tuple[ContactPerson, Municipality]:
    """A contact of a town in which this person may enter contacts; being able to read one is not enough."""
    readable = ContactPerson.objects.visible_to(request.user, as_=request.functions).exclude(municipality=None)
    contact: ContactPerson = get_object_or_404(readable.select_related("municipality__district"), pk=contact_id)
    town = contact.municipality
    if town is None or not may_enter_contacts(town, request.user, request.functions):
        raise Http404
    return contact, town


def _form(request: SignedInRequest, town: Municipality, initial: dict[str, Any]) -> ContactForm:
    return ContactForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        as_=request.functions,
        initial=initial,
        offers_rungs=speaks_from_inside(town, request.user, request.functions),
    )


def _page(request: SignedInRequest, name: str, form: ContactForm, **context: Any) -> TemplateResponse:
    return TemplateResponse(request, name, {"form": form, **context}, status=422 if form.is_bound else 200)
