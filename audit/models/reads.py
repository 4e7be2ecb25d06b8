"""One row per confidential file or export that somebody took out; as unchangeable as the record of actions."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from core.scoping import NOTHING, Grant, Reach, ScopedQuerySet


class ReadEventQuerySet(ScopedQuerySet):
    def about(self, subject: models.Model) -> Self:
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(content_type=kind, object_id=subject.pk)

    def own(self, user: Any) -> Self:
        """What this person did herself; pages hand in whoever asks, and nobody else (a test reads them)."""
        return self.filter(actor_id=user.pk)

    def of(self, *subjects: models.Model) -> Q:
        """Condition: rows about one of the records."""
        rule = NOTHING
        for subject in subjects:
            kind = ContentType.objects.get_for_model(subject)
            rule |= Q(content_type=kind, object_id=subject.pk)
        return rule

    def for_list(self) -> Self:
        return self.select_related("actor").order_by("-at", "-pk")

    def opened_by(self, grant: Grant) -> Q:
        """The office; a town does not read who in the office looked at its papers."""
        return super().opened_by(grant) if grant.reach is Reach.ALL else NOTHING


class ReadEvent(models.Model):
    """A file, a PDF or an export that a person, or a named command of the administrator, was given."""

    class Kind(models.TextChoices):
        FILE = "file", "Datei"
        PDF = "pdf", "PDF"
        EXPORT = "export", "Export"

    at = models.DateTimeField("Zeitpunkt", auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Person"
    )
    actor_label = models.CharField("Name zum Zeitpunkt", max_length=200)
    process = models.CharField("Befehl", max_length=100, blank=True)
    kind = models.CharField("Art", max_length=10, choices=Kind)
    label = models.CharField("Bezeichnung", max_length=300)
    # An export of a list has no single record it is about.
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey()
    subject_label = models.CharField("Gegenstand", max_length=400, blank=True)
    # Ids instead of a relation: audit lies below the municipalities and must outlive them.
    municipality_ids = ArrayField(models.PositiveBigIntegerField(), default=list, blank=True)
    details = models.JSONField("Einzelheiten", default=dict, encoder=DjangoJSONEncoder)

    scope = "municipality_ids"
    untracked = "never changed: a trigger refuses it"
    readers = frozenset({Reach.ALL})
    objects = ReadEventQuerySet.as_manager()

    class Meta:
        verbose_name = "Lesevorgang"
        verbose_name_plural = "Lesevorgänge"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"]), GinIndex(fields=["municipality_ids"])]
        constraints = [
            models.CheckConstraint(
                name="read_event_by_person_or_process", condition=Q(actor__isnull=False) | ~Q(process="")
            ),
            models.CheckConstraint(
                name="read_event_subject_whole_or_none",
                condition=Q(content_type=None, object_id=None) | Q(content_type__isnull=False, object_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.subject_label}" if self.subject_label else self.label
