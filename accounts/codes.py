"""Forms of django-allauth that take a code of an app, which works once."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.core.cache import cache


class _OnceMixin:
    """allauth remembers a used code for one period; with MFA_TOTP_TOLERANCE it is accepted for longer than that."""

    def clean_code(self) -> str:
        form: Any = self
        code: str = super().clean_code()  # type: ignore[misc] # the form beside it in the bases
        if form.authenticator.type == Authenticator.Type.TOTP and not _is_first_use(form.user.pk, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _is_first_use(user_id: int, code: str) -> bool:
    accepted_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    digits = "".join(filter(str.isdigit, code))
    return bool(cache.add(f"accounts.code-used?user={user_id}&code={digits}", "y", timeout=accepted_for))


class AuthenticateForm(_OnceMixin, forms.AuthenticateForm):
    pass


class ReauthenticateForm(_OnceMixin, forms.ReauthenticateForm):
    pass
