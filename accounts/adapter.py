"""django-allauth, restricted: nobody signs up by himself."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    # allauth says „du“ and calls a wrong password a missing one.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "enter_current_password": "Das aktuelle Passwort stimmt nicht. Bitte noch einmal eingeben.",
        "incorrect_password": "Das Passwort stimmt nicht. Bitte noch einmal eingeben.",
        "email_password_mismatch": "E-Mail-Adresse oder Passwort stimmen nicht. Bitte beides prüfen.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are created by the state office."""
        return False
