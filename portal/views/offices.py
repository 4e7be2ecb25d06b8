"""Pages of a police directorate and of the state office: whom to talk to there."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import STATE_OFFICE
from accounts.requests import SignedInRequest
from core.access import access
from portal.bearers import OFFICE, contacts_at, may_enter
from portal.views.bearers import bearer_or_404


@require_safe
@access(*STATE_OFFICE)
def directorate_detail(request: SignedInRequest, directorate_id: int) -> HttpResponse:
    directorate = bearer_or_404(request, directorate_id=directorate_id)
    context = {
        "directorate": directorate,
        "districts": directorate.districts.all(),
        "contacts": contacts_at(directorate, request.user, request.functions),
        "may_enter": may_enter(directorate, request.user, request.functions),
    }
    return TemplateResponse(request, "portal/directorate.html", context)


@require_safe
@access(*STATE_OFFICE)
def state_office(request: SignedInRequest) -> HttpResponse:
    context = {
        "contacts": contacts_at(OFFICE, request.user, request.functions),
        "may_enter": may_enter(OFFICE, request.user, request.functions),
    }
    return TemplateResponse(request, "portal/state_office.html", context)
