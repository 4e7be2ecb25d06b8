"""„Seit Ihrer letzten Anmeldung“: the page, and „gesehen“ for one town or for everything."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.arrivals import mark_all_seen, mark_town_seen
from accounts.requests import SignedInRequest
from core.access import signed_in
from municipalities.models import Municipality
from portal.forms.news import SeenForm
from portal.news import ARE_TOLD, News, news_of


@require_safe
@signed_in
def news(request: SignedInRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/news.html", {"news": news_of(request.user, request.functions)})


@require_POST
@signed_in
def news_seen(request: SignedInRequest, municipality_id: int) -> HttpResponse:
    """One town, as it stood on the page: what has come since stays new."""
    found, form = news_of(request.user, request.functions), SeenForm(request.POST)
    town = _town_or_404(request, found, municipality_id)
    if found and form.is_valid():
        lines = found.seen_lines(town.pk, form.lines)
        mark_town_seen(request.user, town=town, until=form.cleaned_data["bis"], lines=lines)
    return redirect(_back(request))


@require_POST
@signed_in
def news_all_seen(request: SignedInRequest) -> HttpResponse:
    found, form = news_of(request.user, request.functions), SeenForm(request.POST)
    if found and form.is_valid():
        lines = {town_id: found.seen_lines(town_id, form.lines) for town_id in found.known}
        mark_all_seen(request.user, until=form.cleaned_data["bis"], lines=lines)
    return redirect(_back(request))


def _town_or_404(request: SignedInRequest, found: News | None, municipality_id: int) -> Municipality:
    """A town one may read, or one of an agreement one's police directorate is party to."""
    if found and (item := found.of(municipality_id)):
        return item.town
    told = frozenset(request.functions) & ARE_TOLD
    if not told:
        raise Http404
    readable = Municipality.objects.visible_to(request.user, as_=told)
    town: Municipality = get_object_or_404(readable, pk=municipality_id)
    return town


def _back(request: SignedInRequest) -> str:
    return "portal:news" if request.POST.get("von") == "seite" else "portal:home"
