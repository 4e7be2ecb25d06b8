"""Pages of a contact, and of the mail with information that may follow it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from advice.actions import info_pack
from advice.forms.calls import InfoPackForm, SendInfoPackForm
from advice.models import Appointment, Consultation, Contact, InfoPack
from advice.views.fetch import contact_or_404, page, posted, tasks_of
from core import dates
from core.access import access
from municipalities.models import ContactPerson


@require_safe
@access(*STATE_OFFICE)
def contact_detail(request: SignedInRequest, advice_contact_id: int) -> HttpResponse:
    contact = contact_or_404(request, advice_contact_id)
    came_of_it = [
        *Appointment.objects.visible_to(request.user, as_=request.functions).filter(contact=contact),
        *Consultation.objects.visible_to(request.user, as_=request.functions).filter(contact=contact),
    ]
    context = {
        "contact": contact,
        "came_of_it": came_of_it,
        "tasks": tasks_of(request, contact),
        "today": dates.today(),
        "may_write": bool(request.functions & set(STATE_WRITERS)),
    }
    return TemplateResponse(request, "advice/contact.html", context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def contact_info_pack(request: SignedInRequest, advice_contact_id: int) -> HttpResponse:
    contact = contact_or_404(request, advice_contact_id)
    people = _with_address(request, contact)
    template = _template(request)
    subject, text = template.filled(town=contact.towns_label, sender=request.user.name)
    initial = {"to": people[0].email if people else "", "subject": subject, "text": text}
    form = SendInfoPackForm(
        posted(request), towns=contact.towns, initial=initial | {"municipality": contact.towns[0].pk}
    )
    if form.is_valid():
        town = form.towns[form.cleaned_data["municipality"]]
        sent = info_pack.send(town, by=request.user, **form.values())
        messages.success(request, f"Das Infopaket geht an {form.cleaned_data['to']}; es ist als Kontakt vermerkt.")
        return redirect(sent)
    return page(request, "info_pack_send", form, contact=contact, people=people)


def _with_address(request: SignedInRequest, contact: Contact) -> list[ContactPerson]:
    """Whom to write to: contact persons of today with an address, the caller first."""
    readable = ContactPerson.objects.visible_to(request.user, as_=request.functions)
    rows = readable.current(on=dates.today()).filter(municipality__in=contact.towns).exclude(email="")
    return sorted(rows, key=lambda row: (row.name != contact.caller_name, row.role, row.pk))


def _template(request: SignedInRequest) -> InfoPack:
    """The office's text, or the delivered one as long as nobody has changed it."""
    readable = InfoPack.objects.visible_to(request.user, as_=request.functions)
    return readable.first() or InfoPack(pk=InfoPack.ONE)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def info_pack_edit(request: SignedInRequest) -> HttpResponse:
    template = _template(request)
    initial = {"subject": template.subject, "text": template.text, "version": template.version}
    form = InfoPackForm(posted(request), initial=initial)
    if form.is_valid():
        info_pack.edit_template(by=request.user, **form.cleaned_data)
        messages.success(request, "Die Vorlage des Infopakets ist gespeichert.")
        return redirect("advice:info_pack")
    return page(request, "info_pack", form)
