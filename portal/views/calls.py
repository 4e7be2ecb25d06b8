"""The Telefonvermerk: start typing the town, one text, saved in half a minute; beside it what the office knows."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from advice.actions import contacts
from advice.forms.calls import CallForm, in_a_week
from core import dates, formats
from core.access import access
from municipalities.models import Municipality
from portal.calls import Surroundings, surroundings_of

SHOWN = 3  # so many towns fit beside a call; more of them in one are still noted


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def call_create(request: SignedInRequest) -> HttpResponse:
    known = request.POST if request.method == "POST" else request.GET
    # Without JavaScript the page comes back with what is known about the town, and nothing is saved yet.
    asks = "uebernehmen" in known
    data = request.POST if request.method == "POST" and not asks else None
    initial = known.dict() if asks else _usual()
    ids = known.getlist("municipalities") or known.getlist("kommune")
    form = CallForm(data, user=request.user, as_=request.functions, initial=initial | {"municipalities": ids})
    if form.is_valid():
        contact = contacts.note(by=request.user, **form.cleaned_data)
        messages.success(request, f"Gespeichert: {contact} ({contact.towns_label}).")
        return redirect(contact)
    context = {"form": form, "places": _places(request, ids), "today": dates.today()}
    return TemplateResponse(request, "portal/call.html", context, status=422 if form.is_bound else 200)


@require_safe
@access(*STATE_WRITERS)
def call_surroundings(request: SignedInRequest) -> HttpResponse:
    """Only what stands beside the form, for the towns ticked so far."""
    places = _places(request, request.GET.getlist("municipalities"))
    return TemplateResponse(request, "portal/_call_surroundings.html", {"places": places, "today": dates.today()})


def _places(request: SignedInRequest, ids: list[str]) -> list[Surroundings]:
    numbers = [number for number in ids if number.isdecimal() and len(number) < 18]
    towns = Municipality.objects.visible_to(request.user, as_=request.functions).filter(pk__in=numbers)
    shown = towns.select_related("district__police_directorate")[:SHOWN]
    return [surroundings_of(town, request.user, request.functions) for town in shown]


def _usual() -> dict[str, Any]:
    """Today, now, and a week from now."""
    now = f"{formats.local(dates.now()):%H:%M}"
    return {"happened_on": dates.today(), "happened_time": now, "follow_up_on": in_a_week()}
