"""What somebody could not use, see, hear or understand."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.scoping import Reach, ScopedQuerySet


class BarrierReportQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        return self.filter(settled_on=None)


class BarrierReport(models.Model):
    """A barrier that somebody reported, with or without an address for the answer (§ 7 BfWebG asks for the way)."""

    page = models.CharField("Seite", max_length=300, blank=True)
    description = models.TextField("Was war nicht zugänglich?")
    email = models.EmailField("E-Mail-Adresse für die Antwort", blank=True)
    received_on = models.DateField("eingegangen am")
    received_at = models.DateTimeField("eingegangen", auto_now_add=True)
    settled_on = models.DateField("beantwortet am", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="beantwortet durch",
    )  # fmt: skip
    answer = models.TextField("Antwort", blank=True)

    personal_fields = ("description", "email", "answer")
    # Whoever reported may have no account: only the office reads it.
    scope = "settled_by__assignments__municipality"
    readers = frozenset({Reach.ALL})
    objects = BarrierReportQuerySet.as_manager()

    class Meta:
        verbose_name = "gemeldete Barriere"
        verbose_name_plural = "gemeldete Barrieren"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="barrier_says_something", condition=~Q(description="")),
            models.CheckConstraint(
                name="barrier_settled_completely",
                condition=Q(settled_on=None, settled_by=None, answer="")
                | (Q(settled_on__isnull=False, settled_by__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Barriere gemeldet am {self.received_on:%d.%m.%Y}"
