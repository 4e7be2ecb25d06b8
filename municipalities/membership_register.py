"""Who belongs to which association, brought in from the register's tables; what people entered here stays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from audit.actions import record, snapshot
from municipalities.models import Association, AssociationMembership, District, Municipality

MEMBERSHIP_FIELDS = ("association", "municipality", "starts_on", "ends_on")


def association_values(row: Mapping[str, str], districts: Mapping[str, Any]) -> dict[str, Any]:
    """An official association; the register knows no day of founding, only since when it is documented."""
    return {
        "key": row["key"],
        "kind": row["kind"],
        "name": row["name"],
        "seat": row["seat"],
        "district": districts[row["district"]],
        "founded_on": date.fromisoformat(row["documented_since"]),
        "has_known_start": False,
        "source": "Gemeindeverzeichnis GV-ISys, Gebietsstand 30.11.2025",
    }


class Members:
    """Writes memberships the database does not know yet, and ends the table names for open ones; nothing else.

    An end that people entered here is kept although the table, which is older, does not name it yet.
    """

    def __init__(self, process: str) -> None:
        self.process = process
        rows = AssociationMembership.objects.select_for_update(of=("self",)).select_related(*MEMBERSHIP_FIELDS[:2])
        self.stored: dict[tuple[int, int], list[AssociationMembership]] = defaultdict(list)
        for row in rows:
            self.stored[row.association_id, row.municipality_id].append(row)
        self.added = self.changed = self.unchanged = 0

    def write(self, association: Any, town: Any, starts_on: date, ends_on: date | None) -> None:
        own = self.stored[association.pk, town.pk]
        row = next((row for row in own if _is_same_time(row, starts_on, ends_on)), None)
        if row is None:
            self.added += 1
            row = AssociationMembership(
                association=association, municipality=town, starts_on=starts_on, ends_on=ends_on, has_known_start=False
            )
            own.append(row)
            self._save(row, {})
            return
        before = snapshot(row, MEMBERSHIP_FIELDS)
        if not row.has_known_start:
            row.starts_on = min(row.starts_on, starts_on)
        row.ends_on = row.ends_on or ends_on
        if snapshot(row, MEMBERSHIP_FIELDS) == before:
            self.unchanged += 1
        else:
            self.changed += 1
            self._save(row, before)

    def _save(self, row: AssociationMembership, before: dict[str, Any]) -> None:
        row.save()
        record(
            self.process, row, by=None, process=self.process, municipalities=[row.municipality_id], before=before,
            label="Mitgliedschaft laut Verzeichnis geändert" if before else "Mitgliedschaft aus dem Verzeichnis",
            after=snapshot(row, MEMBERSHIP_FIELDS),
        )  # fmt: skip


def _is_same_time(row: AssociationMembership, starts_on: date, ends_on: date | None) -> bool:
    """Whether a stored membership and one of the table have a day in common."""
    return row.starts_on <= (ends_on or date.max) and starts_on <= (row.ends_on or date.max)


def found_alliances(table: Iterable[Mapping[str, str]], process: str, members: Members) -> int:
    """Alliances of our own knowledge, each brought in once: afterwards they belong to the people who keep them."""
    added = 0
    for row in table:
        known = Association.objects.filter(kind=Association.Kind.ALLIANCE, name=row["name"], is_example=False)
        if known.exists():
            continue
        since = date.fromisoformat(row["documented_since"])
        alliance = Association.objects.create(
            kind=Association.Kind.ALLIANCE, name=row["name"], seat=row["seat"], source=row["source"],
            district=District.objects.get(key=row["district"]), founded_on=since, has_known_start=False,
        )  # fmt: skip
        towns = list(Municipality.objects.filter(ags__in=row["members"].split()))
        record(
            process, alliance, by=None, process=process, label="Zusammenschluss eingetragen",
            municipalities=[town.pk for town in towns], after={"Name": alliance.name, "Quelle": alliance.source},
        )  # fmt: skip
        for town in towns:
            members.write(alliance, town, since, None)
        added += 1
    return added
