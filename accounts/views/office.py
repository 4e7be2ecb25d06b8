"""All accounts, for the state office: search, one account, closing and opening, corrections, invitations."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import people
from accounts.actions.invitations import invite
from accounts.forms import AccountFilter, CorrectAddressForm, InvitationForm, ReasonForm
from accounts.functions import STATE_OFFICE, STATE_WRITERS
from accounts.managing import may_change_account, may_give
from accounts.models import Invitation, User
from accounts.own import factors_of
from accounts.requests import SignedInRequest
from accounts.views.town import link_to
from core import dates
from core.access import access
from core.forms import Form

PAGE_SIZE = 50


@require_safe
@access(*STATE_OFFICE)
def account_list(request: SignedInRequest) -> HttpResponse:
    form = AccountFilter(request.GET, user=request.user, as_=request.functions)
    readable = User.objects.visible_to(request.user, as_=request.functions)
    page = Paginator(form.apply(readable).for_list(), PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {"form": form, "page": page, "today": dates.today(), "may_write": _writes(request)}
    return TemplateResponse(request, "accounts/list.html", context | _open_count(request))


@require_safe
@access(*STATE_OFFICE)
def invitation_list(request: SignedInRequest) -> HttpResponse:
    rows = Invitation.objects.visible_to(request.user, as_=request.functions).open().for_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {"page": page, "now": dates.now(), "may_write": _writes(request)}
    return TemplateResponse(request, "accounts/invitations.html", context | _open_count(request))


@require_safe
@access(*STATE_OFFICE)
def account_detail(request: SignedInRequest, user_id: int) -> HttpResponse:
    row = _user_or_404(request, user_id)
    held = row.assignments.for_list()
    context = {
        "row": row,
        "functions": [(item, item.may_end and may_give(request.user, item.function, item.body)) for item in held],
        "factors": factors_of(row),
        "may_change": may_change_account(request.user, row),
        "today": dates.today(),
    }
    return TemplateResponse(request, "accounts/detail.html", context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def invite_any(request: SignedInRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = InvitationForm(data, user=request.user, as_=request.functions, initial={"function": ""})
    if form.is_valid():
        row = invite(by=request.user, link_to=link_to(request), **form.cleaned_data)
        messages.success(request, f"Die Einladung an {row.email} ist unterwegs.")
        return redirect("accounts:invitations")
    context = {"town": None, "form": form, "is_active": True}
    return TemplateResponse(request, "accounts/invite.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def account_deactivate(request: SignedInRequest, user_id: int) -> HttpResponse:
    return _change(
        request, user_id, ReasonForm, people.deactivate_account, "Zugang sperren", "Der Zugang ist gesperrt."
    )


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def account_reactivate(request: SignedInRequest, user_id: int) -> HttpResponse:
    return _change(
        request, user_id, ReasonForm, people.reactivate_account, "Zugang öffnen", "Der Zugang ist wieder offen."
    )


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def account_address(request: SignedInRequest, user_id: int) -> HttpResponse:
    done = (
        "Die Adresse ist berichtigt. Das Passwort setzt die Person neu, über „Passwort vergessen“. "
        "Ihre Passkeys gelten nicht mehr."
    )
    return _change(request, user_id, CorrectAddressForm, people.correct_address, "Adresse berichtigen", done)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def account_second_factor(request: SignedInRequest, user_id: int) -> HttpResponse:
    done = "Der zweite Faktor ist zurückgesetzt."
    return _change(request, user_id, ReasonForm, people.reset_second_factor, "Zweiten Faktor zurücksetzen", done)


def _change(
    request: SignedInRequest, user_id: int, kind: type[Form], act: Callable[..., Any], title: str, done: str
) -> HttpResponse:
    """A page with one form and one action on an account."""
    row = _user_or_404(request, user_id)
    if not may_change_account(request.user, row):
        raise PermissionDenied
    form = kind(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        act(row, by=request.user, **form.cleaned_data)
        messages.success(request, done)
        return redirect("accounts:detail", row.pk)
    context = {"row": row, "form": form, "title": title}
    return TemplateResponse(request, "accounts/change.html", context, status=422 if form.is_bound else 200)


def _user_or_404(request: SignedInRequest, user_id: int) -> User:
    row: User = get_object_or_404(User.objects.visible_to(request.user, as_=request.functions), pk=user_id)
    return row


def _writes(request: SignedInRequest) -> bool:
    return bool(request.functions & set(STATE_WRITERS))


def _open_count(request: SignedInRequest) -> dict[str, int]:
    return {"open_count": Invitation.objects.visible_to(request.user, as_=request.functions).open().count()}
