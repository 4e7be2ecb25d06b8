"""What the list of changes would change: compared with the database, written by `actions`."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from municipalities import succession
from municipalities.models import Association, AssociationMembership, District, Municipality, TerritorialChange
from municipalities.register.facts import ChangeFact, WrongFile, ags_of, parse_name
from municipalities.register.plan import remember_name
from municipalities.register.report import Line, Outcome

Kind = TerritorialChange.Kind
# A municipality whose area is, to rounding, the sum of dissolved ones was formed of them; else it took them in.
SAME_AREA = Decimal("0.005")
M2_PER_KM2 = 1_000_000


@dataclass
class ChangesPlan:
    """Rows to write, unsaved, in the order in which they may be written."""

    places: dict[str, Municipality]
    associations: dict[str, Association]
    districts: dict[str, District]
    touched: dict[str, Municipality] = field(default_factory=dict)
    touched_associations: dict[str, Association] = field(default_factory=dict)
    ended: list[AssociationMembership] = field(default_factory=list)
    rows: list[TerritorialChange] = field(default_factory=list)
    dissolved: list[tuple[Municipality, Municipality, date]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def touch(self, place: Municipality) -> None:
        self.touched[place.ags] = place


def compare(facts: tuple[ChangeFact, ...]) -> ChangesPlan:
    """The plan for one list, or WrongFile; changes in the order in which they came into force."""
    plan = ChangesPlan(
        {row.ags: row for row in Municipality.objects.of_saxony().select_for_update(of=("self",))},
        {row.key: row for row in Association.objects.exclude(key=None) if row.key},
        {row.key: row for row in District.objects.filter(is_example=False)},
    )
    stored = {(row.number, row.kind, row.from_key, row.to_key): row for row in TerritorialChange.objects.all()}
    areas: dict[tuple[str, str], int] = defaultdict(int)
    for fact in facts:
        if fact.kind == Kind.DISSOLUTION and fact.is_place:
            areas[fact.number, fact.to_key] += fact.area_m2 or 0
    for fact in sorted(facts, key=lambda fact: (fact.effective_on, fact.number, fact.line)):
        row = stored.get((fact.number, fact.kind, fact.from_key, fact.to_key))
        plan.lines.append(_known(fact, row) or _take(plan, fact, areas[fact.number, fact.to_key]))
    return plan


def preview(facts: tuple[ChangeFact, ...]) -> list[Line]:
    """What writing the list would report; writes nothing."""
    with transaction.atomic():
        plan = compare(facts)
        return [*plan.lines, *passed_on(plan, by=None, process="", write=False)]


def passed_on(plan: ChangesPlan, *, by: Any, process: str, write: bool) -> list[Line]:
    """What agreements, accounts and whoever else follows did, or would do, and what is left to the office.

    What two predecessors share is told once, in a dry run too.
    """
    told: dict[str, Municipality] = {}
    for origin, target, day in plan.dissolved:
        for sentence in succession.pass_on(origin, target=target, on=day, by=by, process=process, write=write):
            told.setdefault(sentence, origin)
    return [Line(Outcome.HINT, origin.ags, origin.name, note=sentence) for sentence, origin in told.items()]


def _known(fact: ChangeFact, row: TerritorialChange | None) -> Line | None:
    if row is not None:
        same = (row.effective_on, row.from_name, row.to_name) == (fact.effective_on, fact.from_name, fact.to_name)
        note = "" if same else "ist mit anderem Tag oder Namen gespeichert; bitte klären, welche Angabe gilt"
        return _line(Outcome.UNCHANGED if same else Outcome.SKIPPED, fact, note)
    if fact.kind == Kind.TRANSFER and fact.from_key == fact.to_key:
        return _line(Outcome.SKIPPED, fact, "was bei der Kommune bleibt")
    return None


def _take(plan: ChangesPlan, fact: ChangeFact, formed_area: int) -> Line:
    if not fact.is_place:
        note = _take_association(plan, fact)
    elif fact.kind == Kind.DISSOLUTION:
        note = _dissolve(plan, fact, formed_area)
    elif fact.kind == Kind.KEY:
        note = _change_key(plan, fact)
    elif fact.kind == Kind.NAME:
        note = _rename(plan, fact)
    else:
        note = _square_km(fact)
    keys = (ags_of(fact.from_key), ags_of(fact.to_key)) if fact.is_place else ("", "")
    plan.rows.append(
        TerritorialChange(
            number=fact.number, kind=fact.kind, effective_on=fact.effective_on, counted_on=fact.counted_on,
            from_key=fact.from_key, from_name=fact.from_name, to_key=fact.to_key, to_name=fact.to_name,
            origin=plan.places.get(keys[0]) or plan.places.get(keys[1]) if fact.kind == Kind.KEY
            else plan.places.get(keys[0]),
            target=plan.places.get(keys[1]), area_m2=fact.area_m2, inhabitants=fact.inhabitants,
        )
    )  # fmt: skip
    return _line(Outcome.NEW, fact, note)


def _line(outcome: Outcome, fact: ChangeFact, note: str) -> Line:
    name = f"{Kind(fact.kind).label} am {fact.effective_on:%d.%m.%Y}: {fact.from_name} → {fact.to_name}"
    return Line(outcome, fact.number, name, note=note)


def _square_km(fact: ChangeFact) -> str:
    return f"{fact.area_m2 / M2_PER_KM2:.3f} km²".replace(".", ",") if fact.area_m2 else ""


def _dissolve(plan: ChangesPlan, fact: ChangeFact, formed_area: int) -> str:
    """The old place stays, dissolved; a place the register no longer names is made, for history to refer to."""
    day, notes = fact.effective_on, []
    target = plan.places.get(ags_of(fact.to_key))
    if target is None:
        target = _made(plan, fact, fact.to_key, fact.to_name, formed_area)
        target.exists_from = day
        notes.append(f"{target.name} aufgenommen")
    elif _is_formed(target, formed_area) and target.exists_from is None:
        target.exists_from = day
        plan.touch(target)
        notes.append(f"{target.name} besteht seit {day:%d.%m.%Y}")
    origin = plan.places.get(ags_of(fact.from_key))
    if origin is None:
        origin = _made(plan, fact, fact.from_key, fact.from_name, fact.area_m2 or 0)
        notes.append(f"{origin.name} als aufgelöste Kommune aufgenommen")
    if origin.dissolved_on not in {None, day}:
        raise WrongFile(
            f"{origin.name} ist schon zum {origin.dissolved_on:%d.%m.%Y} aufgelöst, die Liste sagt {day:%d.%m.%Y}. "
            "Bitte klären, welcher Tag gilt."
        )
    if origin is target or not target.exists_on(day):
        raise WrongFile(f"{target.name} besteht am {day:%d.%m.%Y} nicht und kann {origin.name} nicht nachfolgen.")
    origin.dissolved_on = day
    plan.touch(origin)
    plan.dissolved.append((origin, target, day))
    _end_memberships(plan, day, municipality=origin.pk)
    return "; ".join(notes)


def _is_formed(target: Municipality, formed_area: int) -> bool:
    if not target.area_km2 or not formed_area:
        return False
    formed = Decimal(formed_area) / M2_PER_KM2
    return abs(formed - target.area_km2) <= target.area_km2 * SAME_AREA


def _made(plan: ChangesPlan, fact: ChangeFact, ars: str, official: str, area_m2: int) -> Municipality:
    """A place as far as the list knows it; inhabitants have neither day nor census there and stay with the change."""
    district = plan.districts.get(ars[:5])
    if district is None:
        raise WrongFile(
            f"Zeile {fact.line}: Der Kreis {ars[:5]} von {official} ist nicht im Bestand. Bitte zuerst das Verzeichnis "
            "mit `manage.py load_register` laden."
        )
    name = parse_name(official)
    kind = Municipality.Kind.TOWN if name.is_town else Municipality.Kind.COMMUNITY
    area = (Decimal(area_m2) / M2_PER_KM2).quantize(Decimal("0.01")) if area_m2 else None
    place = Municipality(
        ags=ags_of(ars), ars=ars, name=name.name, name_hsb=name.name_hsb, kind=kind, district=district, area_km2=area
    )
    plan.places[place.ags] = place
    plan.touch(place)
    return place


def _rename(plan: ChangesPlan, fact: ChangeFact) -> str:
    """Same place, same row. Additions like „Hochschulstadt“ are no part of the name here."""
    place = plan.places.get(ags_of(fact.from_key))
    before, after = parse_name(fact.from_name), parse_name(fact.to_name)
    if place is None:
        return "nicht im Bestand"
    if before.name == after.name and before.name_hsb == after.name_hsb:
        return "nur der Namenszusatz"
    if place.name == before.name:
        place.name, place.name_hsb = after.name, after.name_hsb
    if before.name != after.name and place.name != before.name:
        remember_name(place, before.name)
    plan.touch(place)
    return f"früher {before.name}"


def _change_key(plan: ChangesPlan, fact: ChangeFact) -> str:
    """Same place, same row, new key; its district follows from the key."""
    old, new = ags_of(fact.from_key), ags_of(fact.to_key)
    place, taken = plan.places.get(old), plan.places.get(new)
    if place is not None and taken is not None and place is not taken:
        raise WrongFile(
            f"Zeile {fact.line}: {old} und {new} sind beide im Bestand, nach der Liste aber dieselbe Kommune. "
            "Bitte die Liste vor dem neuen Verzeichnis einlesen."
        )
    if place is None:
        return "" if taken is not None else "nicht im Bestand"
    if fact.to_key[:5] not in plan.districts:
        raise WrongFile(f"Zeile {fact.line}: Der Kreis {fact.to_key[:5]} ist nicht im Bestand.")
    place.ags, place.ars, place.district = new, fact.to_key, plan.districts[fact.to_key[:5]]
    plan.places[new] = plan.places.pop(old)
    plan.touched.pop(old, None)
    plan.touch(place)
    return f"Schlüssel {old} → {new}"


def _take_association(plan: ChangesPlan, fact: ChangeFact) -> str:
    association = plan.associations.get(fact.from_key)
    if association is None:
        return ""
    if fact.kind == Kind.NAME and association.name == fact.from_name:
        association.name = fact.to_name
    elif fact.kind == Kind.DISSOLUTION and association.dissolved_on is None:
        association.dissolved_on = fact.effective_on
        _end_memberships(plan, fact.effective_on, association=association.pk)
    else:
        return ""
    plan.touched_associations[fact.from_key] = association
    return "Zusammenschluss angepasst"


def _end_memberships(plan: ChangesPlan, day: date, **of: int | None) -> None:
    planned = {row.pk for row in plan.ended}
    for row in AssociationMembership.objects.current(on=day).filter(**of).exclude(pk__in=planned):
        row.ends_on = max(row.starts_on, day - timedelta(days=1))
        plan.ended.append(row)
