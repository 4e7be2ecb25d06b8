"""The page behind the link of the yearly letter, and who has not answered. Reading the link's page changes nothing:
programs that follow links confirm nothing.
"""

from allauth.core.internal.ratelimit import consume_or_429
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.access import public
from municipalities.actions import confirming as actions
from municipalities.actions.contacts import CONTACT_FIELDS
from municipalities.actions.people import PERSON_FIELDS
from municipalities.linked import Standing, standing_of
from municipalities.models import ContactPerson
from portal.forms.confirmations import AnswerForm, CorrectionForm, domains_of

LINK_IS_THE_KEY = "Whoever answers for a town may have no account; the link itself is the key."
PROCESS = "Bestätigungslink: {}"


@require_http_methods(["GET", "HEAD", "POST"])
@public(reason=LINK_IS_THE_KEY)
def confirmation(request: HttpRequest, link: str) -> HttpResponseBase:
    standing = _standing_or_404(link)
    if standing.ended:
        return _answer(request, "confirmation_dead", 410, standing=standing)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if refused := _refused(request):
        return refused
    if form.is_valid():
        name = form.cleaned_data["name"]
        actions.answer_by_link(standing.request, by=None, name=name, process=PROCESS.format(name))
        return redirect("portal:confirmation", link=link)
    status = 422 if form.is_bound else 200
    return _answer(request, "confirmation", status, standing=standing, form=form, link=link)


@require_http_methods(["GET", "HEAD", "POST"])
@public(reason=LINK_IS_THE_KEY)
def confirmation_correct(request: HttpRequest, link: str, contact_id: int) -> HttpResponseBase:
    standing = _standing_or_404(link)
    if standing.ended:
        return _answer(request, "confirmation_dead", 410, standing=standing)
    contacts = standing.contacts
    contact = next((row for row in contacts if row.pk == contact_id), None)
    if contact is None:
        raise Http404
    if refused := _refused(request):
        return refused
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, initial=_initial(contact),
        domains=domains_of(contacts, standing.request.recipient),
    )  # fmt: skip
    if form.is_valid():
        return _corrected(request, standing, contact, form, link)
    status = 422 if form.is_bound else 200
    return _answer(
        request, "confirmation_correct", status, standing=standing, form=form, link=link, contact=contact
    )  # fmt: skip


def _corrected(
    request: HttpRequest, standing: Standing, contact: ContactPerson, form: CorrectionForm, link: str
) -> HttpResponse:
    values = dict(form.cleaned_data)
    name = values.pop("confirmed_by")
    actions.correct_by_link(
        standing.request, by=None, contact=contact, name=name, values=values, process=PROCESS.format(name)
    )
    messages.success(request, "Die Berichtigung ist gespeichert.")
    return redirect("portal:confirmation", link=link)


def _standing_or_404(link: str) -> Standing:
    standing = standing_of(link)
    if standing is None:
        raise Http404
    return standing


def _refused(request: HttpRequest) -> HttpResponseBase | None:
    """Writing is limited by the address it comes from; reading writes nothing, not even a counter."""
    if request.method != "POST":
        return None
    return consume_or_429(request, app="allauth.account", action="confirm_contacts")


def _answer(request: HttpRequest, name: str, status: int, **context: object) -> TemplateResponse:
    """No search engine keeps it, and no foreign page learns the link.

    „no-referrer“ would take the origin from our own forms, too, and every answer would be refused.
    """
    response = TemplateResponse(request, f"portal/{name}.html", context, status=status)
    response["X-Robots-Tag"], response["Referrer-Policy"] = "noindex, nofollow", "same-origin"
    return response


def _initial(contact: ContactPerson) -> dict[str, object]:
    kept: dict[str, object] = {name: getattr(contact, name) for name in CONTACT_FIELDS}
    if contact.person:
        kept |= {name: getattr(contact.person, name) for name in PERSON_FIELDS}
    return kept
