"""Associations of the register and who belongs to them, compared with the database."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from municipalities.models import Association, AssociationMembership, District, Municipality
from municipalities.register.facts import ASSOCIATION_KINDS, AssociationFact, Edition
from municipalities.register.report import Line, Outcome, label_of


@dataclass
class AssociationPlan:
    """Rows to write; memberships point to associations and places that may themselves be unsaved."""

    new: list[Association] = field(default_factory=list)
    changed: list[Association] = field(default_factory=list)
    joining: list[AssociationMembership] = field(default_factory=list)
    leaving: list[AssociationMembership] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        return bool(self.new or self.changed or self.joining or self.leaving)


def compare(
    edition: Edition, land: str, districts: dict[str, District], places: dict[str, Municipality]
) -> AssociationPlan:
    """Associations of several municipalities; who left is a member until the day before the territorial status.

    Who is missing from the file altogether has left nothing: the list of changes says what became of it.
    """
    plan = AssociationPlan()
    stored = {row.key: row for row in Association.objects.exclude(key=None).filter(key__startswith=land)}
    belongs = defaultdict(list)
    for place in edition.places:
        belongs[place.association_key].append(place.ags)
    current = _members(edition)
    for fact in edition.associations:
        if fact.code not in ASSOCIATION_KINDS:
            continue
        row = _compare(plan, fact, stored.get(fact.key), districts[fact.key[:5]], edition)
        told = {ags: places[ags] for ags in belongs[fact.key]}
        _compare_members(plan, row, told, current.get(row.pk, {}) if row.pk else {}, edition)
    told_keys = {fact.key for fact in edition.associations}
    for row in stored.values():
        if row.key not in told_keys and row.dissolved_on is None:
            plan.lines.append(Line(Outcome.MISSING, row.key or "", row.display_name))
            _compare_members(plan, row, {}, current.get(row.pk, {}), edition)
    return plan


def _members(edition: Edition) -> dict[int, dict[str, AssociationMembership]]:
    """The members among the file's places on the day of its territorial status, by association and AGS."""
    found: dict[int, dict[str, AssociationMembership]] = defaultdict(dict)
    told = {place.ags for place in edition.places}
    for row in AssociationMembership.objects.current(on=edition.on).select_related("municipality"):
        if row.municipality.ags in told:
            found[row.association_id][row.municipality.ags] = row
    return found


def _compare(
    plan: AssociationPlan, fact: AssociationFact, row: Association | None, district: District, edition: Edition
) -> Association:
    kind = ASSOCIATION_KINDS[fact.code]
    if row is None:
        source = f"{edition.kind.label}, Gebietsstand {edition.on:%d.%m.%Y}"
        row = Association(
            key=fact.key, kind=kind, name=fact.name, seat=_plain(fact.seat), district=district, founded_on=edition.on,
            source=source,
        )  # fmt: skip
        plan.new.append(row)
        note = f"Gründungstag unbekannt, eingetragen ist der Gebietsstand {edition.on:%d.%m.%Y}"
        plan.lines.append(Line(Outcome.NEW, fact.key, fact.name, note=note))
        return row
    told: dict[str, Any] = {"kind": kind}
    if not (fact.is_cut and row.name.startswith(fact.name)):
        told["name"] = fact.name
    if fact.seat:
        told["seat"] = _plain(fact.seat)
    changes = {name: (old, value) for name, value in told.items() if (old := getattr(row, name)) != value}
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    if changes:
        plan.changed.append(row)
    labels = {name: label_of(Association, name) for name in changes}
    outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
    plan.lines.append(Line(outcome, fact.key, row.name, {labels[name]: pair for name, pair in changes.items()}))
    return row


def _compare_members(
    plan: AssociationPlan,
    association: Association,
    told: dict[str, Municipality],
    current: dict[str, AssociationMembership],
    edition: Edition,
) -> None:
    joined = [place for ags, place in told.items() if ags not in current]
    left = [row for ags, row in current.items() if ags not in told]
    for place in joined:
        plan.joining.append(
            AssociationMembership(association=association, municipality=place, starts_on=edition.on)
        )  # fmt: skip
    for row in left:
        row.ends_on = max(row.starts_on, edition.on - timedelta(days=1))
        plan.leaving.append(row)
    if joined or left:
        words = [f"ab {edition.on:%d.%m.%Y} Mitglied: {', '.join(str(place) for place in joined)}" if joined else ""]
        words.append(f"nicht mehr Mitglied: {', '.join(str(row.municipality) for row in left)}" if left else "")
        note = "; ".join(filter(None, words))
        plan.lines.append(Line(Outcome.CHANGED, association.key or "", association.name, note=note))


def _plain(seat: str) -> str:
    return seat.split(", ")[0]
