"""Tells the demo's consultations and calls through the ordinary actions: advice.csv, and calls.toml around Meerane."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import transaction

from advice.actions import appointments, consultations, contacts, responsibilities, standing
from advice.actions.consultations import NextStep, ParticipantEntry
from advice.models import Appointment, Consultation, Contact, Responsibility
from core import dates
from municipalities.models import ActionField, District, Municipality
from portal.demo.people import SINCE
from portal.demo.source import EXAMPLE, HERE, SEPARATOR
from portal.demo.telling import Cast
from tasks import actions as tasks
from tasks.models import Task


@dataclass(frozen=True)
class Talk:
    """One consultation of the past, as far as the demo knows it."""

    held_on: date
    ags: tuple[str, ...]
    mode: str
    hours: Decimal
    topics: tuple[str, ...]
    participants: tuple[str, ...]
    day_note: str


def talks() -> Iterator[Talk]:
    """advice.csv in the order of the days."""
    with (HERE / "advice.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield Talk(
                held_on=date.fromisoformat(row["held_on"]),
                ags=tuple(town.split(" ", 1)[0] for town in row["towns"].split(SEPARATOR)),
                mode=row["mode"],
                hours=Decimal(row["hours"]),
                topics=tuple(row["topics"].split(SEPARATOR)),
                participants=tuple(row["participants"].split(SEPARATOR)),
                day_note=_day_note(row["known"]),
            )


def _day_note(known: str) -> str:
    """Which days are real: the one a source gives, no other."""
    if known.startswith("nur "):
        return f"{EXAMPLE}, bekannt ist {known}"
    return f"Tag der Beratung: {known}; Übriges: {EXAMPLE}" if known else EXAMPLE


def tell_advice(cast: Cast) -> None:
    """Everything about consultations that is not there yet."""
    towns = {town.ags: town for town in Municipality.objects.for_list()}
    topics = {topic.key: topic for topic in ActionField.objects.all()}
    told = set(Consultation.objects.values_list("held_on", "municipalities__ags"))
    for talk in talks():
        if (talk.held_on, talk.ags[0]) not in told:
            _tell(talk, cast, [towns[ags] for ags in talk.ags], [topics[key] for key in talk.topics])
    _give_districts(cast)
    scenes = tomllib.loads((HERE / "calls.toml").read_text(encoding="utf-8"))
    for scene in scenes["scenes"]:
        _scene(scene, towns[scene["town"]], topics, cast)


@transaction.atomic
def _tell(talk: Talk, cast: Cast, towns: list[Municipality], topics: list[ActionField]) -> None:
    with dates.at(talk.held_on):
        consultations.record(
            by=cast.casework, municipalities=towns, held_on=talk.held_on, mode=talk.mode, hours=talk.hours,
            topics=topics, participants=[ParticipantEntry(office) for office in talk.participants],
            day_note=talk.day_note,
        )  # fmt: skip


@transaction.atomic
def _give_districts(cast: Cast) -> None:
    """One case worker for the Landkreise, the lead for the Kreisfreie Städte."""
    given = set(Responsibility.objects.values_list("district_id", flat=True))
    for district in District.objects.exclude(pk__in=given):
        user = cast.lead if district.is_urban else cast.casework
        responsibilities.give(user, by=cast.lead, district=district, starts_on=SINCE)


# --- Scenes -------------------------------------------------------------------------------------------------------


@transaction.atomic
def _scene(scene: dict[str, Any], town: Municipality, topics: dict[str, ActionField], cast: Cast) -> None:
    """One call and what came of it; told once, recognised by its text."""
    call = scene["call"]
    if Contact.objects.filter(happened_on=call["on"], text=call["text"]).exists():
        return
    with dates.at(call["on"]):
        contact = contacts.note(
            by=cast.casework, municipalities=[town], text=call["text"], caller_office=call["office"],
            happened_time=call["at"], follow_up_on=call.get("follow_up"),
        )  # fmt: skip
    if done := call.get("follow_up_done"):
        with dates.at(done["on"]):
            tasks.complete(Task.objects.of(contact).get(), by=cast.casework, note=done["note"])
    met = _arranged(scene["appointment"], contact, town, cast) if "appointment" in scene else None
    if "consultation" in scene:
        _consulted(scene["consultation"], contact, met, town, topics, cast)
    if "standing" in scene:
        said = scene["standing"]
        with dates.at(said["on"]):
            standing.set_standing(
                town, by=cast.casework, kind=said["kind"], starts_on=said["on"], reason=said["reason"]
            )  # fmt: skip


def _arranged(entry: dict[str, Any], contact: Contact, town: Municipality, cast: Cast) -> Appointment:
    with dates.at(entry["agreed_on"]):
        return appointments.arrange(
            by=cast.casework, municipalities=[town], takes_place_on=entry["on"], start_time=entry.get("at", time(10)),
            mode=entry["mode"], place=entry["place"], topic=entry["topic"], contact=contact,
        )  # fmt: skip


def _consulted(
    entry: dict[str, Any],
    contact: Contact,
    met: Appointment | None,
    town: Municipality,
    topics: dict[str, ActionField],
    cast: Cast,
) -> None:
    with dates.at(entry["on"]):
        row = consultations.record(
            by=cast.casework, municipalities=[town], held_on=entry["on"], mode=entry["mode"], place=entry["place"],
            hours=Decimal(entry["hours"]), topics=[topics[key] for key in entry["topics"]], result=entry["result"],
            participants=[ParticipantEntry(*person) for person in entry["participants"]], day_note=EXAMPLE,
            internal_note=entry["internal_note"], next_steps=[NextStep(**step) for step in entry["steps"]],
            appointment=met, contact=contact,
        )  # fmt: skip
        if entry["shared"]:
            consultations.share(row, by=cast.casework)
