"""What both kinds of import have in common: towns, days, and what holds a record fast."""

from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any

from django.db import models

from imports import cells
from imports.contract import Column, Line, Places
from tasks.models import Task

TOWNS = Column(
    "municipalities", "Kommune", required=True, example="Meerane", places=Places(several=True), empty=(),
    also=("Kommunen", "Stadt", "Gemeinde", "Ort", "AGS"),
    help="Name oder AGS; mehrere mit Semikolon, zum Beispiel „Meerane; Werdau“.",
)  # fmt: skip
DISTRICT = Column(
    "district", "Landkreis", parse=cells.text(120), example="Landkreis Zwickau", also=("Kreis",),
    help="Unterscheidet Kommunen gleichen Namens, zum Beispiel Bernsdorf.",
)  # fmt: skip


def identity_of(towns: Any, day: date) -> tuple[Hashable, ...]:
    return (frozenset(town.pk for town in towns), day)


def named(line: Line) -> str:
    return ", ".join(str(town) for town in line["municipalities"])


def mixed(line: Line) -> list[str]:
    is_mixed = len({town.is_example for town in line["municipalities"]}) > 1
    return ["Kommune: Bitte erfundene und wirkliche Kommunen nicht mischen."] if is_mixed else []


def in_tasks(model: type[models.Model], records: Sequence[models.Model]) -> dict[int, str]:
    tasks = Task.objects.about_any(model, [row.pk for row in records])
    return dict.fromkeys(tasks.values_list("object_id", flat=True), "gehört zu einer Aufgabe")
