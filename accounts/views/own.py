"""The own account: what it is, its address, its sessions."""

from allauth.account.decorators import reauthentication_required
from allauth.core.internal.ratelimit import consume_or_429
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import letters
from accounts.actions.people import change_address
from accounts.actions.sessions import end_other_sessions
from accounts.forms import ChangeAddressForm
from accounts.own import account_page
from accounts.requests import SignedInRequest
from core.access import signed_in

SALT = "accounts.address"
DAYS = 3


@require_safe
@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    page = account_page(request.user, request.session.session_key)
    return TemplateResponse(request, "accounts/account.html", {"page": page})


@require_POST
@signed_in
def sessions_end(request: SignedInRequest) -> HttpResponse:
    end_other_sessions(request.user, by=request.user, keep=request.session.session_key or "")
    messages.success(request, "Alle anderen Anmeldungen sind beendet.")
    return redirect("accounts:account")


@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required(app="allauth.mfa")
def address_change(request: SignedInRequest) -> HttpResponseBase:
    """Whether the new address has an account already is told by nothing here, only to its owner."""
    form = ChangeAddressForm(request.POST if request.method == "POST" else None, user=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "accounts/address_change.html", {"form": form}, status=status)
    if refused := consume_or_429(request, app="allauth.account", action="change_address", user=request.user):
        return refused
    email = form.cleaned_data["email"]
    token = signing.dumps([request.user.pk, request.user.email, email], salt=SALT)
    letters.send_address_link(request.user, email, _absolute(request, token))
    messages.success(request, f"An {email} ist ein Link unterwegs. Bis Sie ihn bestätigen, gilt die bisherige Adresse.")
    return redirect("accounts:account")


@require_http_methods(["GET", "POST"])
@signed_in
def address_confirm(request: SignedInRequest, token: str) -> HttpResponse:
    """The link names the old address, too: once it has changed, the link says nothing any more."""
    email = _new_address(token, request)
    if email is None:
        return TemplateResponse(request, "accounts/address_dead.html", {}, status=410)
    if request.method == "POST":
        change_address(request.user, by=request.user, email=email)
        messages.success(request, f"Ab jetzt melden Sie sich mit {email} an.")
        return redirect("accounts:account")
    return TemplateResponse(request, "accounts/address_confirm.html", {"email": email})


def _new_address(token: str, request: SignedInRequest) -> str | None:
    try:
        pk, old, new = signing.loads(token, salt=SALT, max_age=DAYS * 24 * 60 * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(new) if (pk, old) == (request.user.pk, request.user.email) else None


def _absolute(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("accounts:address_confirm", args=[token]))
