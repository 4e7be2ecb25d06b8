"""People of the state office set up a second factor before anything else, where the setting demands it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.functions import STATE_OFFICE

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# The way to a second factor, and out.
OPEN_WITHOUT = frozenset({
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout",
})  # fmt: skip


def must_set_up(user: Any) -> bool:
    """Whether this person has to set up a second factor before she may do anything else."""
    if settings.STATE_OFFICE_SECOND_FACTOR != "required" or not user.is_authenticated:
        return False
    is_of_office = user.functions_held() & set(STATE_OFFICE)
    return bool(is_of_office) and not is_mfa_enabled(user, FACTORS)


class SecondFactorMiddleware:
    """Leads to the page where the second factor is set up, whatever was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        match = request.resolver_match
        if (match and match.view_name in OPEN_WITHOUT) or not must_set_up(request.user):
            return None
        return redirect("mfa_index")
