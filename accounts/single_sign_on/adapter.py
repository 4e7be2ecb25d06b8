"""What happens with a checked identity: it signs in whom it is connected to, and nobody else."""

from typing import Any, NoReturn

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.single_sign_on.provider import Refused

logger = structlog.get_logger("asskomm.single_sign_on")

# Where the checked identity waits until its owner has said that it shall be connected.
PENDING = "single_sign_on_pending"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up, and no address connects anything."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            if not request.user.is_authenticated:
                raise ImmediateHttpResponse(redirect("account_login"))
            request.session[PENDING] = {"user": request.user.pk, "uid": sociallogin.account.uid}
            raise ImmediateHttpResponse(redirect("accounts:sso_connect"))
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(_refusal(request, "accounts/sso_unknown.html", 403))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Whatever was wrong: one page, that names no details; the log names the kind of error."""
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(redirect("account_login"))
        logger.warning("single sign-on refused", reason=_reason(exception))
        raise ImmediateHttpResponse(_refusal(request, "accounts/sso_refused.html", 401))


def _reason(exception: Exception | None) -> str:
    """Our own words, or the kind of error: what came from outside may hold a code or a token."""
    return str(exception) if isinstance(exception, Refused) else type(exception).__name__


def _refusal(request: HttpRequest, template: str, status: int) -> Any:
    return TemplateResponse(request, template, {}, status=status).render()
