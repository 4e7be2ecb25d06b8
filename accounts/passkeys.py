"""Forms of django-allauth that take a passkey, refusing what no browser would send instead of failing on it."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError)


class _CredentialMixin:
    """The credential is a structure from outside; allauth expects only one kind of mistake in it."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc] # the form beside it in the bases
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AuthenticateForm(_CredentialMixin, forms.AuthenticateWebAuthnForm):
    pass


class LoginForm(_CredentialMixin, forms.LoginWebAuthnForm):
    pass


class ReauthenticateForm(_CredentialMixin, forms.ReauthenticateWebAuthnForm):
    pass


class AddForm(forms.AddWebAuthnForm):
    def clean(self) -> Any:
        try:
            return super().clean()
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error
