"""What the page of the own account shows: functions held, resting ones, second factor, sessions."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator

from accounts.functions import STATE_OFFICE
from accounts.middleware import must_set_up
from accounts.models import Assignment
from accounts.sessions import SignedIn, sessions_of
from accounts.single_sign_on.offer import Offer, offer_to
from core import dates


@dataclass(frozen=True)
class Factors:
    """How the account is protected beside the password."""

    has_app: bool
    passkeys: int
    has_codes: bool

    @property
    def is_set_up(self) -> bool:
        return self.has_app or self.passkeys > 0

    @property
    def label(self) -> str:
        """„App und 2 Passkeys“."""
        keys = f"{self.passkeys} Passkeys" if self.passkeys > 1 else "ein Passkey" if self.passkeys else ""
        return " und ".join(filter(None, ("App" if self.has_app else "", keys))) or "nicht eingerichtet"


@dataclass(frozen=True)
class AccountPage:
    functions: list[Assignment]
    resting: list[Assignment]
    factors: Factors
    is_required: bool
    sessions: list[SignedIn]
    single_sign_on: Offer | None
    is_of_office: bool


def account_page(user: Any, session_key: str | None) -> AccountPage:
    held = user.current_assignments()
    every = user.assignments.current(on=dates.today()).for_list()
    return AccountPage(
        functions=held,
        resting=[item for item in every if item not in held],
        factors=factors_of(user),
        is_required=must_set_up(user),
        sessions=sessions_of(user, session_key),
        single_sign_on=offer_to(user),
        is_of_office=bool(user.functions_held() & set(STATE_OFFICE)),
    )


def factors_of(user: Any) -> Factors:
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    app, passkey, codes = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
    return Factors(has_app=app in kinds, passkeys=kinds.count(passkey), has_codes=codes in kinds)
