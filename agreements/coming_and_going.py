"""Who can join an agreement, and who can leave it."""

from datetime import date
from typing import Any

from agreements.models import Amendment, CooperationAgreement, Party
from agreements.transitions import CONCLUDED, Status
from core import formats
from core.exceptions import Conflict
from municipalities.models import Municipality


def under_way(agreement: CooperationAgreement) -> Any:
    """Nachträge of an agreement that are neither signed nor withdrawn."""
    closed = [*CONCLUDED, Status.WITHDRAWN]
    return Amendment.objects.filter(amends=agreement).exclude(document__status__in=closed)


def require_joinable(agreement: CooperationAgreement, town: Municipality, on: date) -> None:
    """Conflict for a town that is no more, is party or covered already, or is on its way in."""
    if not town.exists_on(on):
        raise Conflict(f"{town.name} besteht am {formats.day(on)} nicht. Bitte die Rechtsnachfolgerin auswählen.")
    if town.is_example != agreement.is_example:
        raise Conflict("Erfundene und wirkliche Kommunen können nicht Parteien einer Vereinbarung sein.")
    if any(party.municipality_id == town.pk and _ends_after(party, on) for party in agreement.parties.all()):
        raise Conflict(f"{town.kind_word} {town.name} ist schon Partei dieser Vereinbarung.")
    if town.pk in {covered.pk for covered in agreement.coverage_on(on)}:
        raise Conflict(f"{town.kind_word} {town.name} ist über einen Zusammenschluss schon erfasst.")
    if other := under_way(agreement).filter(joining=town).first():
        raise Conflict(f"Der Beitritt läuft schon: {other.label}. Bitte diesen Nachtrag weiterführen.")


def _ends_after(party: Party, on: date) -> bool:
    """Whether the party is one on the day or later, so that a second row for the same body would overlap."""
    return party.ends_on is None or party.ends_on >= on


def require_leavable(agreement: CooperationAgreement, party: Party, on: date) -> None:
    """Conflict for the state office, for who is no party by then, and for the last municipal party."""
    if party.agreement_id != agreement.pk or party.kind == Party.Kind.STATE_OFFICE:
        raise Conflict("Der Landespräventionsrat scheidet nicht aus. Bitte „Vereinbarung beenden“.")
    require_others(agreement, party, on)
    if other := under_way(agreement).filter(leaving=party).first():
        raise Conflict(f"Der Austritt läuft schon: {other.label}. Bitte diesen Nachtrag weiterführen.")


def require_others(agreement: CooperationAgreement, party: Party, on: date) -> None:
    """Whoever leaves must be party on the day, and not the last town."""
    present = agreement.parties_on(on)
    if party.ends_on is not None or party.pk not in {row.pk for row in present}:
        raise Conflict(f"{party.name} ist am {formats.day(on)} nicht Partei oder scheidet schon aus.")
    # Whoever leaves later is gone, too, once everything already agreed has come true.
    staying = [row for row in present if row.is_municipal and row.pk != party.pk and row.ends_on is None]
    if party.is_municipal and not staying:
        raise Conflict(
            f"{party.name} ist die letzte kommunale Partei. Bitte statt des Austritts „Vereinbarung beenden“."
        )
