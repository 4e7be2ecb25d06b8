"""Letters about accounts. Each is a job of the action's transaction: rolled back action, no letter."""

from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.models import Invitation, User


def send_invitation(invitation: Invitation, link: str) -> None:
    """The only place where the link itself stands; the database knows its hash."""
    subject = f"ASSKomm: Einladung als {invitation.function_label}"
    _send("invitation", subject, invitation.email, {"invitation": invitation, "link": link})


def send_address_link(user: User, email: str, link: str) -> None:
    _send("confirm_address", "ASSKomm: neue E-Mail-Adresse bestätigen", email, {"user": user, "link": link})


def tell_old_address(user: User, old: str) -> None:
    _send("address_changed", "ASSKomm: Ihre E-Mail-Adresse wurde geändert", old, {"user": user})


def tell_second_factor_reset(user: User) -> None:
    _send("second_factor_reset", "ASSKomm: Ihr zweiter Faktor wurde zurückgesetzt", user.email, {"user": user})


def tell_identity_connected(user: User, provider: str) -> None:
    _send("identity_connected", f"ASSKomm: Ihr Zugang ist mit {provider} verbunden", user.email,
          {"user": user, "provider": provider})  # fmt: skip


def _send(name: str, subject: str, to: str, context: dict[str, Any]) -> None:
    body = render_to_string(f"accounts/letters/{name}.txt", context)
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to]).send()
