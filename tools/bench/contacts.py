"""An import of contact persons, against `bulk_create` of the same rows: `python -m tools.bench.contacts ROWS`.

The file is generated, every line is a person with a function in one of Saxony's towns. „ours“ carries out an import
whose lines have been looked at: it checks all of them again, writes people, functions, one audit row for each and which
line each came of. „whole“ begins with the file. All of it is rolled back. Answers seconds in JSON.
"""

import csv
import io
import json
import sys
import time
from collections.abc import Callable

import django

django.setup()

# ruff: noqa: E402 -- models exist only once the settings are set up
from django.db import transaction

from accounts.actions.people import create_user
from accounts.models import User
from core import collation, dates
from imports import importers
from imports.actions import carrying, deciding, uploading
from imports.contract import Importer
from imports.models import DataImport
from imports.uploads import proposed, read
from municipalities import register
from municipalities.models import ContactPerson, Municipality, Person

HEAD = ("Kommune", "Landkreis", "Name", "Funktion", "E-Mail", "Telefon", "Zuständig seit", "Quelle")
ADDRESS = "bench@lpr.example"


def contact_importer() -> Importer:
    found = importers.get("ansprechpersonen")
    if found is None:
        raise RuntimeError("The importer of contact persons is not registered.")
    return found


def file_of(rows: int) -> bytes:
    towns = list(Municipality.objects.of_saxony().existing(on=dates.today()).select_related("district"))
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow(HEAD)
    for number in range(rows):
        town = towns[number % len(towns)]
        writer.writerow([town.name, town.district.display_name, f"Person {number}", f"Amt {number}",
                         f"p{number}@stadt.example", "03764 540", "01.03.2023", "Liste"])  # fmt: skip
    return target.getvalue().encode()


def prepared(content: bytes, by: User) -> DataImport:
    importer = contact_importer()
    row = uploading.upload(importer, by=by, upload=read(importer, "kontakte.csv", content))
    mapping = proposed(importer, [title for _, title in row.headings], {})
    return deciding.map_columns(row, by=by, mapping=mapping)


def bulk_create(rows: int) -> None:
    """The least that can be done: the same people and functions, no question asked, no trace left."""
    towns = list(Municipality.objects.of_saxony().existing(on=dates.today()))
    people = [Person(name=f"Person {n}", sort_key=collation.sort_key(f"Person {n}")) for n in range(rows)]
    Person.objects.bulk_create(people, batch_size=2000)
    ContactPerson.objects.bulk_create(
        (
            ContactPerson(
                municipality=towns[number % len(towns)], person=person, office=f"Amt {number}",
                email=f"p{number}@stadt.example", phone="03764 540", starts_on=dates.today(), source="Liste",
            )
            for number, person in enumerate(people)
        ),
        batch_size=2000,
    )  # fmt: skip


def timed(way: Callable[[], object]) -> float:
    with transaction.atomic():
        began = time.perf_counter()
        way()
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return seconds


def main(rows: int) -> dict[str, list[float]]:
    register.load()
    by = User.objects.filter(email=ADDRESS).first() or create_user(ADDRESS, name="Messung", by=None, process="bench")
    content = file_of(rows)
    took: dict[str, list[float]] = {"ours": [], "bulk": [], "whole": []}
    for _ in range(3):
        with transaction.atomic():
            row = prepared(content, by)
            took["ours"].append(timed(lambda: carrying.carry_out(row, by=by, version=row.version)))  # noqa: B023
            transaction.set_rollback(True)
        took["bulk"].append(timed(lambda: bulk_create(rows)))
    took["whole"].append(
        timed(lambda: (lambda row: carrying.carry_out(row, by=by, version=row.version))(prepared(content, by)))
    )
    return took


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
