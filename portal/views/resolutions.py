"""Resolutions of a town, an association or a district: entered, read and corrected."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_OFFICE
from accounts.requests import SignedInRequest
from agreements.models import Party
from core import dates
from core.access import access
from documents.models import Document, DocumentQuerySet
from municipalities.actions import resolutions
from municipalities.models import Resolution
from portal.actions import enter_resolution
from portal.bearers import field_of, may_enter
from portal.forms.resolutions import CorrectResolutionForm, NewResolutionForm
from portal.views.bearers import READERS, WRITERS, own_bearer_or_404, page, posted, require_own

# More digits than an id has would not fit into the database.
LONGEST_ID = 18


@require_http_methods(["GET", "POST"])
@access(*WRITERS)
def resolution_create(request: SignedInRequest, **ids: int) -> HttpResponse:
    body, back = own_bearer_or_404(request, **ids), _back(request)
    form = NewResolutionForm(
        posted(request), request.FILES if request.method == "POST" else None, bearer_field=field_of(body),
        initial={"decided_on": dates.today()},
    )  # fmt: skip
    if form.is_valid():
        row = enter_resolution(body, by=request.user, **form.cleaned_data)
        messages.success(request, f"Eingetragen: {row.label}.")
        return redirect(f"{back}?{urlencode({'beschluss': row.pk})}" if back else row)
    return page(request, "portal/resolution_create.html", form, body=body, back=back)


def _back(request: SignedInRequest) -> str:
    """The page of the agreement from which somebody came to enter it, and which offers it then."""
    party = request.GET.get("partei", "")
    if not party.isdecimal() or len(party) > LONGEST_ID:
        return ""
    readable = Party.objects.visible_to(request.user, as_=request.functions).filter(pk=party).first()
    return reverse("agreements:resolution", args=[readable.agreement_id, readable.pk]) if readable else ""


@require_safe
@access(*READERS)
def resolution_detail(request: SignedInRequest, resolution_id: int) -> HttpResponse:
    row = _resolution_or_404(request, resolution_id)
    context = {
        "resolution": row,
        "papers": _papers(request, row),
        "may_correct": may_enter(row.bearer, request.user, request.functions),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
    }
    return TemplateResponse(request, "portal/resolution.html", context)


@require_http_methods(["GET", "POST"])
@access(*WRITERS)
def resolution_correct(request: SignedInRequest, resolution_id: int) -> HttpResponse:
    row = _resolution_or_404(request, resolution_id)
    require_own(request, row.bearer)
    names = [name for name in CorrectResolutionForm.base_fields if name != "reason"]
    form = CorrectResolutionForm(
        posted(request), bearer_field=row.bearer_field, initial={name: getattr(row, name) for name in names}
    )  # fmt: skip
    if form.is_valid():
        reason = form.cleaned_data.pop("reason")
        resolutions.correct_resolution(row, by=request.user, values=form.cleaned_data, reason=reason)
        messages.success(request, "Der Beschluss ist berichtigt.")
        return redirect(row)
    return page(request, "portal/resolution_correct.html", form, resolution=row)


def _resolution_or_404(request: SignedInRequest, resolution_id: int) -> Resolution:
    readable = Resolution.objects.visible_to(request.user, as_=request.functions)
    row: Resolution = get_object_or_404(readable.for_list(), pk=resolution_id)
    return row


def _papers(request: SignedInRequest, row: Resolution) -> DocumentQuerySet:
    return Document.objects.visible_to(request.user, as_=request.functions).of(row)
