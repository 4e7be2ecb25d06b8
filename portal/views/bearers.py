"""Fetching the body a page is about, through the door, and answering with a form; shared by its pages."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from core import formats
from core.exceptions import Conflict
from core.forms import Form
from municipalities.models import Association, District, Municipality, PoliceDirectorate
from portal.bearers import OFFICE, is_open, may_enter

READERS = (*STATE_OFFICE, *MUNICIPAL, Function.DISTRICT)
WRITERS = (*STATE_WRITERS, *MUNICIPAL, Function.DISTRICT)
BEARERS: dict[str, Any] = {
    "municipality_id": Municipality,
    "association_id": Association,
    "district_id": District,
    "directorate_id": PoliceDirectorate,
}
RELATED = {"municipality_id": "district", "association_id": "district", "district_id": "police_directorate"}


def bearer_or_404(request: SignedInRequest, **ids: int) -> Any:
    """The town, association, district or police directorate an address names; the office where it names none."""
    if not ids:
        return OFFICE
    ((name, key),) = ids.items()
    readable = BEARERS[name].objects.visible_to(request.user, as_=request.functions)
    return get_object_or_404(readable.select_related(*filter(None, [RELATED.get(name)])), pk=key)


def own_bearer_or_404(request: SignedInRequest, **ids: int) -> Any:
    """The same, if this person may write for it; Conflict for one that is no more."""
    body = require_own(request, bearer_or_404(request, **ids))
    if not is_open(body):
        raise Conflict(f"Aufgelöst am {formats.day(body.dissolved_on)}: {body}. Hier wird nichts mehr eingetragen, "
                       "nur noch berichtigt.")  # fmt: skip
    return body


def require_own(request: SignedInRequest, body: Any) -> Any:
    """Being able to read something is not enough to write it."""
    if body is None or not may_enter(body, request.user, request.functions):
        raise Http404
    return body


def posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def page(request: SignedInRequest, name: str, form: Form, **context: Any) -> TemplateResponse:
    return TemplateResponse(request, name, {"form": form, **context}, status=422 if form.is_bound else 200)
