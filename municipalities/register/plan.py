"""What a register file would change: compared with the database in a handful of queries, written by `actions`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from municipalities.models import District, Municipality
from municipalities.register import members
from municipalities.register.checks import Population, check
from municipalities.register.facts import DistrictFact, Edition, PlaceFact
from municipalities.register.members import AssociationPlan
from municipalities.register.report import Line, Outcome, label_of

KIND = Municipality.Kind
LONGEST_FORMER_NAMES = 300


@dataclass
class RegisterPlan:
    """Rows to write, ready but unsaved, and the report; making it writes nothing."""

    edition: Edition
    new_districts: list[District] = field(default_factory=list)
    new: list[Municipality] = field(default_factory=list)
    changed: list[Municipality] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    associations: AssociationPlan = field(default_factory=AssociationPlan)
    lines: list[Line] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.new_districts or self.associations.has_changes)


def compare(edition: Edition, *, land: str, population: Population | None = None) -> RegisterPlan:
    """The plan for one file, or WrongFile. `land` is empty for all of Germany."""
    check(edition, land, population)
    plan = RegisterPlan(edition)
    districts = _districts(plan, land)
    stored = {
        place.ags: place
        for place in Municipality.objects.of_saxony().filter(ags__startswith=land).select_for_update(of=("self",))
    }
    for fact in edition.places:
        _compare_place(plan, fact, stored.get(fact.ags), districts[fact.district_key], population)
    plan.lines += [Line(Outcome.SKIPPED, key, name, note=reason) for key, name, reason in edition.skipped]
    plan.lines += _missing(stored.values(), edition)
    places = stored | {place.ags: place for place in plan.new}
    plan.associations = members.compare(edition, land, districts, places)
    plan.lines += plan.associations.lines
    return plan


def _districts(plan: RegisterPlan, land: str) -> dict[str, District]:
    """The districts by key. For all of Germany (scale tests) they are made; in Saxony `check` has refused new ones."""
    stored = {row.key: row for row in District.objects.filter(is_example=False)}
    if not land:
        plan.new_districts = [_district(fact) for fact in plan.edition.districts if fact.key not in stored]
    return stored | {row.key: row for row in plan.new_districts}


def _district(fact: DistrictFact) -> District:
    return District(
        key=fact.key,
        name=fact.name,
        display_name=fact.name,
        is_urban=fact.is_urban,
        seat=fact.seat.removesuffix(", Stadt"),
    )


def _compare_place(
    plan: RegisterPlan, fact: PlaceFact, place: Municipality | None, district: District, population: Population | None
) -> None:
    if place is None:
        plan.new.append(_new_place(fact, district, population))
        note = "Name vielleicht abgeschnitten, bitte prüfen" if fact.is_cut else ""
        plan.lines.append(Line(Outcome.NEW, fact.ags, fact.name, note=note))
        return
    if not place.exists_on(plan.edition.on):
        note = f"nach den Gebietsänderungen am {plan.edition.on:%d.%m.%Y} keine Kommune"
        plan.lines.append(Line(Outcome.SKIPPED, fact.ags, fact.name, note=note))
        return
    told, note = _told(fact, place, population)
    changes = {name: (old, value) for name, value in told.items() if (old := getattr(place, name)) != value}
    if not changes:
        plan.lines.append(Line(Outcome.UNCHANGED, fact.ags, place.name, note=note))
        return
    for name, (_, value) in changes.items():
        setattr(place, name, value)
    if "name" in changes:
        remember_name(place, changes["name"][0])
        plan.fields |= {"former_names"}
    place.make_keys()
    plan.fields |= {*changes, "sort_key", "search_key"} if {"name", "name_hsb"} & set(changes) else set(changes)
    plan.changed.append(place)
    plan.lines.append(Line(Outcome.CHANGED, fact.ags, place.name, _labelled(changes), note))


def _new_place(fact: PlaceFact, district: District, population: Population | None) -> Municipality:
    told, _ = _told(fact, Municipality(), population)
    place = Municipality(ags=fact.ags, district=district, **told)
    place.make_keys()
    return place


def _told(fact: PlaceFact, place: Municipality, population: Population | None) -> tuple[dict[str, Any], str]:
    """What the file says about the stored place, with what it cannot know left as it is, and a hint."""
    told: dict[str, Any] = {"ars": fact.ars, "kind": fact.kind, "name": fact.name, "name_hsb": fact.name_hsb}
    note = ""
    if place.kind == KIND.LARGE_DISTRICT_TOWN and fact.kind in {KIND.TOWN, KIND.COMMUNITY}:
        # The federal register knows no Große Kreisstadt in Saxony: it calls them Stadt.
        told["kind"] = place.kind
        note = (
            "" if fact.kind == KIND.TOWN else "steht als Gemeinde in der Datei, bleibt Große Kreisstadt: bitte prüfen"
        )
    if fact.is_cut:
        for name in ("name", "name_hsb"):
            if told[name] and getattr(place, name).startswith(told[name]):
                told[name] = getattr(place, name)
    known = {"area_km2": fact.area_km2, "latitude": fact.latitude, "longitude": fact.longitude}
    told |= {name: value for name, value in known.items() if value is not None}
    if population and fact.population is not None:
        told |= {
            "population": fact.population, "population_on": population.on, "population_base": population.base,
        }  # fmt: skip
    return told, note


def remember_name(place: Municipality, former: str) -> None:
    """The search keeps finding a place by what it was called; the oldest names give way first."""
    names = [name for name in place.former_names.split("; ") if name and name != former]
    names.append(former)
    while len("; ".join(names)) > LONGEST_FORMER_NAMES:
        names.pop(0)
    place.former_names = "; ".join(names)


def _labelled(changes: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    labels = {name: label_of(Municipality, name) for name in changes}
    shown = {kind.value: kind.label for kind in KIND}
    return {
        labels[name]: (shown.get(old, old), shown.get(new, new)) if name == "kind" else (old, new)
        for name, (old, new) in changes.items()
    }


def _missing(stored: Iterable[Municipality], edition: Edition) -> list[Line]:
    """Nothing is dissolved for not being in a file: the list of changes says who follows."""
    found = {place.ags for place in edition.places}
    note = "bitte die Liste der Gebietsänderungen einlesen, sie nennt den Tag und die Nachfolge"
    return [
        Line(Outcome.MISSING, place.ags, place.name, note=note)
        for place in stored
        if place.ags not in found and place.exists_on(edition.on)
    ]
