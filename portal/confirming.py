"""The yearly question to a town: how its link stands, what it shows, and what the office sees of the answers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import dates, formats
from municipalities.confirming import address_of, contacts_of, stale_contacts
from municipalities.models import ConfirmationRequest, ContactPerson, Municipality

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
        later = ConfirmationRequest.objects.filter(
            municipality=self.request.municipality_id, asked_on__gt=self.request.asked_on
        )
        if later.exists():
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


def domains_of(contacts: Iterable[ContactPerson], recipient: str) -> frozenset[str]:
    """The part behind the @ of what is known of a town already."""
    known = [recipient, *(address for row in contacts for address in (row.email, row.office_email))]
    return frozenset(address.rpartition("@")[2].casefold() for address in known if address)


# --- What the office and the town's own people see ------------------------------------------------------------------


@dataclass(frozen=True)
class TownState:
    """A town with contacts nobody has confirmed within a year, and what was done about it."""

    town: Municipality
    count: int
    request: ConfirmationRequest | None
    address: str

    @property
    def told(self) -> str:
        if self.request is None:
            return "wird gefragt" if self.address else "keine E-Mail-Adresse"
        asked = f"gefragt am {formats.day_short(self.request.asked_on)}"
        if self.request.reminded_on:
            asked += f", erinnert am {formats.day_short(self.request.reminded_on)}"
        return f"{asked}, Link abgelaufen" if self.request.has_run_out(dates.now()) else asked

    @property
    def is_stuck(self) -> bool:
        """Nothing happens any more unless somebody does something."""
        return not self.address if self.request is None else self.request.has_run_out(dates.now())


def town_states(user: Any, as_: Collection[str], on: date) -> list[TownState]:
    """Every town with something to confirm, those that are stuck first; a constant number of queries."""
    stale = stale_contacts(on)
    towns = Municipality.objects.visible_to(user, as_=as_).filter(pk__in=stale).for_list().order_by("sort_key", "pk")
    asked = ConfirmationRequest.objects.visible_to(user, as_=as_).open().filter(municipality__in=stale)
    newest = {row.municipality_id: row for row in asked.order_by("asked_on", "pk")}
    shared = ContactPerson.objects.visible_to(user, as_=as_).current(on=on).filter(municipality__in=stale)
    by_town: dict[int, list[ContactPerson]] = {}
    for row in shared:
        by_town.setdefault(row.municipality_id, []).append(row)
    rows = [
        TownState(town, len(stale[town.pk]), newest.get(town.pk), address_of(by_town.get(town.pk, [])))
        for town in towns
    ]
    return sorted(rows, key=lambda row: not row.is_stuck)


def to_confirm(contacts: Iterable[ContactPerson]) -> list[ContactPerson]:
    """What somebody of the town is asked on her start page."""
    return [row for row in contacts if row.is_stale]
