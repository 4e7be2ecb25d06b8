"""People as far as official data goes: how they are addressed. What they do stands in their functions."""

from typing import Any

from django.db import models
from django.db.models import Q

from core import collation
from core.scoping import Grant, Reach, ScopedQuerySet
from core.telling import Share, told_as
from municipalities.models.bearers import BODIES


class PersonQuerySet(ScopedQuerySet):
    told = told_as(Share.SOME, "wie die Funktionen, die sie haben", Reach.ALL, Reach.OWN, Reach.PARTY, Reach.BEARER)

    def opened_by(self, grant: Grant) -> Q:
        """A person is known to whoever may read one of her functions."""
        functions = self.model._meta.get_field("contacts").related_model
        readable = functions._base_manager.filter(functions.objects.all().opened_by(grant))
        return Q(pk__in=readable.exclude(person=None).values("person_id"))


class Person(models.Model):
    """Somebody in one or more functions; not an account, and nothing private."""

    class Salutation(models.TextChoices):
        NONE = "", "keine Angabe"
        MS = "ms", "Frau"
        MR = "mr", "Herr"

    salutation = models.CharField("Anrede", max_length=10, choices=Salutation, blank=True, default=Salutation.NONE)
    title = models.CharField("Titel", max_length=50, blank=True)
    name = models.CharField("Name", max_length=150)
    sort_key = models.CharField(max_length=250, editable=False, db_index=True)

    personal_fields = ("salutation", "title", "name", "sort_key")
    scope = "contacts__municipality"
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        ordering = ["sort_key", "pk"]
        constraints = [models.CheckConstraint(name="person_has_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = collation.sort_key(self.name)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sort_key"}
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """„Dr. Erika Beispiel“."""
        return f"{self.title} {self.name}" if self.title else self.name

    @property
    def salutation_label(self) -> str:
        """„Frau“ or „Herr“; empty where nothing is known, which a page need not say."""
        return self.get_salutation_display() if self.salutation else ""

    def bodies(self) -> set[tuple[int | None, ...]]:
        """The bodies she has or had functions in, as tuples of keys."""
        return set(self.contacts.values_list(*(f"{name}_id" for name in BODIES)))
