"""Pages on which contact persons of a town, an association or a district are entered, corrected and followed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.functions import STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from core import dates
from core.access import access
from municipalities.actions import contacts, people
from municipalities.models import ContactPerson, Person
from portal.bearers import OFFICE, address_among, borne, contacts_at, sorted_contacts, speaks_from_inside
from portal.forms import ContactForm, HandOverForm, PersonForm
from portal.views.bearers import READERS, WRITERS, own_bearer_or_404, page, posted, require_own


@require_http_methods(["GET", "POST"])
@access(*WRITERS)
def contact_create(request: SignedInRequest, **ids: int) -> HttpResponse:
    body = own_bearer_or_404(request, **ids)
    role = request.GET.get("aufgabe", ContactPerson.Role.OTHER)
    known = contacts_at(body, request.user, request.functions).current
    form = _form(request, body, {"starts_on": dates.today(), "role": role} | address_among(known))
    if form.is_valid():
        contact = contacts.add_contact(by=request.user, **borne(body), **form.cleaned_data)
        messages.success(request, f"Eingetragen: {contact.label}.")
        return redirect(body)
    return page(request, "portal/contact_create.html", form, body=body)


@require_http_methods(["GET", "POST"])
@access(*WRITERS)
def contact_edit(request: SignedInRequest, contact_id: int) -> HttpResponse:
    contact, body = _own_contact_or_404(request, contact_id)
    person = contact.person
    initial = {name: getattr(contact, name) for name in contacts.CONTACT_FIELDS if name != "person"}
    initial |= {name: getattr(person, name) for name in people.PERSON_FIELDS} if person else {}
    form = _form(request, body, initial, is_new=False)
    if form.is_valid():
        contact = contacts.edit_contact(contact, by=request.user, values=form.cleaned_data)
        messages.success(request, f"Gespeichert: {contact.label}.")
        return redirect(body)
    is_office = bool(request.functions & set(STATE_WRITERS))
    return page(request, "portal/contact_edit.html", form, body=body, contact=contact, is_office=is_office)


@require_http_methods(["GET", "POST"])
@access(*WRITERS)
def contact_hand_over(request: SignedInRequest, contact_id: int) -> HttpResponse:
    contact, body = _own_contact_or_404(request, contact_id)
    handed_on = {name: getattr(contact, name) for name in ("office", "office_email", *contacts.ADDRESS)}
    initial = {"starts_on": dates.today()} | handed_on
    form = HandOverForm(
        posted(request), user=request.user, as_=request.functions, body=body, initial=initial
    )  # fmt: skip
    if form.is_valid():
        begun = contacts.hand_over(contact, by=request.user, **form.cleaned_data)
        messages.success(request, f"Übergeben: {begun.label}.")
        return redirect(body)
    return page(request, "portal/contact_hand_over.html", form, body=body, contact=contact)


@require_POST
@access(*WRITERS)
def contact_confirm(request: SignedInRequest, contact_id: int) -> HttpResponse:
    contact, body = _own_contact_or_404(request, contact_id)
    contacts.confirm_contact(contact, by=request.user)
    messages.success(request, f"Bestätigt: {contact.label}.")
    return redirect(body)


@require_safe
@access(*READERS)
def person_detail(request: SignedInRequest, person_id: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user, as_=request.functions), pk=person_id)
    readable = ContactPerson.objects.visible_to(request.user, as_=request.functions)
    context = {
        "person": person,
        "functions": sorted_contacts(readable.filter(person=person).for_list()),
        "may_edit": bool(request.functions & set(STATE_WRITERS)),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
    }
    return TemplateResponse(request, "portal/person.html", context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def person_edit(request: SignedInRequest, person_id: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user, as_=request.functions), pk=person_id)
    form = PersonForm(posted(request), initial={name: getattr(person, name) for name in people.PERSON_FIELDS})
    if form.is_valid():
        people.edit_person(person, by=request.user, values=form.cleaned_data)
        messages.success(request, "Gespeichert.")
        return redirect("portal:person", person_id=person.pk)
    return page(request, "portal/person_edit.html", form, person=person)


def _own_contact_or_404(request: SignedInRequest, contact_id: int) -> tuple[ContactPerson, Any]:
    """A contact and its body, for which this person may enter contacts; being able to read one is not enough."""
    readable = ContactPerson.objects.visible_to(request.user, as_=request.functions)
    related = readable.select_related(
        "person", "municipality__district", "association", "district", "police_directorate"
    )
    contact: ContactPerson = get_object_or_404(related, pk=contact_id)
    return contact, require_own(request, contact.body or OFFICE)


def _form(request: SignedInRequest, body: Any, initial: dict[str, Any], *, is_new: bool = True) -> ContactForm:
    return ContactForm(
        posted(request), user=request.user, as_=request.functions, initial=initial, body=body, is_new=is_new,
        offers_rungs=speaks_from_inside(body, request.user, request.functions),
    )  # fmt: skip
