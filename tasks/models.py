"""A task: what is to be done, by when, by which side, and whether it is done."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.scoping import Grant, Reach, ScopedQuerySet
from core.searching import Words
from core.telling import Share, told_as
from core.visibility import Visibility
from municipalities.models import Municipality
from municipalities.models.towns import WithTowns


class TaskQuerySet(ScopedQuerySet):
    told = told_as(Share.SOME, "nur der eigenen Kommune, bei denen die Kommune am Zug ist", Reach.OWN)

    def opened_by(self, grant: Grant) -> Q:
        """The office reads all but what a town keeps to itself; a town reads its own side's tasks only."""
        rule = super().opened_by(grant)
        return rule & Q(side=Task.Side.MUNICIPALITY) if grant.reach is Reach.OWN else rule

    def open(self) -> Self:
        return self.filter(done_on=None)

    def done(self) -> Self:
        return self.exclude(done_on=None)

    def due_before(self, day: date) -> Self:
        return self.open().filter(due_on__lt=day)

    def due_until(self, day: date) -> Self:
        return self.open().filter(due_on__lte=day)

    def of(self, subject: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk)

    def about_any(self, model: type[models.Model], ids: Collection[int]) -> Self:
        """Of any of these records of one model."""
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=ids)

    def for_list(self) -> Self:
        return self.select_related("person", "done_by").with_rows_of("municipalities", "district")


class Task(WithTowns, models.Model):
    """Something a person or a side has to do by a day; ticked off by somebody, unlike what is computed (`Due`)."""

    class Side(models.TextChoices):
        STATE_OFFICE = "state_office", "Landespräventionsrat"
        MUNICIPALITY = "municipality", "Kommune"
        POLICE = "police", "Polizei"
        OTHER = "other", "andere Stelle"

    OFFERED_RUNGS = (Visibility.OWN_PLACE, Visibility.STATE_OFFICE)

    title = models.CharField("Aufgabe", max_length=200)
    due_on = models.DateField("fällig am")
    side = models.CharField("Wer ist am Zug", max_length=20, choices=Side, default=Side.STATE_OFFICE)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="Person"
    )
    municipalities = models.ManyToManyField(Municipality, related_name="tasks", blank=True, verbose_name="Kommunen")
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey()
    visibility = models.PositiveSmallIntegerField(
        "Sichtbar für",
        choices=[(rung.value, rung.label) for rung in OFFERED_RUNGS],
        default=Visibility.STATE_OFFICE,
    )
    created_at = models.DateTimeField("angelegt", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="angelegt von"
    )
    done_on = models.DateField("erledigt am", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="erledigt von"
    )
    done_note = models.TextField("Vermerk zur Erledigung", blank=True)

    SEARCHED = ("title", "done_note")

    scope = "municipalities"
    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "Aufgabe"
        verbose_name_plural = "Aufgaben und Wiedervorlagen"
        ordering = ["due_on", "pk"]
        indexes = [
            GinIndex(Words("title", "done_note"), name="task_words"),
            models.Index(fields=["content_type", "object_id"]),
            models.Index(fields=["due_on"], condition=Q(done_on=None), name="task_open_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="task_done_by_somebody",
                condition=Q(done_on=None, done_by=None, done_note="") | Q(done_on__isnull=False, done_by__isnull=False),
            ),
            models.CheckConstraint(
                name="task_kept_inside_is_the_towns",
                condition=Q(side="municipality") | Q(visibility__gte=Visibility.STATE_OFFICE),
            ),
            models.CheckConstraint(
                name="task_subject_complete",
                condition=Q(content_type=None, object_id=None) | Q(content_type__isnull=False, object_id__isnull=False),
            ),
            models.CheckConstraint(name="task_says_something", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tasks:detail", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def whose(self) -> str:
        """Who is to act: a person, else the side."""
        return str(self.person) if self.person else str(self.get_side_display())
