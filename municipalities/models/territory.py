"""Changes of territory, key and name, and the runs that brought the official files into the database."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from core.blocks import Heirs
from core.scoping import ScopedQuerySet, Unscoped
from municipalities.models.places import Municipality


class TerritorialChangeQuerySet(ScopedQuerySet):
    def effective(self, on: date) -> "TerritorialChangeQuerySet":
        """In force by the day."""
        return self.filter(effective_on__lte=on)

    def heirs(self, on: date) -> dict[int, int]:
        """Who stands in each dissolved municipality's place on the day; none where its area was divided up."""
        dissolved = self.effective(on).filter(kind=TerritorialChange.Kind.DISSOLUTION)
        parts: dict[int, set[int]] = defaultdict(set)
        for origin, target in dissolved.exclude(origin=None).exclude(target=None).values_list("origin", "target"):
            parts[origin].add(target)
        whole = {origin: next(iter(targets)) for origin, targets in parts.items() if len(targets) == 1}
        return {origin: end for origin in whole if (end := _end_of_line(origin, whole, set(parts))) is not None}


def _end_of_line(origin: int, direct: dict[int, int], dissolved: set[int]) -> int | None:
    """The last in the line of successors; None where the line breaks up or, by a mistake, turns in a circle."""
    seen, place = {origin}, direct[origin]
    while place in dissolved:
        if place in seen or place not in direct:
            return None
        seen.add(place)
        place = direct[place]
    return place


class TerritorialChange(models.Model):
    """One line of the official list of changes; a place and the part of it that went to another or changed its name."""

    class Kind(models.TextChoices):
        DISSOLUTION = "dissolution", "Auflösung"
        TRANSFER = "transfer", "Teilausgliederung"
        KEY = "key", "Schlüsseländerung"
        NAME = "name", "Namensänderung"

    number = models.CharField("Kennziffer", max_length=20)
    kind = models.CharField("Art der Änderung", max_length=20, choices=Kind)
    effective_on = models.DateField("wirksam am", help_text="Der Tag der Rechtsnachfolge.")
    counted_on = models.DateField("in der Statistik seit")
    # As in the list: nine digits name an association, twelve a municipality.
    from_key = models.CharField("ARS bisher", max_length=12)
    from_name = models.CharField("Name bisher", max_length=150)
    to_key = models.CharField("ARS neu", max_length=12)
    to_name = models.CharField("Name neu", max_length=150)
    origin = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="changes_away", verbose_name="Kommune bisher"
    )
    target = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="changes_here", verbose_name="Kommune neu"
    )
    area_m2 = models.PositiveBigIntegerField("Fläche in m²", null=True)
    inhabitants = models.PositiveIntegerField("Einwohner des Gebiets", null=True)

    scope = Unscoped("Changes of territory are in the official list.")
    objects = TerritorialChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "Gebietsänderung"
        verbose_name_plural = "Gebietsänderungen"
        ordering = ["effective_on", "number", "from_key", "to_key"]
        constraints = [
            models.UniqueConstraint(fields=["number", "kind", "from_key", "to_key"], name="territorial_change_once"),
            models.CheckConstraint(
                name="territorial_change_dissolves_into_another",
                condition=~Q(kind="dissolution") | Q(origin=None) | Q(target=None) | ~Q(origin=F("target")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}: {self.from_name} → {self.to_name}"


def heirs(on: date) -> dict[int, int]:
    """Id of each municipality dissolved by the day → id of the one in whose area it lies whole on that day.

    Few rows of one small table, however many municipalities there are; one query.
    """
    return TerritorialChange.objects.heirs(on=on)


def former_names(on: date) -> dict[int, list[str]]:
    """Id of a municipality → names of the dissolved ones that lie in it whole; people go on saying them."""
    after = heirs(on)
    found: dict[int, list[str]] = defaultdict(list)
    gone = (
        Municipality.objects.filter(pk__in=after).order_by("sort_key", "ags") if after else Municipality.objects.none()
    )
    for pk, name in gone.values_list("pk", "name"):
        found[after[pk]].append(name)
    return dict(found)


class ImportRun(models.Model):
    """One official file that was written into the database: what it was, and what it changed; who, says its record."""

    class Kind(models.TextChoices):
        TABLES = "tables", "Tabellen des Projekts"
        GV100AD = "gv100ad", "Gemeindeverzeichnis GV100AD"
        WORKBOOK = "workbook", "Auszug aus dem Gemeindeverzeichnis"
        CHANGES = "changes", "Gebietsänderungen"

    # The register as of a day; the list of changes comes on top and may be older.
    REGISTERS = (Kind.TABLES, Kind.GV100AD, Kind.WORKBOOK)

    kind = models.CharField("Art der Datei", max_length=20, choices=Kind)
    file_name = models.CharField("Datei", max_length=200)
    sha256 = models.CharField("Prüfwert der Datei", max_length=64)
    edition_on = models.DateField("Gebietsstand")
    land = models.CharField("Land", max_length=2, blank=True)
    counts = models.JSONField("Zahl der Zeilen", default=dict)
    # Key, name, outcome and, field by field, old and new: only lines that changed something.
    lines = models.JSONField("Geändert", default=list)
    at = models.DateTimeField("Zeitpunkt", auto_now_add=True)

    scope = Unscoped("Which official files were loaded is no secret.")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Einlesen einer amtlichen Datei"
        verbose_name_plural = "eingelesene amtliche Dateien"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="import_run_has_whole_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, Gebietsstand {self.edition_on:%d.%m.%Y}"

    @classmethod
    def newest_edition(cls) -> Any:
        """Territorial status of the newest register in the database; None before the first."""
        stored = cls.objects.filter(kind__in=cls.REGISTERS)
        return stored.order_by("-edition_on").values_list("edition_on", flat=True).first()


def kin_of(place: Municipality, after: Heirs) -> tuple[Municipality | None, list[Municipality]]:
    """Who follows the place, and whom it follows, by the heirs of a day; a query only for places with a history."""
    before = [gone for gone, heir in after.items() if heir == place.pk]
    wanted = {*before, *filter(None, [after.get(place.pk)])}
    rows = Municipality.objects.in_bulk(wanted) if wanted else {}
    return rows.get(after.get(place.pk)), sorted((rows[gone] for gone in before), key=lambda row: row.sort_key)
