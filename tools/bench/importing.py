"""A new edition of the register, against a loop of update_or_create: `python -m tools.bench.importing ROWS`.

The file is generated, 2 % of its municipalities change. Both ways read the same file, write to the same database that
holds the edition before, and are rolled back. Answers seconds in JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import date

import django

django.setup()

# ruff: noqa: E402 -- models exist only once the settings are set up
from django.db import transaction

from municipalities.models import District, Municipality
from municipalities.register import gv100ad
from municipalities.register.actions import import_register
from municipalities.register.checks import Population
from municipalities.register.reading import read

PER_DISTRICT = 27
CHANGED = 50
POPULATION = Population(date(2024, 12, 31), "Zensus 2022")


def file_of(rows: int, *, edition: str, grown: int) -> bytes:
    """A GV100AD file; every CHANGED-th municipality has `grown` more inhabitants."""
    lines = []
    for first in range(0, rows, PER_DISTRICT):
        key = f"1{first // PER_DISTRICT:04d}"
        lines.append(_line("40", edition, key, "", f"Kreis {key}", "44"))
        inside = range(first, min(first + PER_DISTRICT, rows))
        lines += [_line("50", edition, key, f"0{number % 1000:03d}", f"Ort {number}", "50") for number in inside]
        for number in inside:
            people = 1000 + number + (grown if number % CHANGED == 0 else 0)
            line = _line("60", edition, f"{key}{number % 1000:03d}", f"0{number % 1000:03d}", f"Ort {number}", "64")
            lines.append(f"{line[:128]}{1234:011d}{people:011d}".ljust(gv100ad.LENGTH))
    return "".join(f"{line}\n" for line in lines).encode()


def _line(record: str, edition: str, key: str, group: str, name: str, code: str) -> str:
    return f"{record}{edition}{key:<8}{group:<4}{name:<50}{'':<50}{code}".ljust(gv100ad.LENGTH)


def ours(content: bytes) -> None:
    import_register(read(content, "gv.txt", land=""), by=None, process="bench", population=POPULATION)


def loop(content: bytes) -> None:
    """What is written first by whoever writes an import first."""
    edition = gv100ad.parse(content, "")
    districts = District.objects.in_bulk(field_name="key")
    for fact in edition.places:
        Municipality.objects.update_or_create(
            ags=fact.ags,
            defaults={
                "ars": fact.ars, "name": fact.name, "name_hsb": fact.name_hsb, "kind": fact.kind,
                "district": districts[fact.district_key], "area_km2": fact.area_km2, "population": fact.population,
                "population_on": POPULATION.on, "population_base": POPULATION.base,
            },
        )  # fmt: skip


def timed(way: Callable[[bytes], None], content: bytes) -> float:
    with transaction.atomic():
        began = time.perf_counter()
        way(content)
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return seconds


def main(rows: int) -> dict[str, list[float]]:
    ours(file_of(rows, edition="20241231", grown=0))
    content = file_of(rows, edition="20251231", grown=1)
    return {"ours": [timed(ours, content) for _ in range(3)], "loop": [timed(loop, content)]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
