"""What prevention works on: the fields of action the programme names."""

from typing import Any

from django.db import models

from core import collation
from core.scoping import ScopedQuerySet, Unscoped


class ActionField(models.Model):
    """Handlungsfeld, as the programme's publications name it: „Verkehr“, „Graffiti und Sachbeschädigung“."""

    key = models.SlugField("Schlüssel", max_length=50, unique=True)
    name = models.CharField("Handlungsfeld", max_length=100)
    sort_key = models.CharField(max_length=250, editable=False, db_index=True)

    scope = Unscoped("Which fields of action there are is in the programme's publications.")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Handlungsfeld"
        verbose_name_plural = "Handlungsfelder"
        ordering = ["sort_key", "key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = collation.sort_key(self.name)
        super().save(*args, **kwargs)
