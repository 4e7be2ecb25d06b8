"""Rechtsnachfolge: who takes a dissolved municipality's place in its agreements."""

from datetime import date
from typing import Any

from django.db import transaction

from agreements.models import CooperationAgreement, Coverage, Party
from agreements.transitions import CONCLUDED, Status
from audit.actions import record
from core import dates, formats
from municipalities.models import Municipality, heirs


@transaction.atomic
def succeed(
    origin: Municipality, *, target: Municipality, on: date, by: Any | None, process: str, write: bool
) -> list[str]:
    """Make the successor party from the day; number and text stay as they were signed.

    Concluded agreements go over by law. What is still being written, the office decides about: a sentence says so.
    Called again, or for a joint agreement of two predecessors, it adds the successor only once.
    """
    # Through its own party or an association that acted for it; one coverage a town, so every row comes once.
    own = CooperationAgreement.objects.filter(coverage__municipality=origin)
    rows = list(own.select_for_update(of=("self",)).order_by("pk").prefetch_related("coverage__party"))
    told = []
    for row in rows:
        if row.status not in CONCLUDED:
            if row.status != Status.WITHDRAWN:
                told.append(
                    f"{row} ist noch nicht unterzeichnet: bitte {target} als Partei eintragen oder zurückziehen"
                )
        elif _is_in_force(row, on) and target.pk not in row.municipality_ids:
            if write:
                _follow(row, origin, target=target, on=on, by=by, process=process)
            told.append(f"{row}: {target} ist Partei seit {formats.day(on)}")
    return told


def follow_heirs(row: CooperationAgreement, *, by: Any) -> None:
    """Let the successors of towns dissolved since follow into an agreement recorded afterwards."""
    today = dates.today()
    fresh: CooperationAgreement = CooperationAgreement.objects.with_parts().get(pk=row.pk)
    gone = [town for town in fresh.municipalities if town.dissolved_on and town.dissolved_on <= today]
    after = heirs(on=today) if gone else {}
    for town in gone:
        heir = Municipality.objects.filter(pk=after.get(town.pk, 0)).first()
        if heir and _is_in_force(fresh, town.dissolved_on) and heir.pk not in fresh.municipality_ids:
            _follow(fresh, town, target=heir, on=town.dissolved_on, by=by, process="")
            fresh = CooperationAgreement.objects.with_parts().get(pk=row.pk)


def _is_in_force(row: CooperationAgreement, on: date) -> bool:
    return row.signed_on is not None and row.signed_on < on and (row.ended_on is None or row.ended_on >= on)


def _follow(
    row: CooperationAgreement, origin: Municipality, *, target: Municipality, on: date, by: Any, process: str
) -> None:
    party = next(covered.party for covered in row.coverage.all() if covered.municipality_id == origin.pk)
    kind, places = Party.Kind.MUNICIPALITY, [*row.municipality_ids, target.pk]
    successor = Party.objects.create(
        agreement=row, kind=kind, municipality=target, position=party.position, succeeded_on=on, succeeds=party
    )
    Coverage.objects.create(agreement=row, municipality=target, party=successor)
    record(
        "succeed", row, by=by, process=process, label="Rechtsnachfolge eingetragen", municipalities=places,
        before={"Partei": origin.name}, after={"Partei": target.name, "Partei seit": on},
    )  # fmt: skip
