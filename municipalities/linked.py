"""How the link of the yearly letter stands for whoever follows it, and what it shows."""

from dataclasses import dataclass

from core import dates, formats
from municipalities.confirming import contacts_of
from municipalities.models import ConfirmationRequest, ContactPerson

ANSWERED = "answered"
ENDED = {
    ANSWERED: ("Schon bestätigt", "Vielen Dank. Es ist nichts weiter zu tun."),
    "run_out": (
        "Dieser Link ist abgelaufen",
        "Er galt 60 Tage. Änderungen teilen Sie bitte der Geschäftsstelle des Landespräventionsrates mit.",
    ),
    "renewed": (
        "Dieser Link gilt nicht mehr",
        "Inzwischen ist eine neue Mail unterwegs. Bitte den Link aus der neuesten Mail verwenden.",
    ),
}


@dataclass(frozen=True)
class Standing:
    """A request and the contacts its link shows."""

    request: ConfirmationRequest

    @property
    def ended(self) -> str:
        """Why the link leads nowhere any more; empty while it works."""
        if self.request.closed_on:
            return ANSWERED
        others = ConfirmationRequest.objects.filter(municipality=self.request.municipality_id)
        if others.filter(asked_on__gt=self.request.asked_on).exists():
            return "renewed"
        return "run_out" if self.request.has_run_out(dates.now()) else ""

    @property
    def title(self) -> str:
        return ENDED[self.ended][0]

    @property
    def sentence(self) -> str:
        if self.request.closed_on:
            when, who = formats.day(self.request.closed_on), self.request.closed_by
            return f"Am {when} von {who}. {ENDED[ANSWERED][1]}"
        return ENDED[self.ended][1]

    @property
    def contacts(self) -> list[ContactPerson]:
        return contacts_of(self.request.municipality, dates.today())


def standing_of(token: str) -> Standing | None:
    """A link nobody has sent leads nowhere, whatever it looks like."""
    row = ConfirmationRequest.objects.by_token(token).select_related("municipality__district").first()
    return Standing(row) if row else None
