"""At the first sign-in, and after a new version, the Datenschutzhinweise come before anything else.

What is due is asked once, while somebody signs in, and waits in her session: no page pays for it.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from notices.models import Acknowledgement, Notice
from notices.published import published

DUE = "notices_due"
# The texts themselves, whatever the second factor needs, and the way out.
OPEN_WITHOUT = frozenset({
    "notices:acknowledge", "notices:imprint", "notices:privacy", "notices:accessibility", "notices:report",
    "account_logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn",
    "portal:health",
})  # fmt: skip


def due_for(user: Any) -> Notice | None:
    """The present Datenschutzhinweise, while this person has not taken note of them."""
    newest = published(Notice.Kind.PRIVACY)
    if newest is None or Acknowledgement.objects.filter(user=user, notice=newest).exists():
        return None
    return newest


def remember_what_is_due(*, request: HttpRequest, user: Any, **_: Any) -> None:
    """While somebody signs in; receives django.contrib.auth's signal."""
    if due_for(user):
        request.session[DUE] = True


class PrivacyNoticeMiddleware:
    """Leads to the Datenschutzhinweise while they are due, whatever was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        match = request.resolver_match
        if not request.session.get(DUE) or (match and match.view_name in OPEN_WITHOUT):
            return None
        return redirect("notices:acknowledge")
