"""Writing an official file into the database: all of it or nothing, with a row that says which file it was."""

import itertools
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from audit.actions import record
from core import collation
from municipalities.models import (
    Association,
    AssociationMembership,
    District,
    ImportRun,
    Municipality,
    PoliceDirectorate,
)
from municipalities.register import territory
from municipalities.register.checks import Population
from municipalities.register.plan import RegisterPlan, compare
from municipalities.register.reading import Source
from municipalities.register.report import Line, Outcome, counted

BATCH = 1000
# Two imports at once would both find a municipality missing; any number will do, as long as nobody else takes it.
LOCK = 14_000_001
# Districts outside Saxony exist in databases for scale tests only; Saxony's police is not responsible for them.
ELSEWHERE = {"key": "ausserhalb", "name": "außerhalb Sachsens", "short_name": "außerhalb"}
WRITTEN = (Outcome.NEW, Outcome.CHANGED)


@transaction.atomic
def import_register(
    source: Source, *, by: Any | None, process: str = "", population: Population | None = None
) -> RegisterPlan:
    """Bring the register into line with a file; WrongFile where it cannot be taken, and then nothing has changed.

    One run row instead of an audit row per municipality: a new edition changes the inhabitants of all of them.
    """
    if source.edition is None:
        raise ValueError("This is the list of changes, not a register.")
    lock_register()
    plan = compare(source.edition, land=source.land, population=population)
    if plan.is_empty:
        return plan
    _write_places(plan)
    _write_associations(plan)
    touched = [row.pk for row in (*plan.new, *plan.changed)]
    keep_run(source, plan.lines, by=by, process=process, edition_on=source.edition.on, municipalities=touched)
    return plan


def lock_register() -> None:
    """Held until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def keep_run(
    source: Source, lines: Iterable[Line], *, by: Any | None, process: str, edition_on: Any, municipalities: list[int]
) -> ImportRun:
    """Which file was written, with its hash and what it changed; inside the import's transaction."""
    told = list(lines)
    run = ImportRun.objects.create(
        kind=source.kind, file_name=source.file_name[:200], sha256=source.sha256, edition_on=edition_on,
        land=source.land, counts=counted(told), lines=[line.as_data for line in told if line.outcome in WRITTEN],
    )  # fmt: skip
    record(
        "import_register", run, by=by, process=process, label="Amtliche Datei eingelesen",
        municipalities=municipalities, after={"Datei": run.file_name, "Prüfwert": run.sha256, **run.counts},
    )  # fmt: skip
    return run


def _write_places(plan: RegisterPlan) -> None:
    if plan.new_districts:
        police, _ = PoliceDirectorate.objects.get_or_create(key=ELSEWHERE["key"], defaults=ELSEWHERE)
        for district in plan.new_districts:
            district.police_directorate = police
            district.sort_key = collation.sort_key(district.name)
        District.objects.bulk_create(plan.new_districts, batch_size=BATCH)
    for place in plan.new:
        # Assigned anew because the district had no id when the municipality was made.
        place.district = place.district
    Municipality.objects.bulk_create(plan.new, batch_size=BATCH)
    if plan.changed:
        Municipality.objects.bulk_update(plan.changed, sorted(plan.fields), batch_size=BATCH)


def _write_associations(plan: RegisterPlan) -> None:
    written = plan.associations
    for row in itertools.chain(written.new, written.changed):
        row.sort_key = collation.sort_key(row.name)
    for row in written.new:
        row.district = row.district
    Association.objects.bulk_create(written.new, batch_size=BATCH)
    Association.objects.bulk_update(written.changed, ["kind", "name", "seat", "sort_key"], batch_size=BATCH)
    for membership in written.joining:
        membership.association, membership.municipality = membership.association, membership.municipality
    AssociationMembership.objects.bulk_create(written.joining, batch_size=BATCH)
    AssociationMembership.objects.bulk_update(written.leaving, ["ends_on"], batch_size=BATCH)


# --- Changes of territory -----------------------------------------------------------------------------------------


@transaction.atomic
def import_changes(source: Source, *, by: Any | None, process: str = "") -> list[Line]:
    """Write the list of changes; whoever follows a dissolved municipality says so in the report."""
    lock_register()
    plan = territory.compare(source.changes)
    if not plan.rows:
        return plan.lines
    for place in plan.touched.values():
        place.make_keys()
        place.save()
    for association in plan.touched_associations.values():
        association.save()
    for membership in plan.ended:
        membership.save(update_fields=["ends_on"])
    for row in plan.rows:
        row.origin, row.target = row.origin, row.target
        row.save()
    lines = [*plan.lines, *territory.passed_on(plan, by=by, process=process, write=True)]
    touched = [place.pk for place in plan.touched.values()]
    edition_on = max(row.effective_on for row in plan.rows)
    keep_run(source, lines, by=by, process=process, edition_on=edition_on, municipalities=touched)
    return lines
