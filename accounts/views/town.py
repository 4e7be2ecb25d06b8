"""Accounts of one town: who holds which function since when, invitations, ends."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import invitations as invitation_actions
from accounts.actions.people import end_function
from accounts.activating import activation_of
from accounts.forms import EndFunctionForm, InvitationForm
from accounts.functions import ACCOUNT_MANAGERS, STATE_OFFICE, STATE_WRITERS, Function
from accounts.managing import is_last_manager, may_give
from accounts.models import Assignment, Invitation
from accounts.requests import SignedInRequest
from accounts.town import town_accounts_of
from core import dates
from core.access import access
from municipalities.models import Municipality


@require_safe
@access(*STATE_OFFICE, *ACCOUNT_MANAGERS)
def town_accounts(request: SignedInRequest, municipality_id: int) -> HttpResponse:
    town = _town_or_404(request, municipality_id)
    page = town_accounts_of(town, request.user, request.functions)
    return TemplateResponse(request, "accounts/town.html", {"town": town, "page": page})


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *ACCOUNT_MANAGERS)
def town_invite(request: SignedInRequest, municipality_id: int) -> HttpResponse:
    town = _town_or_404(request, municipality_id)
    data = request.POST if request.method == "POST" else None
    initial = {"function": Function.COORDINATION.value}
    form = InvitationForm(data, user=request.user, as_=request.functions, town=town, initial=initial)
    if form.is_valid():
        row = invitation_actions.invite(by=request.user, link_to=link_to(request), **form.cleaned_data)
        messages.success(request, f"Die Einladung an {row.email} ist unterwegs.")
        return redirect("accounts:town", town.pk)
    context = {"town": town, "form": form, "is_active": activation_of(town, dates.today()) is not None}
    return TemplateResponse(request, "accounts/invite.html", context, status=422 if form.is_bound else 200)


@require_POST
@access(*STATE_WRITERS, *ACCOUNT_MANAGERS)
def invitation_resend(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    row = _invitation_or_404(request, invitation_id)
    invitation_actions.resend(row, by=request.user, link_to=link_to(request))
    messages.success(
        request, f"Die Einladung an {row.email} ist noch einmal unterwegs. Der frühere Link gilt nicht mehr."
    )
    return _back(row)


@require_POST
@access(*STATE_WRITERS, *ACCOUNT_MANAGERS)
def invitation_revoke(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    row = invitation_actions.revoke(_invitation_or_404(request, invitation_id), by=request.user)
    messages.success(request, f"Die Einladung an {row.email} ist zurückgezogen.")
    return _back(row)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *ACCOUNT_MANAGERS, Function.COACHING_COORDINATION)
def function_end(request: SignedInRequest, assignment_id: int) -> HttpResponse:
    row = get_object_or_404(
        Assignment.objects.visible_to(request.user, as_=request.functions).for_list(), pk=assignment_id
    )
    if not may_give(request.user, row.function, row.body):
        raise PermissionDenied
    has_to_confirm = row.user_id == request.user.pk and is_last_manager(row)
    form = EndFunctionForm(
        request.POST if request.method == "POST" else None, user=request.user, initial={"ends_on": dates.today()},
        has_to_confirm=has_to_confirm,
    )  # fmt: skip
    back_url = _way_back(request, row)
    if form.is_valid():
        end_function(row, by=request.user, **form.cleaned_data)
        messages.success(request, f"Beendet: {row.label}, {row.user.name}.")
        return redirect(back_url)
    context = {"row": row, "form": form, "back_url": back_url, "has_to_confirm": has_to_confirm}
    return TemplateResponse(request, "accounts/function_end.html", context, status=422 if form.is_bound else 200)


def link_to(request: HttpRequest) -> Callable[[str], str]:
    return lambda token: request.build_absolute_uri(reverse("accounts:invitation", args=[token]))


def _town_or_404(request: SignedInRequest, municipality_id: int) -> Municipality:
    readable = Municipality.objects.visible_to(request.user, as_=request.functions).for_list()
    town: Municipality = get_object_or_404(readable, pk=municipality_id)
    return town


def _invitation_or_404(request: SignedInRequest, invitation_id: int) -> Invitation:
    readable = Invitation.objects.visible_to(request.user, as_=request.functions)
    row: Invitation = get_object_or_404(readable, pk=invitation_id)
    return row


def _address_of(row: Any) -> str:
    """Where the accounts of the row's body stand."""
    return reverse("accounts:town", args=[row.municipality_id]) if row.municipality_id else reverse("accounts:list")


def _way_back(request: SignedInRequest, row: Assignment) -> str:
    """Who has just ended the own function may not see the list any more; who keeps the pool never could."""
    keeps_lists = bool(request.functions & {*STATE_WRITERS, *ACCOUNT_MANAGERS}) and row.user_id != request.user.pk
    return _address_of(row) if keeps_lists else reverse("portal:home")


def _back(row: Any) -> HttpResponse:
    return redirect(_address_of(row))
