"""django-allauth, restricted: nobody signs up, and it speaks to people as the office does."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    # allauth says „du“ and calls a wrong password a missing one.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "enter_current_password": "Das aktuelle Passwort stimmt nicht. Bitte noch einmal eingeben.",
        "incorrect_password": "Das Passwort stimmt nicht. Bitte noch einmal eingeben.",
        "email_password_mismatch": "E-Mail-Adresse oder Passwort stimmen nicht. Bitte beides prüfen.",
        "incorrect_code": "Der Code stimmt nicht. Bitte noch einmal eingeben.",
        "too_many_login_attempts": "Zu viele Versuche. Bitte warten Sie einige Minuten und versuchen es dann noch "
        "einmal.",
        "unknown_email": "Zu dieser Adresse gehört kein Zugang.",
        "rate_limited": "Zu viele Versuche. Bitte warten Sie einige Minuten und versuchen es dann noch einmal.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are created by the state office."""
        return False

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """To the account's address: allauth looks among addresses of its own, which not every account has there."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Der zweite Faktor lässt sich nicht abschalten.",
        "cannot_generate_recovery_codes": "Wiederherstellungscodes gibt es erst, wenn ein zweiter Faktor "
        "eingerichtet ist.",
        "incorrect_code": "Der Code stimmt nicht. Bitte den Code nehmen, den die App jetzt zeigt.",
    }

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 -- allauth's name
        """What a new passkey is called unless its owner says otherwise."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"
