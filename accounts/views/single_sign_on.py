"""Single sign-on: leading to the provider, coming back, connecting and disconnecting the own account."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from accounts.actions.single_sign_on import connect_identity, disconnect_identity
from accounts.requests import SignedInRequest
from accounts.single_sign_on.adapter import PENDING
from core.access import public, signed_in


def _provider(request: HttpRequest) -> Any:
    if not settings.SINGLE_SIGN_ON.is_set_up:
        raise Http404
    return get_adapter(request).get_provider(request, settings.SINGLE_SIGN_ON.provider_id)


def _leave_for(request: HttpRequest, process: str) -> HttpResponseBase:
    """To the provider; one that does not answer is told, not an error of ours."""
    provider = _provider(request)
    try:
        response: HttpResponseBase = provider.redirect(request, process, get_next_redirect_url(request))
    except (OAuth2Error, RequestException) as error:
        response = render_authentication_error(request, provider, exception=error)
    return response


@require_POST
@public(reason="Whoever signs in is not signed in yet.")
def sso_start(request: HttpRequest) -> HttpResponseBase:
    return _leave_for(request, AuthProcess.LOGIN)


@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required(app="allauth.mfa")
def sso_begin_connect(request: SignedInRequest) -> HttpResponseBase:
    """A page of its own, because whoever confirms her password comes back by a link."""
    if request.method == "POST":
        return _leave_for(request, AuthProcess.CONNECT)
    _provider(request)
    return TemplateResponse(request, "accounts/sso_begin.html", {"provider": settings.SINGLE_SIGN_ON.name})


@require_safe
@public(reason="The provider sends back whoever signs in.")
def sso_callback(request: HttpRequest) -> HttpResponseBase:
    provider = _provider(request)
    response: HttpResponseBase = OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))(request)
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def sso_connect(request: SignedInRequest) -> HttpResponse:
    """Connects only once its owner has said so; the checked identity waits in her session."""
    pending = request.session.get(PENDING)
    if not settings.SINGLE_SIGN_ON.is_set_up or not pending or pending["user"] != request.user.pk:
        return redirect("accounts:account")
    if request.method == "POST":
        del request.session[PENDING]
        connect_identity(request.user, by=request.user, uid=pending["uid"])
        messages.success(request, f"Verbunden. Sie können sich ab jetzt mit {settings.SINGLE_SIGN_ON.name} anmelden.")
        return redirect("accounts:account")
    return TemplateResponse(request, "accounts/sso_connect.html", {"provider": settings.SINGLE_SIGN_ON.name})


@require_POST
@signed_in
def sso_disconnect(request: SignedInRequest) -> HttpResponse:
    if disconnect_identity(request.user, by=request.user):
        messages.success(request, "Die Verbindung ist getrennt. Sie melden sich wieder mit Ihrem Passwort an.")
    return redirect("accounts:account")
