"""The list of towns, and the page of one town."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from accounts.requests import SignedInRequest
from core import dates
from core.access import access
from municipalities.models import Municipality
from portal.bearers import associations_of, contacts_at, is_open, may_enter
from portal.blocks import BLOCKS
from portal.finding import people_named
from portal.forms import MunicipalityFilter
from portal.listing import block_filters, listed
from portal.town import draft_url, records_of

PAGE_SIZE = 50


@require_safe
@vary_on_headers("HX-Request")
@access(*STATE_OFFICE)
def municipality_list(request: SignedInRequest) -> HttpResponse:
    readable = Municipality.objects.visible_to(request.user, as_=request.functions)
    form = MunicipalityFilter(request.GET, user=request.user, as_=request.functions)
    # First the ids of the page, then everything else for those ids only.
    ids = form.apply(readable, dates.today()).values_list("pk", flat=True)
    page = Paginator(ids, PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "page": page,
        "listing": listed(readable, list(page.object_list), form, request.GET),
        "people": people_named(form.query, request.user, request.functions),
        "filters": block_filters(request.GET, form),
        "blocks": BLOCKS,
    }
    name = "_municipality_results" if _asks_for_results(request) else "municipality_list"
    return TemplateResponse(request, f"portal/{name}.html", context)


def _asks_for_results(request: HttpRequest) -> bool:
    """Somebody is typing; whoever comes back through the browser's history wants the whole page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


@require_safe
@access(*STATE_OFFICE, *MUNICIPAL, Function.COACH)
def municipality_detail(request: SignedInRequest, municipality_id: int) -> HttpResponse:
    user, functions = request.user, request.functions
    readable = Municipality.objects.visible_to(user, as_=functions).select_related("district__police_directorate")
    town = get_object_or_404(readable, pk=municipality_id)
    is_office = bool(functions & set(STATE_OFFICE))
    inside = may_enter(town, user, functions)
    # A coach is told nothing of resolutions, so no page says there are none.
    reads_records = is_office or inside
    context = {
        "town": town,
        "records": records_of(town, user, functions, internal=is_office, with_resolutions=reads_records),
        "contacts": contacts_at(town, user, functions),
        "belongings": associations_of(town, user, functions),
        "today": dates.today(),
        "is_office": is_office,
        "draft_url": draft_url(town, functions),
        "may_enter": inside and is_open(town),
        "reads_records": reads_records,
    }
    return TemplateResponse(request, "portal/municipality.html", context)
