"""The outbox: which letters left, which wait and which were given up; never what stands in them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from audit.actions import mailing
from audit.models import OutgoingMail
from core.access import access

PAGE_SIZE = 50
FILTERS = (("", "Alle"), ("wartet", "Wartet"), ("aufgegeben", "Aufgegeben"))


@require_safe
@access(*STATE_OFFICE)
def outbox(request: SignedInRequest) -> HttpResponse:
    readable = OutgoingMail.objects.visible_to(request.user, as_=request.functions)
    shown = {"wartet": readable.waiting(), "aufgegeben": readable.failed()}
    wanted = request.GET.get("zustand", "")
    page = Paginator(shown.get(wanted, readable).for_list(), PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {
        "page": page,
        "filters": [(label, f"?zustand={key}" if key else "?", key == wanted) for key, label in FILTERS],
        "may_write": bool(request.functions & set(STATE_WRITERS)),
    }
    return TemplateResponse(request, "portal/outbox.html", context)


@require_http_methods(["POST"])
@access(*STATE_WRITERS)
def mail_resend(request: SignedInRequest, mail_id: int) -> HttpResponse:
    readable = OutgoingMail.objects.visible_to(request.user, as_=request.functions)
    mail = get_object_or_404(readable, pk=mail_id)
    mailing.resend(mail, by=request.user)
    messages.success(request, f"Die Mail an {mail.recipient} wird gleich noch einmal gesendet.")
    return redirect("portal:outbox")
