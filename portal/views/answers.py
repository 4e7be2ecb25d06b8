"""The yearly question for people who are signed in: „Alles stimmt“ of a town, and who has not answered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE
from accounts.requests import SignedInRequest
from core import dates
from core.access import access
from municipalities.actions import confirming as actions
from portal.bearers import contacts_at
from portal.confirming import town_states
from portal.views.bearers import own_bearer_or_404

PAGE_SIZE = 50


@require_POST
@access(*MUNICIPAL)
def contacts_confirm(request: SignedInRequest, municipality_id: int) -> HttpResponse:
    """The same „Alles stimmt“ for somebody who is signed in, about what she reads herself."""
    town = own_bearer_or_404(request, municipality_id=municipality_id)
    rows = contacts_at(town, request.user, request.functions).current
    count = actions.confirm_town(town, by=request.user, contacts=rows)
    messages.success(request, f"Bestätigt: {count} Ansprechpersonen." if count != 1 else "Bestätigt.")
    return redirect("portal:home")


@require_safe
@access(*STATE_OFFICE)
def confirmation_list(request: SignedInRequest) -> HttpResponse:
    rows = town_states(request.user, request.functions, dates.today())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("seite"))
    return TemplateResponse(request, "portal/confirmations.html", {"page": page})
