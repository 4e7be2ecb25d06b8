"""What Verteiler were used for, for the Leitung."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import Function
from accounts.requests import SignedInRequest
from audit.models import ReadEvent
from core.access import access
from portal.mailing.handing_out import LABEL

PAGE_SIZE = 50


@require_safe
@access(Function.STATE_LEAD)
def mailing_uses(request: SignedInRequest) -> HttpResponse:
    """What Verteiler were used for; by day and never by who used them."""
    rows = ReadEvent.objects.visible_to(request.user, as_=request.functions).filter(label=LABEL).for_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("seite"))
    return TemplateResponse(request, "portal/mailing_uses.html", {"page": page})
