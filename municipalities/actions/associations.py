"""Everything that changes associations and who belongs to them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from audit.actions import record, snapshot
from core import dates, formats, slots
from core.exceptions import Conflict
from municipalities.models import Association, AssociationMembership, District, Municipality

ASSOCIATION_FIELDS = ("kind", "name", "seat", "district", "founded_on", "dissolved_on", "source")
MEMBERSHIP_FIELDS = ("association", "municipality", "starts_on", "ends_on")


@transaction.atomic
def found_association(
    *,
    by: Any,
    kind: str,
    name: str,
    district: District,
    founded_on: date,
    members: Iterable[Municipality],
    seat: str = "",
    source: str = "",
) -> Association:
    """An association of at least two municipalities, members from its first day on."""
    joining = list(dict.fromkeys(members))
    if len(joining) < 2:
        raise Conflict("Ein Zusammenschluss hat mindestens zwei Mitglieder. Bitte weitere Kommunen auswählen.")
    if Association.objects.filter(kind=kind, name=name).existing(on=founded_on).exists():
        raise Conflict(f"„{name}“ gibt es schon. Bitte dort die Mitglieder ändern.")
    association = Association.objects.create(
        kind=kind, name=name, district=district, founded_on=founded_on, seat=seat, source=source,
        is_example=all(town.is_example for town in joining),
    )  # fmt: skip
    record(
        "found_association", association, by=by, label="Zusammenschluss eingetragen",
        municipalities=[town.pk for town in joining], after=snapshot(association, ASSOCIATION_FIELDS),
    )  # fmt: skip
    for town in joining:
        join_association(association, by=by, municipality=town, starts_on=founded_on)
    return association


@transaction.atomic
def edit_association(association: Association, *, by: Any, name: str, seat: str) -> Association:
    """Correct what it is called and where it has its seat; its kind and its days are facts of their own."""
    row = _locked(association)
    if (row.name, row.seat) == (name, seat):
        return row
    others = Association.objects.exclude(pk=row.pk).filter(kind=row.kind, name=name)
    if others.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=row.founded_on)).exists():
        raise Conflict(f"„{name}“ gibt es schon. Bitte den Namen prüfen.")
    before = snapshot(row, ASSOCIATION_FIELDS)
    row.name, row.seat = name, seat
    # Whole: the keys it is sorted and found by follow the name.
    row.save()
    record(
        "edit_association", row, by=by, label="Zusammenschluss berichtigt", before=before,
        municipalities=list(row.memberships.current(on=dates.today()).values_list("municipality_id", flat=True)),
        after=snapshot(row, ASSOCIATION_FIELDS),
    )  # fmt: skip
    return row


@transaction.atomic
def join_association(
    association: Association, *, by: Any, municipality: Municipality, starts_on: date
) -> AssociationMembership:
    """A municipality becomes a member; also once more, after it has left."""
    row = _locked(association)
    # Two people who let one town join two associations at once wait for each other here.
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    _require_existing(row, starts_on)
    same = row.memberships.filter(municipality=municipality, starts_on=starts_on, ends_on=None).first()
    if same is not None:
        known: AssociationMembership = same
        return known
    _require_no_other(row, municipality, starts_on)
    membership: AssociationMembership = row.memberships.create(municipality=municipality, starts_on=starts_on)
    _record_membership("join_association", "Mitglied geworden", membership, by=by)
    slots.gather("memberships-changed", row, by=by)
    return membership


@transaction.atomic
def leave_association(membership: AssociationMembership, *, by: Any, ends_on: date) -> AssociationMembership:
    """A membership ends with a last day; correcting that day is the same act."""
    association = _locked(membership.association)
    row: AssociationMembership = AssociationMembership.objects.select_for_update().get(pk=membership.pk)
    if row.ends_on == ends_on:
        return row
    if ends_on < row.starts_on:
        begun = formats.day(row.starts_on)
        raise Conflict(f"Die Mitgliedschaft begann erst am {begun}. Bitte einen Tag ab dann eintragen.")
    if association.dissolved_on and ends_on >= association.dissolved_on:
        dissolved = formats.day(association.dissolved_on)
        raise Conflict(f"Der Zusammenschluss ist zum {dissolved} aufgelöst. Bitte einen Tag davor eintragen.")
    later = association.memberships.filter(municipality=row.municipality, starts_on__gt=row.starts_on)
    if later.filter(starts_on__lte=ends_on).exists():
        raise Conflict("Die Kommune ist vor diesem Tag schon wieder eingetreten. Bitte einen früheren Tag eintragen.")
    before = snapshot(row, MEMBERSHIP_FIELDS)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _record_membership("leave_association", "Mitgliedschaft beendet", row, by=by, before=before)
    slots.gather("memberships-changed", association, by=by)
    return row


@transaction.atomic
def dissolve_association(association: Association, *, by: Any, dissolved_on: date, reason: str) -> Association:
    """The association ends: it no longer exists on `dissolved_on`, and nobody is a member from that day on."""
    row = _locked(association)
    if row.dissolved_on == dissolved_on:
        return row
    if row.dissolved_on:
        raise Conflict(f"Der Zusammenschluss ist schon zum {formats.day(row.dissolved_on)} aufgelöst.")
    if dissolved_on <= row.founded_on:
        raise Conflict(f"Den Zusammenschluss gibt es seit dem {formats.day(row.founded_on)}. "
                       "Bitte einen späteren Tag eintragen.")  # fmt: skip
    last_day = dissolved_on - timedelta(days=1)
    if (later := row.memberships.filter(starts_on__gt=last_day).select_related("municipality").first()) is not None:
        raise Conflict(f"{later.municipality} wird erst am {formats.day(later.starts_on)} Mitglied. "
                       "Bitte einen späteren Tag eintragen.")  # fmt: skip
    before = snapshot(row, ASSOCIATION_FIELDS)
    current = list(row.memberships.select_for_update().filter(Q(ends_on=None) | Q(ends_on__gt=last_day)))
    for membership in current:
        leave_association(membership, by=by, ends_on=last_day)
    row.dissolved_on = dissolved_on
    row.save(update_fields=["dissolved_on"])
    record(
        "dissolve_association", row, by=by, label="Zusammenschluss aufgelöst", reason=reason, before=before,
        municipalities=[item.municipality_id for item in current], after=snapshot(row, ASSOCIATION_FIELDS),
    )  # fmt: skip
    return row


def _locked(association: Association) -> Association:
    row: Association = Association.objects.select_for_update().get(pk=association.pk)
    return row


def _require_existing(row: Association, day: date) -> None:
    if day < row.founded_on:
        raise Conflict(f"Den Zusammenschluss gibt es erst seit dem {formats.day(row.founded_on)}. "
                       "Bitte einen Tag ab dann eintragen.")  # fmt: skip
    if row.dissolved_on and day >= row.dissolved_on:
        raise Conflict(f"Der Zusammenschluss ist zum {formats.day(row.dissolved_on)} aufgelöst.")


def _require_no_other(row: Association, town: Municipality, starts_on: date) -> None:
    """Not twice in the same one, and in one official association at most (of alliances a town may have several)."""
    meanwhile = town.memberships.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).select_related("association")
    for other in meanwhile:
        if other.association_id == row.pk:
            raise Conflict(f"{town} ist seit dem {formats.day(other.starts_on)} Mitglied. "
                           "Bitte zuerst den Austritt eintragen.")  # fmt: skip
        if row.is_official and other.association.is_official:
            raise Conflict(f"{town} gehört noch zu: {other.association}. Eine Kommune ist Mitglied in höchstens einem "
                           "Verwaltungsverband oder einer Verwaltungsgemeinschaft.")  # fmt: skip


def _record_membership(
    action: str, label: str, row: AssociationMembership, *, by: Any, before: dict[str, Any] | None = None
) -> None:
    record(
        action, row, by=by, label=label, municipalities=[row.municipality_id], before=before,
        after=snapshot(row, MEMBERSHIP_FIELDS),
    )  # fmt: skip
