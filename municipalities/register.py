"""Brings the register's tables (`municipalities/data/`) into the database, writing only what differs."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction

from audit.actions import record, snapshot
from municipalities.models import ActionField, District, Municipality, PoliceDirectorate

DATA = Path(__file__).resolve().parent / "data"
PROCESS = "load_register"


@dataclass
class Report:
    """What a run did, and which real places the tables no longer name (nothing is ever deleted)."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{self.added} neu, {self.changed} geändert, {self.unchanged} unverändert"
        return f"{counts}; nicht mehr im Verzeichnis: {', '.join(self.missing)}" if self.missing else counts


@transaction.atomic
def load(folder: Path = DATA) -> Report:
    """Load districts, police directorates, municipalities and fields of action; running it again changes nothing.

    Invented places are left alone: they are not part of the register.
    """
    report = Report()
    police = _store(report, PoliceDirectorate, "key", rows(folder, "police_directorates"))
    district_values = [_district_values(row, police[row["police_directorate"]]) for row in rows(folder, "districts")]
    districts = _store(report, District, "key", district_values)
    places = [_municipality_values(row, districts[row["district"]]) for row in rows(folder, "municipalities")]
    found = _store(report, Municipality, "ags", places)
    _store(report, ActionField, "key", rows(folder, "action_fields"))
    gone = Municipality.objects.of_saxony().exclude(ags__in=found)
    report.missing = [f"{place} ({place.ags})" for place in gone]
    return report


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    """The rows of one table as text."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _district_values(row: dict[str, str], police: models.Model) -> dict[str, Any]:
    return {
        "key": row["key"],
        "name": row["name"],
        "display_name": row["display_name"],
        "name_hsb": row["sorbian_name"],
        "is_urban": row["urban"] == "yes",
        "seat": row["seat"],
        "police_directorate": police,
    }


def _municipality_values(row: dict[str, str], district: models.Model) -> dict[str, Any]:
    return {
        "ags": row["ags"],
        "ars": row["ars"],
        "name": row["name"],
        "name_hsb": row["sorbian_name"],
        "kind": row["kind"],
        "district": district,
        "population": int(row["inhabitants"]),
        "population_on": date.fromisoformat(row["counted_on"]),
        "population_base": row["counted_from"],
        "area_km2": Decimal(row["area_km2"]),
        "latitude": Decimal(row["latitude"]),
        "longitude": Decimal(row["longitude"]),
        "model_since": date.fromisoformat(row["model_since"]) if row["model_since"] else None,
    }


def _store(
    report: Report, model: type[models.Model], key: str, table: Iterable[dict[str, Any]]
) -> dict[str, models.Model]:
    """Write the rows of one table that are new or differ; returns all of them by key."""
    stored = model._base_manager.select_for_update(of=("self",)).select_related().in_bulk(field_name=key)
    found: dict[str, models.Model] = {}
    for values in table:
        row = found[values[key]] = stored.get(values[key]) or model()
        before = {name: getattr(row, name) for name in values} if row.pk else {}
        if before == values:
            report.unchanged += 1
            continue
        report.changed, report.added = report.changed + bool(row.pk), report.added + (not row.pk)
        _write(row, values)
    return found


def _write(row: models.Model, values: dict[str, Any]) -> None:
    """One row with its audit row."""
    label = "Verzeichnis geändert" if row.pk else "In das Verzeichnis aufgenommen"
    before = snapshot(row, values) if row.pk else {}
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude=[name for name, value in values.items() if isinstance(value, models.Model)])
    row.save()
    record(
        PROCESS, row, by=None, process=PROCESS, label=label,
        municipalities=[row.pk] if isinstance(row, Municipality) else [], before=before, after=snapshot(row, values),
    )  # fmt: skip
