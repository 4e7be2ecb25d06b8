"""How an invitation stands for whoever follows its link."""

from dataclasses import dataclass
from typing import Any

from accounts.activating import activation_of
from accounts.functions import OF_ACTIVATED_BODIES
from accounts.managing import may_give
from accounts.models import Invitation, User
from accounts.models.invitations import hash_of
from core import dates

ENDED = {
    "accepted": (
        "Diese Einladung ist schon angenommen",
        "Der Link funktioniert nur einmal. Melden Sie sich mit Ihrer Adresse und Ihrem Passwort an.",
    ),
    "revoked": (
        "Diese Einladung wurde zurückgezogen",
        "Fragen Sie bitte die Person, die Sie eingeladen hat.",
    ),
    "run_out": (
        "Diese Einladung ist abgelaufen",
        "Bitten Sie die Person, die Sie eingeladen hat, die Einladung erneut zu senden.",
    ),
    "not_activated": (
        "Diese Einladung ruht",
        "Ihre Stelle ist in der Anwendung nicht freigeschaltet. Wenden Sie sich bitte an die Geschäftsstelle des "
        "Landespräventionsrates.",
    ),
    "orphaned": (
        "Diese Einladung gilt nicht mehr",
        "Wer Sie eingeladen hat, vergibt diese Funktion heute nicht mehr. Bitten Sie die Kommunen-Verwaltung Ihrer "
        "Kommune oder die Geschäftsstelle des Landespräventionsrates, die Einladung erneut zu senden.",
    ),
    "locked": (
        "Dieser Zugang ist gesperrt",
        "Zu der eingeladenen Adresse gehört ein Zugang, der gesperrt ist. Wenden Sie sich bitte an die Geschäftsstelle "
        "des Landespräventionsrates.",
    ),
}


@dataclass(frozen=True)
class Standing:
    """An invitation, who reads it, and whose account has its address (None: there is none yet)."""

    invitation: Invitation
    reader: Any
    owner: User | None

    @property
    def ended(self) -> str:
        """Why the link leads nowhere; empty while it works."""
        row = self.invitation
        if row.accepted_at:
            return "accepted"
        if row.revoked_at:
            return "revoked"
        if row.has_run_out(dates.now()):
            return "run_out"
        if row.function in OF_ACTIVATED_BODIES and activation_of(row.body, dates.today()) is None:
            return "not_activated"
        if not may_give(row.invited_by, row.function, row.body):
            return "orphaned"
        return "locked" if self.owner and not self.owner.is_active else ""

    @property
    def is_open(self) -> bool:
        return not self.ended

    @property
    def title(self) -> str:
        return ENDED[self.ended][0]

    @property
    def sentence(self) -> str:
        return ENDED[self.ended][1]

    @property
    def is_signed_in(self) -> bool:
        return bool(self.reader.is_authenticated)

    @property
    def is_for_reader(self) -> bool:
        return self.is_signed_in and self.owner == self.reader

    @property
    def needs_account(self) -> bool:
        return self.owner is None and not self.is_signed_in


def standing_of(token: str, reader: Any) -> Standing | None:
    """The newest link of each invitation is the only one that is found."""
    row = Invitation.objects.for_list().filter(token_hash=hash_of(token)).first()
    if row is None:
        return None
    return Standing(row, reader, User.objects.filter(email=row.email).first())
