"""One row per action, never changed afterwards (a database trigger refuses it)."""

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from core import formats
from core.scoping import NOTHING, Grant, Reach, ScopedQuerySet
from core.visibility import Visibility


class AuditEventQuerySet(ScopedQuerySet):
    def about_any(self, model: type[models.Model]) -> "AuditEventQuerySet":
        """Events about any record of the model."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def about(self, subject: models.Model) -> "AuditEventQuerySet":
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(content_type=kind, object_id=subject.pk)

    def own(self, user: Any) -> "AuditEventQuerySet":
        """What this person did herself; pages hand in whoever asks, and nobody else (a test reads them)."""
        return self.filter(actor_id=user.pk)

    def in_stead_of(self, user: Any) -> "AuditEventQuerySet":
        """What others did in this person's stead; pages hand in whoever asks, and nobody else (a test reads them)."""
        return self.filter(on_behalf_of_id=user.pk)

    def by_others(self, user: Any) -> "AuditEventQuerySet":
        """What happened without this person, by whomever: news to her."""
        return self.exclude(actor_id=user.pk)

    def by_people_since(self, at: datetime) -> "AuditEventQuerySet":
        """What people did later than an instant; commands of the administrator are told elsewhere."""
        return self.filter(at__gt=at, process="")

    def without_second_pair(self) -> "AuditEventQuerySet":
        """Approvals by a single person: only those carry a reason."""
        return self.filter(action="approve").exclude(reason="")

    def of(self, *subjects: models.Model) -> Q:
        """Condition: rows about one of the records."""
        rule = NOTHING
        for subject in subjects:
            kind = ContentType.objects.get_for_model(subject)
            rule |= Q(content_type=kind, object_id=subject.pk)
        return rule

    def for_list(self) -> "AuditEventQuerySet":
        return self.select_related("actor").order_by("-at", "-pk")

    def opened_by(self, grant: Grant) -> Q:
        """The office reads all of it; a town does not read who did what about it inside the office."""
        return super().opened_by(grant) if grant.reach is Reach.ALL else NOTHING


class AuditEvent(models.Model):
    """An action carried out by a person, or by a named command of the administrator."""

    at = models.DateTimeField("Zeitpunkt", auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Person"
    )
    actor_label = models.CharField("Name zum Zeitpunkt", max_length=200)
    # Who was away when the person acted in her stead; the person who acted stays the actor.
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="in Vertretung für",
    )  # fmt: skip
    on_behalf_label = models.CharField("Name der Vertretenen zum Zeitpunkt", max_length=200, blank=True)
    process = models.CharField("Befehl", max_length=100, blank=True)
    action = models.CharField("Vorgang", max_length=100)
    label = models.CharField("Bezeichnung", max_length=300)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    subject_label = models.CharField("Gegenstand", max_length=400)
    # Ids instead of a relation: audit lies below the municipalities and must outlive them.
    municipality_ids = ArrayField(models.PositiveBigIntegerField(), default=list, blank=True)
    before = models.JSONField("vorher", default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField("nachher", default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField("Begründung", blank=True)
    # As the row it tells of: what a town keeps to itself, the log must not tell the office.
    visibility = models.PositiveSmallIntegerField(
        "Sichtbar für", choices=Visibility.choices, default=Visibility.STATE_OFFICE
    )
    programme_day = models.DateField("Tag im Programm")

    scope = "municipality_ids"
    untracked = "never changed: a trigger refuses it"
    readers = frozenset({Reach.ALL})
    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "Protokolleintrag"
        verbose_name_plural = "Protokoll"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"]), GinIndex(fields=["municipality_ids"])]
        constraints = [
            models.CheckConstraint(
                name="audit_event_by_person_or_process", condition=Q(actor__isnull=False) | ~Q(process="")
            ),
            models.CheckConstraint(
                name="audit_event_in_the_stead_of_another",
                condition=Q(on_behalf_of=None, on_behalf_label="")
                | (Q(actor__isnull=False, on_behalf_of__isnull=False) & ~Q(on_behalf_of=F("actor"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.subject_label}"

    @property
    def who(self) -> str:
        """„Max Muster in Vertretung für Erika Weber“."""
        return (
            f"{self.actor_label} in Vertretung für {self.on_behalf_label}" if self.on_behalf_label else self.actor_label
        )

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Field label, value before, value after – only what differs, days and hours in German."""
        keys = dict.fromkeys([*self.before, *self.after])
        pairs = ((key, self.before.get(key), self.after.get(key)) for key in keys)
        return [(key, _readable(old), _readable(new)) for key, old, new in pairs if old != new]


ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
ISO_TIME = re.compile(r"^\d{2}:\d{2}:\d{2}(\.\d+)?$")


def _readable(value: Any) -> Any:
    """JSON knows no days, truth values or emptiness that a reader of the log would understand."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, str) and ISO_DAY.match(value):
        return formats.day(date.fromisoformat(value))
    if isinstance(value, str) and ISO_TIME.match(value):
        return f"{value[:5]} Uhr"
    return value
