"""Whether single sign-on is offered, what it is called, and which account is connected."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings


@dataclass(frozen=True)
class Offer:
    """For the page of the own account; `connected_at` None means not connected."""

    name: str
    connected_at: datetime | None


def name_of_provider() -> str:
    """„Landeskonto“; empty where none is set up."""
    return str(settings.SINGLE_SIGN_ON.name) if settings.SINGLE_SIGN_ON.is_set_up else ""


def offer_to(user: Any) -> Offer | None:
    if not settings.SINGLE_SIGN_ON.is_set_up:
        return None
    row = SocialAccount.objects.filter(user=user, provider=settings.SINGLE_SIGN_ON.provider_id).first()
    return Offer(settings.SINGLE_SIGN_ON.name, row.date_joined if row else None)
