"""What waits for whom because of an agreement: computed from the records, so that it vanishes with its cause."""

from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse

from accounts.bodies import Bodies
from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from agreements.ahead import ahead, limited
from agreements.due_kinds import TO_AGREE, TO_SIGN, since
from agreements.due_under_way import under_way
from agreements.models import CooperationAgreement, Party, SigningDay
from agreements.transitions import Status
from agreements.whereabouts import whereabouts
from core.blocks import Due

WHO_AGREES = "zustimmen kann, wer für die Kommune die Funktion Bürgermeister/in oder Koordination innehat"

ON_BEHALF = "Sie können im Auftrag zustimmen"


def due(user: Any, as_: Collection[str]) -> list[Due]:
    """For the office everything under way; for towns and police what waits for them."""
    office = frozenset(as_) & set(STATE_OFFICE)
    own = frozenset(as_) & {*MUNICIPAL, Function.POLICE}
    return [
        *(under_way(user, office) if office else ()),
        *(_own(user, own) if own else ()),
        # The office has been told of all of them.
        *(_own_ahead(user, own) if own and not office else ()),
    ]


def missing_consents(row: CooperationAgreement) -> list[str]:
    return [party.name for party in row.sorted_parties if not party.agreed_on]


def missing_signatures(row: CooperationAgreement) -> list[str]:
    return [party.name for party in row.sorted_parties if party.signs_itself and not party.is_signed]


# --- Towns and police ---------------------------------------------------------------------------------------------


def _own(user: Any, as_: Collection[str]) -> Iterator[Due]:
    """What waits for the consent or the signature of one's own town or police directorate."""
    bodies = Bodies.of(user, as_)
    for row in CooperationAgreement.objects.visible_to(user, as_=as_).with_parts().select_related("signing_day"):
        for party in row.sorted_parties:
            if bodies.include(party):
                yield from _own_party(row, party, bodies)


def _own_ahead(user: Any, as_: Collection[str]) -> Iterator[Due]:
    readable = CooperationAgreement.objects.visible_to(user, as_=as_).filter(limited())
    return ahead(user, as_, among=list(readable.order_by().values_list("pk", flat=True)))


def _own_party(row: CooperationAgreement, party: Party, bodies: Bodies) -> Iterator[Due]:
    url, kind = row.get_absolute_url(), row.get_kind_display()
    if row.status == Status.CONSULTATION and not party.agreed_on:
        name, label = ("consent", "Zustimmen") if bodies.speaks_for(party) else ("review", "Text prüfen")
        # Whoever speaks for the body agrees; everybody else there reads and comments first.
        yield Due(
            TO_AGREE, f"{row.towns_label}: Text prüfen und zustimmen", url, row.consultation_on,
            (kind, f"in Abstimmung {since(row.consultation_on)}", *_entered(row, party), *_who_agrees(bodies, party)),
            action_label=label, action_url=reverse(f"agreements:{name}", args=[row.pk, party.pk]),
        )  # fmt: skip
    elif row.is_awaiting_signature and party.signs_itself and not party.is_signed:
        signing = ", ".join(str(person) for person in party.sorted_signatories if not person.signed_on)
        yield Due(
            TO_SIGN, f"{row.towns_label}: Endfassung zur Unterschrift bereit", url, row.finalised_on,
            (kind, f"es unterzeichnet: {signing}", _day_planned(row)),
            action_label="Endfassung (PDF)", action_url=reverse("agreements:pdf", args=[row.pk]), is_download=True,
        )  # fmt: skip


def _day_planned(row: CooperationAgreement) -> str:
    """When it is to be signed, or who sets the day: the town cannot, and has to know whom to ask."""
    day: SigningDay | None = getattr(row, "signing_day", None)
    if day is None or day.is_called_off:
        return "Termin und Ablauf stimmt die Geschäftsstelle des Landespräventionsrates mit Ihnen ab"
    return f"Unterzeichnung am {day.when_label}, {day.where_label}"


def _entered(row: CooperationAgreement, party: Party) -> tuple[str, ...]:
    """Where somebody said it lies for this party, with the day of the council."""
    return tuple(f"liegt bei: {item.label}" for item in whereabouts(row) if item.station and item.party == party)


def _who_agrees(bodies: Bodies, party: Party) -> tuple[str, ...]:
    if bodies.speaks_for(party):
        return ()
    return (ON_BEHALF,) if bodies.agrees_in_the_name_of_another(party) else (WHO_AGREES,)
